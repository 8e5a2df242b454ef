package io.berth.placement.domain.ledger;

/**
 * Which rows of a ledger have changed lately, for those who keep something derived from them. Each
 * reader remembers how far it has read; one that is too far behind has to look at every row.
 */
public final class ChangeLog {
    /**
     * Changes that are remembered. Whoever is behind by more has cheaper ways to catch up; a power
     * of two, so that a position is found by masking.
     */
    private static final int CAPACITY = 1 << 13;

    private final int[] rows = new int[CAPACITY];
    private long end;

    /** A row has changed, or is about to. */
    void add(int row) {
        rows[(int) (end++ & (CAPACITY - 1))] = row;
    }

    /** How many changes there have ever been: the position after the newest. */
    public long end() {
        return end;
    }

    /** Whether everything since this position is still remembered. */
    public boolean remembers(long position) {
        return end - position <= CAPACITY;
    }

    /** The row of a remembered change. */
    public int row(long position) {
        return rows[(int) (position & (CAPACITY - 1))];
    }
}
