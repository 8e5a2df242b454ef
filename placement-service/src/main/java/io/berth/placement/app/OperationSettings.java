package io.berth.placement.app;

import io.berth.placement.domain.policy.OperationPolicy;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of operations. The defaults are those of {@link OperationPolicy#DEFAULT}. */
@ConfigMapping(prefix = "berth.operations")
public interface OperationSettings {
    /** How many VMs of an evacuation move from one host to another at once. */
    @WithDefault("2")
    int perPair();

    /** How many VMs leave an evacuated host at once. */
    @WithDefault("4")
    int perHost();

    /** After how long without an answer an order to a host is sent again. */
    @WithDefault("PT10S")
    Duration repeat();

    /** How long a migration may take before it is broken off. */
    @WithDefault("PT30M")
    Duration limit();

    /** After how long a VM that no host could take is tried again. */
    @WithDefault("PT15S")
    Duration retry();

    /** How often a VM of an evacuation is ordered to move before it is given up. */
    @WithDefault("5")
    int attempts();

    /** How many operations a domain may have open. */
    @WithDefault("256")
    int maxOpen();

    /**
     * How long what a VM takes along over the link may be under way by estimate, unless an operator
     * overrides it.
     */
    @WithDefault("PT8H")
    Duration longest();

    /** How long operations that are over are kept for people. */
    @WithDefault("P90D")
    Duration kept();

    /** How many may follow the progress of operations at one instance. */
    @WithDefault("128")
    int maxStreams();

    /** How often the rows of operations that are followed are looked at. */
    @WithDefault("1s")
    String progressInterval();

    /** After how many looks without news a follower hears that the stream stands. */
    @WithDefault("15")
    int aliveEvery();

    /** The constants as the rules take them. */
    default OperationPolicy policy() {
        return new OperationPolicy(
                perPair(), perHost(), repeat(), limit(), retry(), attempts(), maxOpen(), longest());
    }
}
