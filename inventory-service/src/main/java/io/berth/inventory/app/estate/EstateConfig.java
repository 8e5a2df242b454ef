package io.berth.inventory.app.estate;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of importing an estate and of looking back. */
@ConfigMapping(prefix = "berth.inventory.estate")
public interface EstateConfig {
    /**
     * Longest file that is imported. It is kept on disk while it is worked on: 10,000 hosts and
     * 250,000 VMs are some 40 MB of YAML. The setting {@code quarkus.http.limits.max-body-size}
     * must not be lower.
     */
    @WithDefault("512M")
    MemorySize maxFile();

    /** How long changes are remembered. */
    @WithDefault("P400D")
    Duration keepHistory();

    /** How often changes that are older are forgotten, a bounded number at a time. */
    @WithDefault("PT10M")
    Duration forgetEvery();
}
