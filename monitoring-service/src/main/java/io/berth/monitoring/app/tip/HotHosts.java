package io.berth.monitoring.app.tip;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.contracts.placement.MigrateVmRequested;
import io.berth.kit.outbox.Outbox;
import io.berth.monitoring.domain.tip.HostGroups;
import io.berth.monitoring.domain.tip.HotHostTip;
import io.berth.monitoring.domain.tip.TipKind;
import io.berth.monitoring.domain.tip.TipState;
import io.berth.monitoring.store.tip.AutomaticStore;
import io.berth.monitoring.store.tip.StoredTip;
import io.berth.monitoring.store.tip.TipStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Finds hot hosts, asks placement what it would move, and measures what came of it.
 *
 * <p>The owner of a host's heartbeats measures its load, so one instance looks at each host. How
 * long a host has been hot is soft state: after a rebalance the count begins anew. What is proposed
 * or applied lies in the database. A load that is not hot, of a host that was not, costs nothing.
 */
@ApplicationScoped
public class HotHosts {
    /** Applies tips where that is automatic. */
    static final Principal BY_ITSELF = new Principal("berth-tips");

    private static final Logger LOG = Logger.getLogger(HotHosts.class);
    private static final String WHOLE_HOST = "";

    private final TipStore store;
    private final AutomaticStore automatic;
    private final HostGroups groups;
    private final PlacementAnswers placement;
    private final Outbox outbox;
    private final TipMeters meters;
    private final TipSettings settings;
    private final InstantSource clock;
    private final Map<HostId, HostLoadMeasured> fresh = new ConcurrentHashMap<>();
    private final Map<HostId, HotHostTip> watched = new ConcurrentHashMap<>();
    private volatile Set<HostId> told = Set.of();

    @Inject
    public HotHosts(
            TipStore store,
            AutomaticStore automatic,
            HostGroups groups,
            PlacementAnswers placement,
            Outbox outbox,
            TipMeters meters,
            TipSettings settings,
            InstantSource clock) {
        this.store = store;
        this.automatic = automatic;
        this.groups = groups;
        this.placement = placement;
        this.outbox = outbox;
        this.meters = meters;
        this.settings = settings;
        this.clock = clock;
    }

    /** A mean of a host's load; called by who measures it. */
    public void measured(HostLoadMeasured load) {
        boolean hot = load.cpuPercent() >= HotHostTip.HOT_PERCENT;
        if (hot || watched.containsKey(load.host()) || told.contains(load.host())) {
            fresh.put(load.host(), load);
        }
    }

    /** Whether a mean waits for the next look. */
    public boolean waits() {
        return !fresh.isEmpty();
    }

    /** One look at what was measured since the last. */
    @Scheduled(
            every = "${berth.tips.look-interval:5s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void look() {
        try {
            told = store.hostsWithOpen(TipKind.HOT_HOST);
            Map<HostId, HostLoadMeasured> loads = new HashMap<>(fresh);
            loads.forEach(fresh::remove);
            int questions = settings.questions();
            for (HostLoadMeasured load : loads.values()) {
                if (told.contains(load.host())) {
                    watched.remove(load.host());
                    QuarkusTransaction.requiringNew().run(() -> measure(load));
                } else if (watch(load) && questions > 0) {
                    questions--;
                    propose(load.host());
                }
            }
            store.prune(clock.instant().minus(settings.keep()));
        } catch (RuntimeException e) {
            LOG.warnf("hot hosts wait for the next look: %s", e);
        }
    }

    /** Whether placement should be asked about the host. */
    private boolean watch(HostLoadMeasured load) {
        Optional<HotHostTip> next =
                HotHostTip.after(watched.get(load.host()), load.domain(), load.cpuPercent());
        next.ifPresentOrElse(
                tip -> watched.put(load.host(), tip), () -> watched.remove(load.host()));
        return next.isPresent() && next.get().wantsAnAnswer() && placement.canAsk();
    }

    private void measure(HostLoadMeasured load) {
        StoredTip stored = store.hold(TipKind.HOT_HOST, load.host(), WHOLE_HOST).orElse(null);
        if (stored == null || !(stored.tip() instanceof HotHostTip known)) {
            return;
        }
        HotHostTip.after(known, load.domain(), load.cpuPercent())
                .filter(next -> !next.equals(known) && next.state() != TipState.WATCHED)
                .ifPresent(next -> save(load.host(), known.state(), next));
    }

    private void propose(HostId host) {
        Optional<HotHostTip.Move> move = placement.moveFrom(host);
        HotHostTip watchedTip = watched.get(host);
        if (move.isEmpty() || watchedTip == null) {
            return;
        }
        HotHostTip proposed = watchedTip.proposed(move.get());
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    save(host, TipState.WATCHED, proposed);
                    if (automatic.isAutomatic(groups.of(host))) {
                        apply(host, proposed, BY_ITSELF);
                    }
                });
        // In this order, so that no mean in between is taken for that of any other host.
        told =
                Stream.concat(told.stream(), Stream.of(host))
                        .collect(Collectors.toUnmodifiableSet());
        watched.remove(host);
    }

    /** What came of a wish to apply a tip. */
    public sealed interface Applied {
        /** It is ordered. */
        record Ordered(StoredTip tip) implements Applied {}

        /** There is no such tip. */
        record Unknown() implements Applied {}

        /** Nobody but a person at the host can do it. */
        record ByHand(TipKind kind) implements Applied {}

        /** It is not proposed. */
        record NotProposed(TipState state) implements Applied {}
    }

    /** Applies a tip. */
    @Transactional
    public Applied apply(long id, Principal by) {
        StoredTip stored = store.hold(id).orElse(null);
        if (stored == null) {
            return new Applied.Unknown();
        }
        if (!(stored.tip() instanceof HotHostTip tip)) {
            return new Applied.ByHand(stored.kind());
        }
        if (tip.state() != TipState.PROPOSED) {
            return new Applied.NotProposed(tip.state());
        }
        apply(stored.host(), tip, by);
        return new Applied.Ordered(
                store.hold(id).orElseThrow(() -> new IllegalStateException("tip " + id)));
    }

    private void apply(HostId host, HotHostTip tip, Principal by) {
        HotHostTip.Move move = tip.move();
        if (move == null) {
            throw new IllegalStateException("a proposed tip names a move");
        }
        OperationId operation = new OperationId(UUID.randomUUID().toString());
        outbox.put(
                Topics.PLACEMENT_REQUESTS,
                new MigrateVmRequested(
                        tip.domain(), operation, move.vm(), move.target(), null, null, by));
        save(host, tip.state(), tip.applied(new HotHostTip.Applied(by, operation)));
    }

    private void save(HostId host, TipState before, HotHostTip tip) {
        Instant now = clock.instant();
        store.save(TipKind.HOT_HOST, new TipStore.Key(host, WHOLE_HOST), tip, now);
        if (before != tip.state()) {
            meters.step(TipKind.HOT_HOST, tip.state());
        }
    }
}
