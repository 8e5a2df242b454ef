package io.berth.inventory.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of operations on VMs. */
@ConfigMapping(prefix = "berth.inventory.vm-operations")
public interface VmOperationsConfig {
    /** Placement orders nothing that was asked for longer ago: nobody may wish it any more. */
    @WithDefault("PT1M")
    Duration validFor();

    /**
     * After how long without a word of placement an operation counts as failed. It is longer than
     * {@link #validFor} and the time that placement gives to a host together, so that it matters
     * only while placement is away.
     */
    @WithDefault("PT5M")
    Duration giveUpAfter();

    /** How often this instance looks for operations to give up. */
    @WithDefault("PT10S")
    Duration checkEvery();
}
