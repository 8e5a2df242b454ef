package io.berth.replica.app;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.replica.app.CarryOutMoves.Turn;
import io.berth.replica.domain.Moments;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.failover.Failover;
import io.berth.replica.domain.failover.FailoverRules;
import io.berth.replica.domain.failover.Move;
import io.berth.replica.store.DatabaseClock;
import io.berth.replica.store.FailoverStore;
import io.berth.replica.store.RelationshipStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Looks at the failovers that are under way and takes those further that can go on.
 *
 * <p>One round is one transaction over rows claimed with {@code for update skip locked}: two
 * instances never look at the same one, and a crash repeats a request at most. Which VMs placement
 * has just spoken of is soft state, and saves a wait of up to a second.
 */
@ApplicationScoped
class LookAtFailovers {
    private static final Logger LOG = Logger.getLogger(LookAtFailovers.class);

    /** Failovers in one transaction; a site of more is looked at in several. */
    private static final int AT_MOST = 200;

    private final RelationshipStore relationships;
    private final FailoverStore failovers;
    private final DatabaseClock clock;
    private final FailoverSights sights;
    private final FailoverRules rules;
    private final CarryOutMoves moves;
    private final ReplicaMeters meters;
    private final Set<VmId> stirred = ConcurrentHashMap.newKeySet();
    private volatile boolean underWay;

    LookAtFailovers(
            RelationshipStore relationships,
            FailoverStore failovers,
            DatabaseClock clock,
            FailoverSights sights,
            FailoverRules rules,
            CarryOutMoves moves,
            ReplicaMeters meters) {
        this.relationships = relationships;
        this.failovers = failovers;
        this.clock = clock;
        this.sights = sights;
        this.rules = rules;
        this.moves = moves;
        this.meters = meters;
    }

    /** Placement has spoken of a VM; whether a failover might wait for that. */
    boolean stir(VmId vm) {
        return underWay && stirred.add(vm);
    }

    /** One round. The estate must be loaded. */
    Looked round() {
        List<Turn> turns = new ArrayList<>();
        Looked round = QuarkusTransaction.requiringNew().call(() -> look(turns));
        turns.forEach(turn -> meters.moved(turn.move()));
        return round;
    }

    private Looked look(List<Turn> turns) {
        Instant now = clock.now();
        List<VmId> spokenOf = List.copyOf(stirred);
        if (!spokenOf.isEmpty()) {
            spokenOf.forEach(stirred::remove);
            failovers.wake(spokenOf, now);
        }
        Instant next = failovers.nextWake().orElse(null);
        underWay = next != null;
        if (next == null || next.isAfter(now)) {
            return new Looked(now, false, next);
        }
        List<Relationship> claimed = relationships.claimFailingOver(now, AT_MOST);
        Map<RelationshipId, Failover> known =
                failovers.of(claimed.stream().map(Relationship::id).toList());
        Set<HostId> concerned = new HashSet<>();
        known.values().forEach(failover -> concerned.add(failover.route().source()));
        FailoverSights.Hosts hosts = sights.hosts(concerned);
        for (Relationship relationship : claimed) {
            Failover failover = known.get(relationship.id());
            // Another instance may have looked at it between the two queries.
            if (failover != null && Moments.isDue(failover.stage().wakeAt(), now)) {
                turns.add(new Turn(relationship, look(failover, relationship, hosts, now)));
            }
        }
        moves.write(turns);
        return new Looked(now, claimed.size() == AT_MOST, failovers.nextWake().orElse(null));
    }

    /**
     * When the rules throw, that failover is set aside, and the others go on; what placement says
     * of its VM wakes it before.
     */
    private Move look(
            Failover failover, Relationship relationship, FailoverSights.Hosts hosts, Instant now) {
        try {
            return rules.look(
                    failover,
                    relationship,
                    hosts.sight(failover.vm(), failover.route().source()),
                    CommandId.random(),
                    now);
        } catch (RuntimeException e) {
            meters.rulesFailed();
            LOG.errorf(e, "the failover of %s stands still", failover.relationship());
            return FailoverRules.setAside(failover, now);
        }
    }
}
