package io.berth.monitoring.app.alert;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The settings of what is sent to an Alertmanager. */
@ConfigMapping(prefix = "berth.alertmanager")
public interface AlertmanagerSettings {
    /** Its address without {@code /api/v2/alerts}; without it nothing is sent. */
    Optional<URI> url();

    /** How often all open alerts are sent, as it wants to be told again and again. */
    @WithDefault("PT30S")
    Duration interval();

    /** How long the end of an alert is sent again. */
    @WithDefault("PT15M")
    Duration resolvedFor();

    /** Longest wait for an answer. */
    @WithDefault("PT10S")
    Duration timeout();
}
