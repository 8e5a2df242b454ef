package io.berth.placement.domain.vm;

import io.berth.contracts.Require;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.VmSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What goes over the link with a VM that moves: its memory, and its disks where they lie on the
 * host's own. A disk that grows counts with its full size, as it does in {@link Demand}.
 *
 * <p>The estimate is what the link needs for all of it once: {@code (memory + storage) MiB × 2^20 ×
 * 8 / (Mbit/s × 10^6)}, rounded up to a second. It is a lower bound: what a guest writes meanwhile
 * goes over the link again, and others may use the link, too. Example: 16,384 MiB of memory with
 * 204,800 MiB of disks over 1000 Mbit/s are 1,855,425,871,872 bits, so 1856 s.
 *
 * @param storage absent where no disk goes along
 * @param estimate absent where the link is not known
 */
public record Payload(MiB memory, @Nullable MiB storage, @Nullable Duration estimate) {
    private static final double BITS_OF_A_MIB = 8.0 * (1 << 20);
    private static final double BITS_OF_A_MBIT = 1e6;

    /**
     * @throws IllegalArgumentException when the memory is missing, or the estimate negative
     */
    public Payload {
        Require.present("payload.memory", memory);
        if (estimate != null) {
            Require.notNegative("payload.estimate", estimate);
        }
    }

    /**
     * Of a VM over such a link.
     *
     * @param linkMbit null where it is not known
     */
    public static Payload of(VmSpec spec, @Nullable Long linkMbit) {
        long onHost = Demand.of(spec).disk();
        MiB storage = onHost == 0 ? null : new MiB(onHost);
        Duration estimate =
                linkMbit == null ? null : estimate(spec.memory().value() + onHost, linkMbit);
        return new Payload(spec.memory(), storage, estimate);
    }

    /** All of it. */
    public long total() {
        return memory.value() + (storage == null ? 0 : storage.value());
    }

    private static Duration estimate(long mebibytes, long mbit) {
        return Duration.ofSeconds(
                (long) Math.ceil(mebibytes * BITS_OF_A_MIB / (mbit * BITS_OF_A_MBIT)));
    }
}
