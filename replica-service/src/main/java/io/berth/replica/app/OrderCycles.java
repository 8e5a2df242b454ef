package io.berth.replica.app;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleKind;
import io.berth.replica.config.ReplicaConfig;
import io.berth.replica.domain.Agreement;
import io.berth.replica.domain.CycleOrders;
import io.berth.replica.domain.CycleRules;
import io.berth.replica.domain.Decision;
import io.berth.replica.domain.HostStanding;
import io.berth.replica.domain.LinkRules;
import io.berth.replica.domain.LinkState;
import io.berth.replica.domain.Moments;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.Settings;
import io.berth.replica.domain.VmPlace;
import io.berth.replica.store.DatabaseClock;
import io.berth.replica.store.HostStore;
import io.berth.replica.store.HostStore.KnownHost;
import io.berth.replica.store.RelationshipStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes up the relationships whose turn it is: orders their next cycles, holds those that cannot
 * run, gives up what was not answered in time.
 *
 * <p>One round is one transaction: rows are claimed with {@code for update skip locked}, so that
 * two instances never take up the same one; the new number, the command in the outbox and the next
 * moment to look are saved together, so that a crash loses and doubles nothing.
 */
@ApplicationScoped
public class OrderCycles {
    private static final Logger LOG = Logger.getLogger(OrderCycles.class);

    private final RelationshipStore relationships;
    private final HostStore hosts;
    private final DatabaseClock clock;
    private final Estate estate;
    private final CycleRules rules;
    private final LinkLedger ledger;
    private final SaveChanges save;
    private final ReplicaMeters meters;
    private final ReplicaConfig config;

    OrderCycles(
            RelationshipStore relationships,
            HostStore hosts,
            DatabaseClock clock,
            Estate estate,
            CycleRules rules,
            LinkLedger ledger,
            SaveChanges save,
            ReplicaMeters meters,
            ReplicaConfig config) {
        this.relationships = relationships;
        this.hosts = hosts;
        this.clock = clock;
        this.estate = estate;
        this.rules = rules;
        this.ledger = ledger;
        this.save = save;
        this.meters = meters;
        this.config = config;
    }

    /**
     * What a round did.
     *
     * @param now by the database's clock
     * @param claimed relationships taken up
     * @param ordered cycles ordered
     * @param nextWake when the next relationship is to be looked at, by the same clock; null when
     *     none waits, or when the batch was full and more are due
     */
    public record Round(Instant now, int claimed, int ordered, @Nullable Instant nextWake) {}

    /** One round. The estate must be loaded. */
    public Round round() {
        Changes changes = new Changes();
        Round round = QuarkusTransaction.requiringNew().call(() -> claim(changes));
        meters.committed(changes);
        return round;
    }

    private Round claim(Changes changes) {
        Instant now = clock.now();
        List<Relationship> due = relationships.claim(now, config.claimBatch());
        if (due.isEmpty()) {
            return new Round(now, 0, 0, relationships.nextWake().orElse(null));
        }
        Map<VmId, HostId> sources = new HashMap<>();
        Set<HostId> concerned = new HashSet<>();
        for (Relationship relationship : due) {
            VmId vm = relationship.agreement().vm();
            estate.runsOn(vm)
                    .ifPresent(host -> {
                        sources.put(vm, host);
                        concerned.add(host);
                    });
            concerned.add(relationship.agreement().target());
        }
        // Read after the rows are locked: whoever changes a host's standing then waits for their
        // locks and wakes what is held because of it, so that no row sleeps over a host's return.
        Map<HostId, KnownHost> known = hosts.of(concerned);
        LinkLedger.Open links = ledger.open(ways(due, sources));
        for (Relationship relationship : due) {
            decide(relationship, sources, known, links, now, changes);
        }
        save.write(changes, now);
        links.save();
        Instant next =
                due.size() == config.claimBatch() ? null : relationships.nextWake().orElse(null);
        return new Round(now, due.size(), changes.orders().size(), next);
    }

    private static List<LinkLedger.Way> ways(List<Relationship> due, Map<VmId, HostId> sources) {
        List<LinkLedger.Way> ways = new ArrayList<>();
        for (Relationship relationship : due) {
            Agreement agreement = relationship.agreement();
            HostId source = source(agreement, sources);
            if (source != null && relationship.running() == null) {
                ways.add(new LinkLedger.Way(source, agreement.target()));
            }
        }
        return ways;
    }

    /** The host that has what is copied; null when no host runs the VM. */
    private static @Nullable HostId source(Agreement agreement, Map<VmId, HostId> running) {
        Settings.Extension extension = agreement.settings().extension();
        return extension == null ? running.get(agreement.vm()) : extension.source();
    }

    /** An order at the pace that throttle and links allow, or the wait for them. */
    private Decision pace(
            Decision decision, Relationship before, LinkLedger.Open open, Instant now) {
        if (!(decision instanceof Decision.Ordered ordered)) {
            return decision;
        }
        Agreement agreement = before.agreement();
        Long throttle = agreement.settings().bytesPerSecond();
        List<LinkState> links = open.between(ordered.order().host(), agreement.target());
        long disks = estate.bytesOf(agreement.vm(), agreement.settings().disks());
        long estimated = LinkRules.estimate(before, disks, now);
        if (links.isEmpty()) {
            return throttle == null
                    ? ordered
                    : CycleOrders.paced(ordered, throttle, estimated, now);
        }
        Duration interval = agreement.frequency().interval();
        LinkRules.Request request =
                new LinkRules.Request(
                        before.id(),
                        before.agenda().nextDue().plus(interval),
                        interval,
                        estimated,
                        before.nextKind() == CycleKind.INITIAL_COPY,
                        throttle);
        return switch (open.ask(request, links, now)) {
            case LinkRules.Answer.Admitted(_, long rate) ->
                    CycleOrders.paced(ordered, rate, estimated, now);
            case LinkRules.Answer.Waits(_, Instant until) -> rules.heldByLink(before, until, now);
        };
    }

    private void decide(
            Relationship relationship,
            Map<VmId, HostId> sources,
            Map<HostId, KnownHost> known,
            LinkLedger.Open links,
            Instant now,
            Changes changes) {
        Relationship current = relationship;
        try {
            VmPlace place = place(relationship.agreement(), sources, known);
            HostStanding target = standing(relationship.agreement().target(), known);
            Decision first = rules.wake(current, place, target, newCommand(), now);
            changes.add(pace(first, current, links, now));
            if (first instanceof Decision.Ended ended) {
                current = ended.after();
                if (Moments.isDue(current.agenda().wakeAt(), now)) {
                    Decision next = rules.wake(current, place, target, newCommand(), now);
                    if (!goesOverLinks(next, links)) {
                        changes.add(pace(next, current, links, now));
                    }
                }
            }
        } catch (RuntimeException e) {
            // One that the rules cannot deal with must not keep the others waiting.
            LOG.errorf(e, "relationship %s is set aside for a moment", relationship.id());
            meters.rulesFailed();
            changes.changed(rules.setAside(current, now));
        }
    }

    /**
     * What an ended cycle had of its links is given back when the round is written; so a next one
     * that goes over links is ordered in the next round, which follows at once.
     */
    private static boolean goesOverLinks(Decision next, LinkLedger.Open links) {
        return next instanceof Decision.Ordered ordered
                && links.concern(ordered.order().host(), ordered.order().target());
    }

    private VmPlace place(
            Agreement agreement, Map<VmId, HostId> sources, Map<HostId, KnownHost> known) {
        if (estate.domainOf(agreement.vm()).isEmpty()) {
            return new VmPlace.Unknown();
        }
        HostId source = source(agreement, sources);
        return source == null
                ? new VmPlace.NotRunning()
                : new VmPlace.RunsOn(source, standing(source, known));
    }

    private static HostStanding standing(HostId host, Map<HostId, KnownHost> known) {
        return Optional.ofNullable(known.get(host))
                .map(KnownHost::standing)
                .orElse(HostStanding.UP);
    }

    private static CommandId newCommand() {
        return CommandId.random();
    }
}
