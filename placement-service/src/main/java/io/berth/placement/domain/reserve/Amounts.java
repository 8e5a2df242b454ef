package io.berth.placement.domain.reserve;

import io.berth.contracts.Require;
import io.berth.placement.domain.vm.Resource;

/**
 * What a node has, of each resource in its unit.
 *
 * @param memory in MiB
 * @param cpu in percent of one core
 * @param disk in MiB
 * @param iops in operations per second
 * @param network in Mbit/s
 */
public record Amounts(long memory, long cpu, long disk, long iops, long network) {
    /** Of what is not counted because nobody has said how much there is. */
    public static final long UNLIMITED = 1L << 50;

    /** The most that one VM takes of anything; more than any node has. */
    public static final long MOST_OF_A_VM = 1L << 44;

    /**
     * @throws IllegalArgumentException when a part is so large that sums could overflow
     */
    public Amounts {
        Require.range("amounts.memory", memory, -UNLIMITED, UNLIMITED);
        Require.range("amounts.cpu", cpu, -UNLIMITED, UNLIMITED);
        Require.range("amounts.disk", disk, -UNLIMITED, UNLIMITED);
        Require.range("amounts.iops", iops, -UNLIMITED, UNLIMITED);
        Require.range("amounts.network", network, -UNLIMITED, UNLIMITED);
    }

    /** Of memory and processing alone. */
    public static Amounts of(long memory, long cpu) {
        return new Amounts(memory, cpu, 0, 0, 0);
    }

    /** One of them. */
    public long of(Resource resource) {
        return switch (resource) {
            case MEMORY -> memory;
            case CPU -> cpu;
            case DISK -> disk;
            case IOPS -> iops;
            case NETWORK -> network;
        };
    }
}
