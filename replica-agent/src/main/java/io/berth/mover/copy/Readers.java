package io.berth.mover.copy;

import java.util.HashMap;
import java.util.Map;

/** How many read each point, so that none is thinned away under its reader. For any thread. */
final class Readers {
    private final Map<Long, Integer> open = new HashMap<>();

    synchronized void began(long point) {
        open.merge(point, 1, Integer::sum);
    }

    synchronized void ended(long point) {
        open.computeIfPresent(point, (_, readers) -> readers == 1 ? null : readers - 1);
    }

    synchronized boolean any(long point) {
        return open.containsKey(point);
    }
}
