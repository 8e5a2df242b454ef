package io.berth.placement.domain.pack;

import java.util.Arrays;

/** Which bin each item goes into. */
public final class Packing {
    /** Of an item that no bin takes. */
    public static final int NOWHERE = -1;

    private final int[] binOf;
    private final int placed;
    private final int opened;

    Packing(PackingTask task, int[] binOf) {
        this.binOf = binOf.clone();
        this.placed = (int) Arrays.stream(binOf).filter(bin -> bin != NOWHERE).count();
        this.opened =
                (int)
                        Arrays.stream(binOf)
                                .filter(bin -> bin != NOWHERE && !task.isInUse(bin))
                                .distinct()
                                .count();
    }

    /** The bin of an item, or {@link #NOWHERE}. */
    public int binOf(int item) {
        return binOf[item];
    }

    /** How many items have a bin. */
    public int placed() {
        return placed;
    }

    /** How many bins are used that would not be used without these items. */
    public int opened() {
        return opened;
    }

    /** Whether it packs more items, or as many into fewer bins. */
    public boolean isBetterThan(Packing other) {
        return placed != other.placed ? placed > other.placed : opened < other.opened;
    }

    int[] bins() {
        return binOf.clone();
    }
}
