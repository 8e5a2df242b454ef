package io.berth.benchmarks;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.RelationshipId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every order and every end of a cycle, as the log has them; a record that a relay has published
 * twice under one id counts once. Safe for several threads.
 */
final class CycleBook {
    private final Set<String> seen = new HashSet<>();
    private final Map<RelationshipId, TreeMap<Long, Instant>> orders = new HashMap<>();
    private final Set<Cycle> ended = new HashSet<>();
    private final Set<RelationshipId> copied = new HashSet<>();
    private int doubled;
    private int failed;
    private int orderCount;

    private record Cycle(RelationshipId relationship, long number) {}

    /**
     * An order.
     *
     * @return whether it is the first record of it
     */
    synchronized boolean ordered(
            RelationshipId relationship, CycleNumber cycle, String eventId, Instant at) {
        if (!seen.add(eventId)) {
            return false;
        }
        orderCount++;
        Instant before =
                orders.computeIfAbsent(relationship, id -> new TreeMap<>())
                        .putIfAbsent(cycle.value(), at);
        doubled += before == null ? 0 : 1;
        return true;
    }

    /** A completed cycle. */
    synchronized void completed(
            RelationshipId relationship, CycleNumber cycle, String eventId, boolean initial) {
        if (!seen.add(eventId)) {
            return;
        }
        doubled += ended.add(new Cycle(relationship, cycle.value())) ? 0 : 1;
        if (initial) {
            copied.add(relationship);
        }
    }

    /** A cycle that ended without a copy. */
    synchronized void failed(String eventId) {
        failed += seen.add(eventId) ? 1 : 0;
    }

    /** How many relationships have their initial copy. */
    synchronized int copied() {
        return copied.size();
    }

    /** How many orders there were. */
    synchronized int orders() {
        return orderCount;
    }

    /** The first order after a moment; absent when there is none. */
    synchronized Optional<Instant> firstOrderAfter(Instant moment) {
        return orders.values().stream()
                .flatMap(cycles -> cycles.values().stream())
                .filter(at -> at.isAfter(moment))
                .min(Comparator.naturalOrder());
    }

    /** How many cycles were ordered or ended a second time. */
    synchronized int doubled() {
        return doubled;
    }

    /** How many cycles failed. */
    synchronized int failed() {
        return failed;
    }

    /** How many numbers are missing between the first and the last order of each relationship. */
    synchronized long gaps() {
        return orders.values().stream()
                .mapToLong(cycles -> cycles.lastKey() - cycles.firstKey() + 1 - cycles.size())
                .sum();
    }

    /** How many cycles were ordered before a moment and have not ended. */
    synchronized long open(Instant before) {
        long open = 0;
        for (Map.Entry<RelationshipId, TreeMap<Long, Instant>> one : orders.entrySet()) {
            for (Map.Entry<Long, Instant> order : one.getValue().entrySet()) {
                boolean old = order.getValue().isBefore(before);
                open += old && !ended.contains(new Cycle(one.getKey(), order.getKey())) ? 1 : 0;
            }
        }
        return open;
    }

    /** From the first order of all to the last of the first cycles. */
    synchronized Duration firstCycles() {
        List<Instant> first =
                orders.values().stream()
                        .map(cycles -> cycles.firstEntry().getValue())
                        .sorted()
                        .toList();
        return first.isEmpty()
                ? Duration.ZERO
                : Duration.between(first.getFirst(), first.getLast());
    }

    /**
     * How the slots of the grids were served.
     *
     * @param lateMillis from each served slot to its order
     * @param missed slots without an order of their own before the next slot
     */
    record Served(List<Double> lateMillis, long missed) {}

    /**
     * Looks at the slots of a stretch.
     *
     * @param slots any one slot of each relationship
     * @param to no slot is asked for whose successor lies after this
     */
    synchronized Served served(
            Map<RelationshipId, Instant> slots, Duration every, Instant from, Instant to) {
        List<Double> late = new ArrayList<>();
        long missed = 0;
        for (Map.Entry<RelationshipId, Instant> one : slots.entrySet()) {
            TreeMap<Long, Instant> cycles = orders.getOrDefault(one.getKey(), new TreeMap<>());
            long back = Duration.between(from, one.getValue()).dividedBy(every);
            Instant slot = one.getValue().minus(every.multipliedBy(back));
            while (slot.isBefore(from)) {
                slot = slot.plus(every);
            }
            for (; !slot.plus(every).isAfter(to); slot = slot.plus(every)) {
                Instant due = slot;
                List<Instant> own =
                        cycles.values().stream()
                                .filter(at -> !at.isBefore(due) && at.isBefore(due.plus(every)))
                                .toList();
                if (own.isEmpty()) {
                    missed++;
                } else {
                    late.add(Duration.between(due, own.getFirst()).toNanos() / 1e6);
                }
            }
        }
        return new Served(late, missed);
    }
}
