package io.berth.monitoring.domain.tip;

import java.util.Locale;

/** Packets of guests, and how many of them were lost; never more than there were. */
public record Loss(long packets, long lost) {
    /** Nothing measured. */
    public static final Loss NONE = new Loss(0, 0);

    private static final double HUNDRED = 100.0;

    public Loss {
        lost = Math.min(lost, packets);
    }

    /** Both together; what would not fit in a number stays the largest. */
    public Loss plus(Loss more) {
        long sum = packets + more.packets;
        return new Loss(sum < 0 ? Long.MAX_VALUE : sum, Math.max(0, lost + more.lost));
    }

    /** How much was lost, 0 to 100; 0 of nothing. */
    public double percent() {
        return packets == 0 ? 0 : lost * HUNDRED / packets;
    }

    /** Such as {@code 3.1 % of 24000 packets}. */
    public String text() {
        return String.format(Locale.ROOT, "%.1f %% of %d packets", percent(), packets);
    }
}
