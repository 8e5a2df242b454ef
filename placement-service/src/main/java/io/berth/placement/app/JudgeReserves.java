package io.berth.placement.app;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.placement.ClusterReserveJudged;
import io.berth.kit.faults.TransientFaults;
import io.berth.kit.outbox.Outbox;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.reserve.ClusterPicture;
import io.berth.placement.domain.reserve.ClusterReading;
import io.berth.placement.domain.reserve.ReserveJudge;
import io.berth.placement.domain.reserve.ReserveJudgement;
import io.berth.placement.store.Fence;
import io.berth.placement.store.ReserveStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Judges the clusters whose domains this instance owns, after whatever may have changed a verdict:
 * a node that failed, came or went, its maintenance or size, another reserve, a VM that appeared,
 * moved, stopped or was deleted.
 *
 * <p>Apart from deciding: only the picture is drawn under the decision lock, and all changes
 * between two turns are judged once. A judgement is published when it says something new, under the
 * fence of the domain's version, so that a former owner cannot take back what its successor has
 * said.
 */
@ApplicationScoped
public class JudgeReserves {
    private static final Logger LOG = Logger.getLogger(JudgeReserves.class);

    private final OwnedDomains domains;
    private final HostCatalog hosts;
    private final ClusterCatalog clusters;
    private final ReserveStore store;
    private final Outbox outbox;
    private final ReserveMeters meters;
    private final PlacementSettings settings;
    private final Rulebook rulebook;
    private final InstantSource clock;
    private final Map<DomainId, Judged> judged = new ConcurrentHashMap<>();

    /** From what a judgement is made; equal ones need not be made again. */
    private record Sources(long domainVersion, long hosts, long clusters) {}

    /** A cluster that may have changed, as it is now. */
    private record Due(
            DomainId domain,
            int partition,
            ClusterState cluster,
            Fence version,
            Sources sources,
            ClusterPicture picture) {}

    /** What is remembered of a cluster. */
    private record Judged(
            Sources sources, ClusterPicture picture, ReserveJudge judge, boolean overCommitted) {}

    @Inject
    public JudgeReserves(
            OwnedDomains domains,
            HostCatalog hosts,
            ClusterCatalog clusters,
            ReserveStore store,
            Outbox outbox,
            ReserveMeters meters,
            PlacementSettings settings,
            InstantSource clock) {
        this.domains = domains;
        this.hosts = hosts;
        this.clusters = clusters;
        this.store = store;
        this.outbox = outbox;
        this.meters = meters;
        this.settings = settings;
        this.rulebook = settings.rulebook();
        this.clock = clock;
    }

    /** Judges what has changed since the last turn. */
    @Scheduled(
            every = "${berth.placement.reserve-interval:1s}",
            concurrentExecution = ConcurrentExecution.SKIP)
    public void look() throws InterruptedException {
        if (!hosts.awaitLoaded(Duration.ZERO) || !domains.decisions().tryLock()) {
            return;
        }
        List<Due> due = new ArrayList<>();
        try {
            Set<DomainId> owned = new HashSet<>();
            for (int partition : domains.partitions()) {
                for (LiveDomain live : domains.of(partition)) {
                    owned.add(live.id());
                    Due one = due(live);
                    if (one != null) {
                        due.add(one);
                    }
                }
            }
            judged.keySet().retainAll(owned);
        } catch (RuntimeException e) {
            LOG.warnf("the reserves wait for the next turn: %s", e);
        } finally {
            domains.decisions().unlock();
        }
        due.forEach(this::judge);
        forgetGone();
        meters.overCommitted(judged.values().stream().filter(Judged::overCommitted).count());
    }

    private @Nullable Due due(LiveDomain live) {
        DomainId domain = live.id();
        ClusterState cluster = clusters.cluster(domain).orElse(null);
        if (cluster == null) {
            judged.remove(domain);
            return null;
        }
        Sources now =
                new Sources(
                        live.fence().version(), hosts.revision(domain), clusters.revision(domain));
        Judged known = judged.get(domain);
        if (known != null && known.sources().equals(now)) {
            return null;
        }
        List<HostState> specified =
                hosts.hosts(domain).stream().map(host -> host.specification()).toList();
        ClusterPicture picture =
                ClusterReading.of(cluster, specified, live.state(), rulebook, clusters::has);
        if (known != null && known.picture().equals(picture)) {
            judged.put(
                    domain, new Judged(now, known.picture(), known.judge(), known.overCommitted()));
            return null;
        }
        return new Due(domain, live.partition(), cluster, live.fence(), now, picture);
    }

    private void judge(Due due) {
        Judged known = judged.get(due.domain());
        ReserveJudge judge =
                known == null ? new ReserveJudge(settings.searchBudget()) : known.judge();
        Instant begun = clock.instant();
        ReserveJudgement judgement = judge.judge(due.picture());
        Instant now = clock.instant();
        meters.judged(judgement, Duration.between(begun, now));
        try {
            QuarkusTransaction.requiringNew().run(() -> publish(due, judgement, now));
            judged.put(
                    due.domain(),
                    new Judged(due.sources(), due.picture(), judge, judgement.overCommitted()));
        } catch (RuntimeException e) {
            if (TransientFaults.isTransient(e)) {
                LOG.warnf("the judgement of cluster %s waits: %s", due.cluster().cluster(), e);
            } else {
                LOG.errorf(e, "the judgement of cluster %s was lost", due.cluster().cluster());
            }
        }
    }

    private void publish(Due due, ReserveJudgement judgement, Instant now) {
        ClusterId cluster = due.cluster().cluster();
        if (!domains.partitions().contains(due.partition())
                || !store.mayReplace(cluster, due.version())) {
            LOG.debugf("cluster %s is judged by another instance now", cluster);
            return;
        }
        ClusterReserveJudged before = store.find(cluster).orElse(null);
        long revision = before == null ? 1 : before.revision() + 1;
        ClusterReserveJudged event = ReserveEvents.judged(cluster, judgement, now, revision);
        if (!saysTheSame(before, event) && store.save(event, due.version())) {
            outbox.put(Topics.PLACEMENT_CLUSTERS, event);
            if (before == null || before.overCommitted() != event.overCommitted()) {
                LOG.infof(
                        "cluster %s is %s",
                        cluster, event.overCommitted() ? "over-committed" : "not over-committed");
            }
        }
    }

    private static boolean saysTheSame(
            @Nullable ClusterReserveJudged before, ClusterReserveJudged now) {
        return before != null
                && before.equals(
                        new ClusterReserveJudged(
                                now.cluster(),
                                now.domain(),
                                now.overCommitted(),
                                now.decidedBy(),
                                now.configured(),
                                now.functioning(),
                                now.reserve(),
                                now.vms(),
                                now.slots(),
                                now.proof(),
                                now.exact(),
                                before.judgedAt(),
                                before.revision()));
    }

    /** Clusters that inventory has removed; any instance may say so, and only the first does. */
    private void forgetGone() {
        List<ClusterId> gone = clusters.takeGone();
        for (ClusterId cluster : gone) {
            try {
                QuarkusTransaction.requiringNew()
                        .run(() -> {
                            if (store.delete(cluster)) {
                                outbox.delete(Topics.PLACEMENT_CLUSTERS, cluster.value());
                            }
                        });
            } catch (RuntimeException e) {
                LOG.warnf("cluster %s is forgotten in the next turn: %s", cluster, e);
                clusters.stillGone(cluster);
            }
        }
    }
}
