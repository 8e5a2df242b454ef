package io.berth.monitoring.app.alert;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings of webhooks. */
@ConfigMapping(prefix = "berth.webhooks")
public interface WebhookSettings {
    /**
     * The folder of the secrets that sign what is sent, one file each, as orchestrators mount them;
     * without it no webhook can be made.
     */
    Optional<Path> secrets();

    /** Most webhooks. */
    @WithDefault("32")
    int max();

    /** Most words that wait for one webhook; beyond it the oldest go. */
    @WithDefault("1000")
    int maxPending();

    /** Longest wait for an answer. */
    @WithDefault("PT10S")
    Duration timeout();

    /** Most requests of this instance at a time. */
    @WithDefault("16")
    int parallel();

    /** How often due words are looked for. */
    @WithDefault("PT1S")
    Duration interval();
}
