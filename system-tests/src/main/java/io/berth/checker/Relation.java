package io.berth.checker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one relationship, each event once, by the numbers of its cycles. Computed
 * once, never changed.
 */
final class Relation {
    private final Relationship id;
    private final Vm vm;
    private final TreeMap<Long, List<ReplicaFact.Ordered>> orders = new TreeMap<>();
    private final TreeMap<Long, List<ReplicaFact.Ended>> ends = new TreeMap<>();
    private final TreeMap<Long, List<ReplicaFact.Copied>> copies = new TreeMap<>();
    private ReplicaFact.@Nullable Created created;
    private ReplicaFact.@Nullable Removed removed;
    private Instant dropped = Instant.MIN;

    private Relation(Relationship id, Vm vm) {
        this.id = id;
        this.vm = vm;
    }

    /** The relationships of some VMs. */
    static List<Relation> of(List<ReplicaFact> facts, Set<Vm> vms) {
        TreeMap<Relationship, Relation> relations = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        for (ReplicaFact fact : facts) {
            if (vms.contains(fact.vm()) && seen.add(fact.eventId())) {
                relations
                        .computeIfAbsent(fact.relationship(), id -> new Relation(id, fact.vm()))
                        .add(fact);
            }
        }
        return List.copyOf(relations.values());
    }

    private void add(ReplicaFact fact) {
        switch (fact) {
            case ReplicaFact.Created event -> created = event;
            case ReplicaFact.Removed event -> removed = event;
            case ReplicaFact.CopyDropped drop -> {
                if (drop.decidedAt().isAfter(dropped)) {
                    dropped = drop.decidedAt();
                }
            }
            case ReplicaFact.Ordered order -> list(orders, order.number()).add(order);
            case ReplicaFact.Ended end -> list(ends, end.number()).add(end);
            case ReplicaFact.Copied copy -> list(copies, copy.number()).add(copy);
        }
    }

    private static <T> List<T> list(TreeMap<Long, List<T>> map, long number) {
        return map.computeIfAbsent(number, n -> new ArrayList<>());
    }

    Relationship id() {
        return id;
    }

    Vm vm() {
        return vm;
    }

    /** Whether it was made within the log that was read. */
    boolean isWhole() {
        return created != null;
    }

    /** Whether it exists at the end. */
    boolean exists() {
        return created != null && removed == null;
    }

    /** Numbers of all cycles that were ordered or ended, rising. */
    TreeSet<Long> numbers() {
        TreeSet<Long> numbers = new TreeSet<>(orders.keySet());
        numbers.addAll(ends.keySet());
        return numbers;
    }

    /** Orders of a cycle; more than one is a broken promise. */
    List<ReplicaFact.Ordered> orders(long number) {
        return orders.getOrDefault(number, List.of());
    }

    /** The highest number that was ordered; 0 when none was. */
    long lastOrdered() {
        return orders.isEmpty() ? 0 : orders.lastKey();
    }

    /** How many orders there were. */
    int orderCount() {
        return orders.values().stream().mapToInt(List::size).sum();
    }

    /** Ends of a cycle; more than one is a broken promise. */
    List<ReplicaFact.Ended> ends(long number) {
        return ends.getOrDefault(number, List.of());
    }

    /** What hosts report of a cycle. */
    List<ReplicaFact.Copied> copies(long number) {
        return copies.getOrDefault(number, List.of());
    }

    /** Completed cycles by the moment of the decision. */
    List<ReplicaFact.Completed> completed() {
        return ends.values().stream()
                .flatMap(List::stream)
                .filter(ReplicaFact.Completed.class::isInstance)
                .map(ReplicaFact.Completed.class::cast)
                .sorted(Comparator.comparing(ReplicaFact.Completed::decidedAt))
                .toList();
    }

    /** Those of them that the target was not told to drop since. */
    List<ReplicaFact.Completed> held() {
        return completed().stream().filter(cycle -> cycle.decidedAt().isAfter(dropped)).toList();
    }
}
