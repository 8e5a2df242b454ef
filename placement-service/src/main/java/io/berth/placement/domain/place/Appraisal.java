package io.berth.placement.domain.place;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.placement.RatedHost;
import io.berth.contracts.placement.Refusal;
import io.berth.placement.domain.fit.Obstacle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What every host of one domain, or of several, would say to a VM: complete, where the explanation
 * in an event is bounded.
 *
 * @param candidates hosts that could take it, best first
 * @param refused all other hosts in order of id, each with all its obstacles
 */
public record Appraisal(List<Candidate> candidates, List<Refused> refused) {
    /**
     * A host that could take the VM.
     *
     * @param preferredOwner whether the VM names it as one that should run it
     * @param rating its stars and score
     */
    public record Candidate(DomainId domain, RatedHost rating, boolean preferredOwner) {}

    /**
     * A host that could not.
     *
     * @param change the smallest single change that would let it; absent when no single one would
     */
    public record Refused(
            DomainId domain, HostId host, List<Obstacle> obstacles, @Nullable Change change) {
        /** Takes a copy. */
        public Refused {
            obstacles = List.copyOf(obstacles);
        }
    }

    /**
     * Hosts that are refused for the same reason; a host with several reasons is in several groups.
     *
     * @param code of the refusal
     * @param hosts how many
     * @param largestLeft the most that any of them has left, in {@code unit}; absent where nothing
     *     is counted
     */
    public record Group(String code, int hosts, @Nullable Long largestLeft, String unit) {
        /** For people: {@code 412 hosts: insufficient memory (largest left 3,072 MiB)}. */
        public String text() {
            String reason = code.replace('-', ' ');
            String left =
                    largestLeft == null
                            ? ""
                            : String.format(
                                    Locale.ROOT, " (largest left %,d %s)", largestLeft, unit);
            String who = hosts == 1 ? "host" : "hosts";
            return String.format(Locale.ROOT, "%,d %s: %s%s", hosts, who, reason, left);
        }
    }

    /** Takes copies. */
    public Appraisal {
        candidates = List.copyOf(candidates);
        refused = List.copyOf(refused);
    }

    /** Of several domains together: candidates by score, refused by id. */
    public static Appraisal of(List<Appraisal> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        List<Candidate> candidates = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        for (Appraisal part : parts) {
            candidates.addAll(part.candidates);
            refused.addAll(part.refused);
        }
        candidates.sort(
                Comparator.comparing(Candidate::preferredOwner)
                        .thenComparingDouble(one -> one.rating().score())
                        .reversed()
                        .thenComparing(one -> one.rating().host()));
        refused.sort(Comparator.comparing(Refused::host));
        return new Appraisal(candidates, refused);
    }

    /** The reasons, each with how many hosts it stands against; the most frequent first. */
    public List<Group> groups() {
        Map<String, Group> groups = new TreeMap<>();
        for (Refused host : refused) {
            for (Obstacle obstacle : host.obstacles()) {
                Refusal refusal = obstacle.toRefusal();
                groups.merge(
                        refusal.code(),
                        new Group(refusal.code(), 1, refusal.available(), refusal.unit()),
                        Appraisal::together);
            }
        }
        return mostFrequentFirst(groups);
    }

    /** The reasons of two sets of hosts as those of one. */
    static List<Group> together(List<Group> some, List<Group> others) {
        Map<String, Group> groups = new TreeMap<>();
        some.forEach(group -> groups.merge(group.code(), group, Appraisal::together));
        others.forEach(group -> groups.merge(group.code(), group, Appraisal::together));
        return mostFrequentFirst(groups);
    }

    private static List<Group> mostFrequentFirst(Map<String, Group> groups) {
        return groups.values().stream()
                .sorted(Comparator.comparingInt(Group::hosts).reversed())
                .toList();
    }

    /**
     * The cheapest of all changes that would let some host take the VM; null when there is none.
     */
    public @Nullable Change cheapest() {
        Change cheapest = null;
        for (Refused host : refused) {
            Change change = host.change();
            if (change != null
                    && (cheapest == null
                            || Counterfactual.CHEAPEST_FIRST.compare(change, cheapest) < 0)) {
                cheapest = change;
            }
        }
        return cheapest;
    }

    private static Group together(Group one, Group other) {
        Long left = one.largestLeft();
        Long right = other.largestLeft();
        return new Group(
                one.code(),
                one.hosts() + other.hosts(),
                left == null || right == null ? left : Long.valueOf(Math.max(left, right)),
                one.unit());
    }
}
