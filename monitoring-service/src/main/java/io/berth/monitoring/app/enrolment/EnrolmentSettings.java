package io.berth.monitoring.app.enrolment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings of enrolment. */
@ConfigMapping(prefix = "berth.monitoring.enrolment")
public interface EnrolmentSettings {
    /**
     * The key of the authority, in PEM, readable by its owner alone. Without it this service
     * certifies nobody.
     */
    Optional<Path> caKeyFile();

    /** The authority's certificate, in PEM. {@code berth.agents.ca-file} must hold it, too. */
    Optional<Path> caCertificateFile();

    /** Life of a certificate. */
    @WithDefault("P30D")
    Duration validity();

    /** Life of a join token when nobody asks for another one. */
    @WithDefault("PT24H")
    Duration tokenValidity();

    /** Longest life of a join token. */
    @WithDefault("P7D")
    Duration longestToken();

    /** Least time between two certificates of a host by renewal. */
    @WithDefault("PT1H")
    Duration renewInterval();

    /** Failed attempts of one source within a minute; further ones are not looked at. */
    @WithDefault("20")
    int failuresPerMinute();

    /** Attempts of all sources together within a second. */
    @WithDefault("50")
    int attemptsPerSecond();

    /** An alert is raised when less is left of a certificate, or less than a tenth of its life. */
    @WithDefault("P3D")
    Duration expiringWithin();

    /** How often certificates that end soon are looked for. */
    @WithDefault("PT1M")
    Duration lookInterval();

    /** How often certificates of hosts that the inventory has lost are looked for. */
    @WithDefault("PT5S")
    Duration hostInterval();

    /** How long certificates and join tokens are kept after their end. */
    @WithDefault("P30D")
    Duration keep();
}
