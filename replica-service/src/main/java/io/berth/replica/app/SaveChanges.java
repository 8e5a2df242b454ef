package io.berth.replica.app;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.replica.CycleFailure;
import io.berth.kit.outbox.Outbox;
import io.berth.replica.domain.CycleOrders;
import io.berth.replica.domain.EndedCycle;
import io.berth.replica.domain.RecoveryPoint;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.Thinning;
import io.berth.replica.store.CycleStore;
import io.berth.replica.store.RecoveryPointStore;
import io.berth.replica.store.RecoveryPointStore.Owned;
import io.berth.replica.store.RelationshipStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes what was decided, rows and events, in the caller's transaction. */
@ApplicationScoped
class SaveChanges {
    private final RelationshipStore relationships;
    private final CycleStore cycles;
    private final RecoveryPointStore points;
    private final LinkLedger links;
    private final Outbox outbox;

    SaveChanges(
            RelationshipStore relationships,
            CycleStore cycles,
            RecoveryPointStore points,
            LinkLedger links,
            Outbox outbox) {
        this.relationships = relationships;
        this.cycles = cycles;
        this.points = points;
        this.links = links;
        this.outbox = outbox;
    }

    /**
     * Writes all of it. Events go before commands, so that whoever reads both topics hears of the
     * end of a cycle before the order of the next.
     */
    void write(Changes changes, Instant now) {
        relationships.save(changes.relationships());
        links.release(changes.ended(), now);
        cycles.insert(changes.ended());
        writePoints(changes);
        changes.events().forEach(event -> outbox.put(Topics.REPLICA_EVENTS, event));
        writeOrders(changes.orders());
    }

    /** Each order names the points that count now, those of the cycle that just ended included. */
    private void writeOrders(List<RunReplicaCycle> orders) {
        if (orders.isEmpty()) {
            return;
        }
        Map<RelationshipId, List<RecoveryPoint>> held =
                points.of(orders.stream().map(RunReplicaCycle::relationship).toList());
        for (RunReplicaCycle order : orders) {
            outbox.put(
                    Topics.HOST_COMMANDS,
                    CycleOrders.keeping(order, held.getOrDefault(order.relationship(), List.of())));
        }
    }

    private static RecoveryPoint point(EndedCycle ended, Changes changes) {
        Relationship after = changes.byId().get(ended.relationship());
        Instant orderedAt = ended.cycle().orderedAt();
        return new RecoveryPoint(
                ended.cycle().number(),
                orderedAt,
                after != null && orderedAt.equals(after.progress().consistency().last()));
    }

    private void writePoints(Changes changes) {
        Map<RelationshipId, List<RecoveryPoint>> fresh = new LinkedHashMap<>();
        Set<RelationshipId> lost = new HashSet<>();
        for (EndedCycle ended : changes.ended()) {
            CycleFailure failure = ended.failure();
            if (failure == null) {
                fresh.computeIfAbsent(ended.relationship(), _ -> new ArrayList<>())
                        .add(point(ended, changes));
            } else if (failure == CycleFailure.TARGET_LACKS_COPY) {
                lost.add(ended.relationship());
            }
        }
        Set<RelationshipId> touched = new HashSet<>(fresh.keySet());
        touched.addAll(lost);
        if (touched.isEmpty()) {
            return;
        }
        Map<RelationshipId, List<RecoveryPoint>> held = points.of(touched);
        List<Owned> added = new ArrayList<>();
        List<Owned> dropped = new ArrayList<>();
        for (RelationshipId id : touched) {
            List<RecoveryPoint> before =
                    lost.contains(id) ? List.of() : held.getOrDefault(id, List.of());
            List<RecoveryPoint> all = new ArrayList<>(before);
            List<RecoveryPoint> came = fresh.getOrDefault(id, List.of());
            all.addAll(came);
            Relationship relationship = changes.byId().get(id);
            int beside = relationship == null ? 0 : relationship.agreement().recoveryPoints();
            List<RecoveryPoint> kept = Thinning.kept(all, beside);
            came.stream().filter(kept::contains).map(p -> new Owned(id, p)).forEach(added::add);
            held.getOrDefault(id, List.of()).stream()
                    .filter(point -> !kept.contains(point))
                    .map(point -> new Owned(id, point))
                    .forEach(dropped::add);
        }
        points.drop(dropped);
        points.add(added);
    }
}
