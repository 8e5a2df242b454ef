package io.berth.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.contracts.replica.CycleFailed;
import io.berth.demo.Fleet.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What became of the replication after all faults: how much would be lost now, and that the VMs of
 * the dead host are copied on from where they run now.
 */
final class RpoPhase {
    private static final String NAME = "rpo";

    /** The next cycle of each is due within one interval, and may come a little late. */
    private static final Duration NEXT_CYCLE = ReplicatePhase.FREQUENCY.plusSeconds(15);

    private final Stage stage;
    private final Timeline timeline;

    RpoPhase(Stage stage) {
        this.stage = stage;
        this.timeline = stage.timeline();
    }

    /**
     * Runs it.
     *
     * @param dead the host that died
     * @return whether every relationship whose VM had to move has been copied on from its new host
     */
    boolean run(HostId dead) {
        Map<RelationshipId, List<CycleCompleted>> cycles = stage.follower().look(this::cycles);
        if (cycles.isEmpty()) {
            timeline.tell(NAME, "left out: nothing is replicated");
            return true;
        }
        Set<RelationshipId> moved =
                cycles.entrySet().stream()
                        .filter(entry -> entry.getValue().getFirst().source().equals(dead))
                        .filter(entry -> stage.follower().look(fleet -> moved(fleet, entry, dead)))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
        boolean goesOn =
                stage.await(
                        NAME,
                        "relationships copied on from the new host of their VM",
                        NEXT_CYCLE,
                        moved.size(),
                        fleet -> copiedOn(fleet, moved, dead).size());
        tellCycles(stage.follower().look(this::cycles));
        tellMoved(moved, dead);
        tellRpo();
        return goesOn;
    }

    /** Completed cycles of each relationship in their order. */
    private Map<RelationshipId, List<CycleCompleted>> cycles(Fleet fleet) {
        Map<RelationshipId, List<CycleCompleted>> cycles = new HashMap<>();
        for (Seen<CycleCompleted> seen :
                fleet.since(timeline.start(), CycleCompleted.class, cycle -> true)) {
            cycles.computeIfAbsent(seen.event().relationship(), id -> new ArrayList<>())
                    .add(seen.event());
        }
        cycles.values().forEach(list -> list.sort(Comparator.comparing(CycleCompleted::cycle)));
        return cycles;
    }

    private static boolean moved(
            Fleet fleet, Map.Entry<RelationshipId, List<CycleCompleted>> entry, HostId dead) {
        Fleet.Place place = fleet.running().get(entry.getValue().getFirst().vm());
        return place != null && !place.host().equals(dead);
    }

    private Set<RelationshipId> copiedOn(Fleet fleet, Set<RelationshipId> moved, HostId dead) {
        return fleet
                .since(
                        timeline.start(),
                        CycleCompleted.class,
                        cycle ->
                                moved.contains(cycle.relationship())
                                        && !cycle.source().equals(dead))
                .stream()
                .map(seen -> seen.event().relationship())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void tellCycles(Map<RelationshipId, List<CycleCompleted>> cycles) {
        List<CycleCompleted> all = cycles.values().stream().flatMap(List::stream).toList();
        int failed =
                stage.follower()
                        .look(fleet ->
                                fleet.since(timeline.start(), CycleFailed.class, cycle -> true))
                        .size();
        long bytes = all.stream().mapToLong(CycleCompleted::bytes).sum();
        timeline.tell(
                NAME,
                "%d relationships: %d cycles complete, %d failed and were made up for; %s sent"
                        .formatted(cycles.size(), all.size(), failed, ReplicatePhase.size(bytes)));
        timeline.figure("completedCycles", all.size());
        timeline.figure("failedCycles", failed);
    }

    private void tellMoved(Set<RelationshipId> moved, HostId dead) {
        Set<RelationshipId> on = stage.follower().look(fleet -> copiedOn(fleet, moved, dead));
        Optional<RelationshipId> one = on.stream().min(Comparator.naturalOrder());
        if (one.isEmpty()) {
            return;
        }
        List<CycleCompleted> cycles =
                stage.follower().look(this::cycles).getOrDefault(one.get(), List.of());
        VmId vm = cycles.getFirst().vm();
        String way =
                cycles.stream()
                        .map(cycle -> cycle.cycle() + " from " + cycle.source())
                        .collect(Collectors.joining(", "));
        timeline.tell(
                NAME,
                "%d of them lost their source and are copied on from another host; %s: cycle %s"
                        .formatted(on.size(), vm, way));
        timeline.figure("relationshipsCopiedOn", on.size());
    }

    private void tellRpo() {
        Duration worst = Duration.ZERO;
        String whose = "";
        Map<String, Integer> health = new TreeMap<>();
        Instant asked = timeline.now();
        for (RelationshipId id : stage.follower().look(this::cycles).keySet()) {
            JsonNode relationship = stage.replica().get("relationships/" + id);
            health.merge(relationship.path("health").path("status").asText("?"), 1, Integer::sum);
            Duration rpo = Duration.parse(relationship.path("rpo").asText("PT0S"));
            if (rpo.compareTo(worst) > 0) {
                worst = rpo;
                whose = id.value();
            }
        }
        timeline.tell(
                asked,
                NAME,
                "if a site failed now, at most %.1f s of writing would be lost (%s); health: %s"
                        .formatted(worst.toMillis() / 1000.0, whose, health));
        timeline.figure("worstRpoMillis", worst.toMillis());
    }
}
