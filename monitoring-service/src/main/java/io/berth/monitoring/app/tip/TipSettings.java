package io.berth.monitoring.app.tip;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of tips. */
@ConfigMapping(prefix = "berth.tips")
public interface TipSettings {
    /** The instances of placement; without them there is no tip about hot hosts. */
    Optional<List<URI>> placement();

    /** Holds the token to ask placement with, of the role {@code service}; read each time. */
    Optional<Path> tokenFile();

    /** Longest wait for an answer of placement. */
    @WithDefault("PT3S")
    Duration timeout();

    /** VMs of a hot host that placement is asked about, the largest first. */
    @WithDefault("4")
    int candidates();

    /** Most hot hosts about which placement is asked in one look; the others wait. */
    @WithDefault("4")
    int questions();

    /** How often measured load is looked at. */
    @WithDefault("PT5S")
    Duration lookInterval();

    /** How long a tip is kept of which nothing is heard any more. */
    @WithDefault("P30D")
    Duration keep();
}
