package io.berth.placement.domain.fit;

import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.NetworkAdapter;
import io.berth.placement.domain.ledger.HostDescription;
import org.jspecify.annotations.Nullable;

/**
 * Whether a VM moves live or quick: live where the link between the two hosts carries at least 1
 * Gbit/s, quick where it carries at least 100 Mbit/s, not at all below.
 *
 * <p>A link carries what its slower end does. An end counts with what its agent has measured of the
 * network that it migrates over; where none has, with its fastest adapter, as inventory has it.
 * Where nothing is known of one end, live is taken, and said to rest on nothing.
 *
 * <p>Worked example: A has measured 9400 Mbit/s, B has an adapter of 10000 Mbit/s that has fallen
 * back to 100: it has measured 98. The link is B's 98 Mbit/s, so nothing moves between the two,
 * though the adapters alone would allow for a live migration.
 *
 * <p>Source of the figures: Berth's domain description, section 2.5.
 */
public final class LinkRule {
    /** What a live migration needs, in Mbit/s. */
    static final long LIVE_MBIT = 1000;

    /** What a quick migration needs, in Mbit/s. */
    static final long QUICK_MBIT = 100;

    private LinkRule() {}

    /**
     * One end of a link, the slower one.
     *
     * @param measured whether its agent has measured that, or else its fastest adapter has it
     */
    record End(HostId host, long mbit, boolean measured) {
        /** For people. */
        String text() {
            return measured
                    ? "%s has measured %d Mbit/s".formatted(host, mbit)
                    : "the fastest adapter of %s has %d Mbit/s".formatted(host, mbit);
        }
    }

    /** How it goes, or what stands against it. */
    public sealed interface Answer {
        /**
         * It can go so.
         *
         * @param why for people
         */
        record Choice(MigrationMode mode, @Nullable Long linkMbit, String why) implements Answer {}

        /** It cannot. */
        record Against(Obstacle.LinkTooSlow obstacle) implements Answer {}
    }

    /** The slower end of the link between two hosts; null when nothing is known of one of them. */
    public static @Nullable End between(@Nullable HostDescription a, @Nullable HostDescription b) {
        End one = end(a);
        End other = end(b);
        if (one == null || other == null) {
            return null;
        }
        return other.mbit() < one.mbit() ? other : one;
    }

    /**
     * How a VM goes over such a link.
     *
     * @param slower its slower end; null when it is not known
     * @param wanted how it is asked to go; null to choose
     */
    public static Answer choose(@Nullable End slower, @Nullable MigrationMode wanted) {
        if (slower == null) {
            MigrationMode mode = wanted == null ? MigrationMode.LIVE : wanted;
            return new Answer.Choice(
                    mode,
                    null,
                    mode + ": the link is not known, nor are the adapters of one of the hosts");
        }
        MigrationMode mode =
                wanted != null
                        ? wanted
                        : slower.mbit() >= LIVE_MBIT ? MigrationMode.LIVE : MigrationMode.QUICK;
        long required = required(mode);
        if (slower.mbit() < required) {
            return new Answer.Against(new Obstacle.LinkTooSlow(mode, required, slower));
        }
        return new Answer.Choice(
                mode,
                slower.mbit(),
                "%s: %s, %d are needed".formatted(mode, slower.text(), required));
    }

    private static long required(MigrationMode mode) {
        return switch (mode) {
            case LIVE -> LIVE_MBIT;
            case QUICK -> QUICK_MBIT;
        };
    }

    private static @Nullable End end(@Nullable HostDescription host) {
        if (host == null) {
            return null;
        }
        Long measured = host.measuredLinkMbit();
        if (measured != null) {
            return new End(host.host(), measured, true);
        }
        HostHardware hardware = host.specification().hardware();
        if (hardware == null || hardware.adapters().isEmpty()) {
            return null;
        }
        long fastest = 0;
        for (NetworkAdapter adapter : hardware.adapters()) {
            fastest = Math.max(fastest, adapter.speedMbit());
        }
        return new End(host.host(), fastest, false);
    }
}
