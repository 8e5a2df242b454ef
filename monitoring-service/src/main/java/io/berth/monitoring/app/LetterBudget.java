package io.berth.monitoring.app;

/**
 * How many records of a partition become dead letters within a minute of the broker's time. Each is
 * a row of the database, and whoever can write to the topic could otherwise fill it at the speed of
 * the broker. What is beyond the number is counted and not kept.
 *
 * <p>Soft state. Not safe for several threads.
 */
final class LetterBudget {
    /** Enough to see what is wrong, and ten rows a second at most. */
    static final int PER_MINUTE = 600;

    private static final long MINUTE = 60_000;

    private long minute = Long.MIN_VALUE;
    private int spent;

    /** Whether one more record may be kept. */
    boolean allows(long timestampMillis) {
        long now = Math.floorDiv(timestampMillis, MINUTE);
        if (now != minute) {
            minute = now;
            spent = 0;
        }
        if (spent == PER_MINUTE) {
            return false;
        }
        spent++;
        return true;
    }
}
