package io.berth.simulator.enrolment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How simulated hosts join. */
@ConfigMapping(prefix = "berth.simulator.enrolment")
public interface EnrolmentConfig {
    /** The instances of monitoring; without them no host joins, and none beats over HTTP. */
    Optional<List<URI>> monitoring();

    /**
     * Holds the token of an administrator, who hands out join tokens; read each time. Without it
     * only hosts whose certificates are in the folder speak for themselves.
     */
    Optional<Path> tokenFile();

    /** Holds keys and certificates of the hosts, as their disks would. */
    @WithDefault("${BERTH_HOME:.berth}/simulator/agents")
    Path folder();

    /** Most hosts that join or renew at the same time. */
    @WithDefault("4")
    int parallel();

    /** Longest wait for an answer while joining. */
    @WithDefault("PT10S")
    Duration timeout();
}
