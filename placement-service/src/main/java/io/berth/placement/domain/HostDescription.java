package io.berth.placement.domain;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.monitoring.HostLoadMeasured;
import org.jspecify.annotations.Nullable;

/**
 * A host as inventory specifies it, with its newest measured load. Soft state: it comes from
 * compacted topics and is read anew at every start.
 *
 * @param measuredCpu absent before the first measurement
 */
public record HostDescription(HostState specification, @Nullable CorePercent measuredCpu) {
    private static final int WHOLE = 100;

    /**
     * @throws IllegalArgumentException when the specification is missing
     */
    public HostDescription {
        Require.present("specification", specification);
    }

    /** From the two topics; the measurement is of all the host's cores together. */
    public static HostDescription of(HostState specification, @Nullable HostLoadMeasured load) {
        CorePercent measured =
                load == null
                        ? null
                        : new CorePercent(
                                (long) Math.ceil(load.cpuPercent() * specification.cores()));
        return new HostDescription(specification, measured);
    }

    /** Which host. */
    public HostId host() {
        return specification.host();
    }

    /** Memory outside the reserve, in MiB; negative when the reserve is larger than the host. */
    long usableMemory() {
        return specification.memory().value() - specification.reserve().memory().value();
    }

    /** Processing outside the reserve, in percent of a core; the reserve is rounded up. */
    long usableCpu() {
        long capacity = CorePercent.ofCores(specification.cores()).value();
        return capacity * (WHOLE - specification.reserve().cpuPercent()) / WHOLE;
    }
}
