package io.berth.placement.app;

import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.placement.InputOffset;
import io.berth.kit.faults.TransientFaults;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.state.Input;
import io.berth.placement.store.Origin;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Looks after what no record triggers: deadlines that have passed, hosts that inventory has
 * changed, and waiting VMs that the last decision did not get to. The same rules, the same fence
 * and the same one-at-a-time as for records.
 */
@ApplicationScoped
public class DecideDeadlines {
    private static final Logger LOG = Logger.getLogger(DecideDeadlines.class);

    private final OwnedDomains domains;
    private final HostCatalog catalog;
    private final ClusterCatalog clusters;
    private final DecisionRoom room;
    private final PlacementMeters meters;
    private final InstantSource clock;

    @Inject
    public DecideDeadlines(
            OwnedDomains domains,
            HostCatalog catalog,
            ClusterCatalog clusters,
            DecisionRoom room,
            PlacementMeters meters,
            InstantSource clock) {
        this.domains = domains;
        this.catalog = catalog;
        this.clusters = clusters;
        this.room = room;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Looks at every owned domain once. When a batch is being decided, or held because the database
     * is away, the next turn will do.
     */
    @Scheduled(
            every = "${berth.placement.timer-interval:1s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    public void look() throws InterruptedException {
        if (!catalog.awaitLoaded(Duration.ZERO) || !domains.decisions().tryLock()) {
            return;
        }
        try {
            int waiting = 0;
            for (int partition : domains.partitions()) {
                waiting += look(partition);
            }
            meters.unplaceable(waiting);
        } finally {
            domains.decisions().unlock();
        }
    }

    /** Returns how many VMs of the partition wait for capacity. */
    private int look(int partition) {
        UnitOfWork work = room.newWork();
        try {
            Instant now = clock.instant();
            List<LiveDomain> all = domains.of(partition);
            List<LiveDomain> due = all.stream().filter(domain -> isDue(domain, now)).toList();
            if (!due.isEmpty()) {
                QuarkusTransaction.requiringNew().run(() -> decide(work, due, partition, now));
                work.committed();
                meters.decided(work.announced());
                meters.written(work.operations());
            }
            return all.stream().mapToInt(domain -> domain.state().unplaceable().size()).sum();
        } catch (RuntimeException e) {
            domains.drop(work.touched());
            if (!domains.partitions().contains(partition)) {
                LOG.debugf("partition %d went to another instance in mid-turn", partition);
            } else if (TransientFaults.isTransient(e)) {
                LOG.warnf("deadlines of partition %d wait for the next turn: %s", partition, e);
            } else {
                LOG.errorf(e, "deadlines of partition %d could not be decided", partition);
            }
            return 0;
        }
    }

    private boolean isDue(LiveDomain domain, Instant now) {
        return room.isOutdated(domain)
                || domain.retriesLeft()
                || domain.state().operationsDue(now)
                || patched(domain, now).isPresent()
                || domain.state().optimisationDue(now)
                || !domain.state().overdue(now).isEmpty();
    }

    private void decide(UnitOfWork work, List<LiveDomain> due, int partition, Instant now) {
        List<InputOffset> read = domains.offsets(partition);
        for (LiveDomain domain : due) {
            work.touch(domain);
            Turn turn = new Turn(now, Moment.seedOf(domain.id() + "@" + now), read);
            if (room.isOutdated(domain) || domain.retriesLeft()) {
                room.retry(work, domain, turn);
            }
            List<VmId> overdue = domain.state().overdue(now);
            room.decide(
                    work,
                    domain,
                    new Origin.FromDeadlines(overdue),
                    new Input.DeadlinesPassed(overdue),
                    turn);
            patchTurn(domain, now)
                    .ifPresent(patch ->
                            room.decide(
                                    work,
                                    domain,
                                    new Origin.FromPatchTurn(patch.cluster(), patch.stopped()),
                                    patch,
                                    new Turn(now, Moment.seedOf(domain.id() + "+" + now), read)));
        }
        work.write(now);
    }

    /** What patch operations need to go on; empty when none of the domain can. */
    private Optional<Input.PatchTurn> patchTurn(LiveDomain domain, Instant now) {
        return patched(domain, now)
                .map(cluster -> new Input.PatchTurn(cluster, clusters.stopped(domain.state())));
    }

    /** The cluster whose patch operations can go on; empty when none of the domain can. */
    private Optional<ClusterState> patched(LiveDomain domain, Instant now) {
        return domain.state().patchTurnDue(now) ? clusters.cluster(domain.id()) : Optional.empty();
    }
}
