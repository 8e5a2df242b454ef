package io.berth.placement.domain.index;

import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.policy.Moment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * All hosts on a circle, each at a place that follows from its id alone. Between hosts of equal
 * preference the first clockwise from the VM's own place wins: identical hosts share the load, a
 * replay chooses alike, and hosts that come and go do not change who wins among the others.
 */
public final class Ring {
    private long[] keys = new long[0];
    private int[] rows = new int[0];
    private int[] positions = new int[0];

    /** Where a host has its place; to be compared without sign. */
    static long key(String host) {
        return Moment.mix(0, host);
    }

    /** How far it is clockwise from {@code start} to a host; to be compared without sign. */
    public static long distance(long start, String host) {
        return key(host) - start;
    }

    /** Takes in hosts that have come since; rows never go. */
    void follow(Ledger ledger) {
        int size = ledger.rows();
        if (size == rows.length) {
            return;
        }
        long[] newKeys = new long[size];
        for (int row = 0; row < size; row++) {
            newKeys[row] = key(ledger.host(row).value());
        }
        rows =
                IntStream.range(0, size)
                        .boxed()
                        .sorted(
                                Comparator.comparing(
                                                (Integer row) -> newKeys[row],
                                                Long::compareUnsigned)
                                        .thenComparing(ledger::host))
                        .mapToInt(Integer::intValue)
                        .toArray();
        keys = Arrays.stream(rows).mapToLong(row -> newKeys[row]).toArray();
        positions = new int[size];
        for (int position = 0; position < size; position++) {
            positions[rows[position]] = position;
        }
    }

    /** How many hosts there are. */
    int size() {
        return rows.length;
    }

    /** Whose place is the so-manieth. */
    int row(int position) {
        return rows[position];
    }

    int position(int row) {
        return positions[row];
    }

    /** The first place clockwise from here; 0 after the last. */
    int first(long start) {
        int low = 0;
        int high = keys.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(keys[middle], start) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == keys.length ? 0 : low;
    }
}
