package io.berth.simulator.protocol;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A calendar of things to happen, in microseconds of true time. */
final class VirtualTime {
    private record Entry(long at, long order, Runnable action) {}

    private final PriorityQueue<Entry> calendar =
            new PriorityQueue<>(
                    Comparator.comparingLong(Entry::at).thenComparingLong(Entry::order));
    private long now;
    private long order;

    long now() {
        return now;
    }

    void after(long micros, Runnable action) {
        calendar.add(new Entry(now + Math.max(0, micros), ++order, action));
    }

    void runTo(long end) {
        Entry next = calendar.peek();
        while (next != null && next.at() <= end) {
            calendar.poll();
            now = next.at();
            next.action().run();
            next = calendar.peek();
        }
        now = end;
    }
}
