package io.berth.placement.domain;

import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.NetworkAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Whether a VM moves live or quick: live where the link between the two hosts carries at least 1
 * Gbit/s, quick where it carries at least 100 Mbit/s, not at all below. No event measures links
 * today, so the known link is the slower one of the two hosts' fastest adapters, as inventory has
 * them; where one is not known, live is taken, and said to rest on nothing.
 *
 * <p>Source of the figures: Berth's domain description, section 2.5.
 */
final class LinkRule {
    /** What a live migration needs, in Mbit/s. */
    static final long LIVE_MBIT = 1000;

    /** What a quick migration needs, in Mbit/s. */
    static final long QUICK_MBIT = 100;

    private LinkRule() {}

    /** How it goes, or what stands against it. */
    sealed interface Answer {
        /**
         * It can go so.
         *
         * @param why for people
         */
        record Choice(MigrationMode mode, @Nullable Long linkMbit, String why) implements Answer {}

        /** It cannot. */
        record Against(Obstacle.LinkTooSlow obstacle) implements Answer {}
    }

    /** The known link between two hosts in Mbit/s; null when one of them is not known. */
    static @Nullable Long between(@Nullable HostDescription a, @Nullable HostDescription b) {
        Long one = fastest(a);
        Long other = fastest(b);
        return one == null || other == null ? null : Long.valueOf(Math.min(one, other));
    }

    /**
     * How a VM goes over such a link.
     *
     * @param wanted how it is asked to go; null to choose
     */
    static Answer choose(@Nullable Long linkMbit, @Nullable MigrationMode wanted) {
        if (linkMbit == null) {
            MigrationMode mode = wanted == null ? MigrationMode.LIVE : wanted;
            return new Answer.Choice(
                    mode, null, mode + ": the adapters of one of the hosts are not known");
        }
        MigrationMode mode =
                wanted != null
                        ? wanted
                        : linkMbit >= LIVE_MBIT ? MigrationMode.LIVE : MigrationMode.QUICK;
        long required = required(mode);
        if (linkMbit < required) {
            return new Answer.Against(new Obstacle.LinkTooSlow(mode, required, linkMbit));
        }
        return new Answer.Choice(
                mode,
                linkMbit,
                "%s: the slower adapter has %d Mbit/s, %d are needed"
                        .formatted(mode, linkMbit, required));
    }

    private static long required(MigrationMode mode) {
        return switch (mode) {
            case LIVE -> LIVE_MBIT;
            case QUICK -> QUICK_MBIT;
        };
    }

    private static @Nullable Long fastest(@Nullable HostDescription host) {
        HostHardware hardware = host == null ? null : host.specification().hardware();
        if (hardware == null || hardware.adapters().isEmpty()) {
            return null;
        }
        return hardware.adapters().stream().mapToLong(NetworkAdapter::speedMbit).max().getAsLong();
    }
}
