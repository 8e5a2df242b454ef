package io.berth.simulator.replica;

import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How much there is to send. A simulated VM has no disk, so its memory stands for it.
 *
 * <p>The whole of a VM is an eighth of its memory. A VM writes at a rate of its own, drawn from the
 * seed and its name, between {@value #SLOWEST_WRITER} and {@value #FASTEST_WRITER} bytes a second,
 * and what it wrote is halved by compression. Changes never exceed the whole.
 *
 * @param seed of the simulation
 */
public record CopySizes(long seed) {
    private static final long BYTES_PER_MIB = 1L << 20;

    /** A disk holds more than memory and compresses well; an eighth keeps a tour short. */
    private static final int WHOLE_SHARE = 8;

    private static final int COMPRESSION = 2;
    private static final long SLOWEST_WRITER = 16L << 10;
    private static final long FASTEST_WRITER = 2L << 20;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Bytes of a first copy. */
    public long whole(VmSpec vm) {
        long memory = Math.min(vm.memory().value(), Long.MAX_VALUE / BYTES_PER_MIB);
        return memory * BYTES_PER_MIB / WHOLE_SHARE;
    }

    /**
     * Bytes of the changes of some time.
     *
     * @param since the last copy; taken as nothing when a clock went back meanwhile
     */
    public long changes(VmId id, VmSpec vm, Duration since) {
        double seconds = Math.max(0, since.toNanos() / NANOS_PER_SECOND);
        double changed = seconds * bytesPerSecond(id) / COMPRESSION;
        return Math.min(whole(vm), Math.round(changed));
    }

    /** What a VM writes, before compression. */
    private long bytesPerSecond(VmId id) {
        return new SplittableRandom(seed ^ id.value().hashCode())
                .nextLong(SLOWEST_WRITER, FASTEST_WRITER + 1);
    }
}
