package io.berth.placement.app;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.FabricState;
import io.berth.contracts.inventory.HostGroupState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.ManagementGroupState;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.monitoring.HostLoadEvent;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.contracts.placement.ClusterEvent;
import io.berth.contracts.placement.ClusterReserveJudged;
import io.berth.contracts.placement.InputOffset;
import io.berth.kit.intake.Position;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.policy.GroupPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of all domains as inventory specifies and monitoring measures them. Soft state, filled
 * from two compacted topics by other threads; whoever decides asks whether a domain has changed
 * since it last looked. Safe for several threads.
 */
@ApplicationScoped
public class HostCatalog {
    private static final String HOST_KEY = "host/";
    private static final String CLUSTER_KEY = "cluster/";

    private final Map<HostId, HostState> specifications = new HashMap<>();
    private final Map<HostId, HostLoadMeasured> loads = new HashMap<>();
    private final Map<DomainId, Set<HostId>> members = new HashMap<>();
    private final Map<DomainId, Long> revisions = new HashMap<>();
    private final Map<String, Map<Integer, Long>> offsets = new TreeMap<>();
    private @Nullable List<InputOffset> offsetList;
    private final Map<ClusterId, ClusterState> clusters = new HashMap<>();
    private final Set<ClusterId> overCommitted = new HashSet<>();
    private final Map<HostGroupId, GroupPolicy> ratings;
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile @Nullable Source source;

    @Inject
    public HostCatalog(PlacementSettings settings) {
        this(settings.ratings());
    }

    /**
     * An empty one.
     *
     * @param ratings how the hosts of groups are rated; those of others as by default
     */
    public HostCatalog(Map<HostGroupId, GroupPolicy> ratings) {
        this.ratings = ratings;
    }

    /** Where the catalog is filled from. */
    public interface Source {
        /**
         * Waits until all that was there at the start has been read; false when it is not by then.
         *
         * @throws InterruptedException when the calling thread is interrupted
         */
        boolean awaitLoaded(Duration atMost) throws InterruptedException;
    }

    /** Names the source; called once, at the start. */
    public void filledFrom(Source newSource) {
        source = newSource;
        opened.countDown();
    }

    /**
     * Waits until all that was there at the start has been read; false when it is not by then.
     *
     * @throws InterruptedException when the calling thread is interrupted
     */
    public boolean awaitLoaded(Duration atMost) throws InterruptedException {
        boolean hasSource = opened.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        Source from = source;
        return hasSource && from != null && from.awaitLoaded(atMost);
    }

    /** Whether a record of {@code inventory.state} with this key matters here. */
    static boolean matters(String key) {
        return key.startsWith(HOST_KEY) || key.startsWith(CLUSTER_KEY);
    }

    /** Takes a record of {@code inventory.state} over. */
    public synchronized void inventory(
            String key, @Nullable InventoryState state, Position position) {
        switch (state) {
            case null -> {
                if (key.startsWith(HOST_KEY)) {
                    forget(new HostId(key.substring(HOST_KEY.length())));
                } else if (key.startsWith(CLUSTER_KEY)) {
                    ClusterId gone = new ClusterId(key.substring(CLUSTER_KEY.length()));
                    clusters.remove(gone);
                    changedHostsOf(gone);
                }
            }
            case HostState host -> specified(host);
            case ManagementGroupState group -> {}
            case FabricState _ -> {}
            case HostGroupState group -> {}
            case ClusterState cluster -> specified(cluster);
            case VmState vm -> {}
        }
        read(position);
    }

    /** Takes a record of {@code monitoring.host-load} over. */
    public synchronized void load(String key, @Nullable HostLoadEvent load, Position position) {
        switch (load) {
            case null -> measured(new HostId(key), null);
            case HostLoadMeasured measured -> measured(measured.host(), measured);
        }
        read(position);
    }

    /** How far the source has been read. */
    public synchronized List<InputOffset> offsets() {
        List<InputOffset> known = offsetList;
        if (known == null) {
            List<InputOffset> read = new ArrayList<>();
            offsets.forEach((topic, partitions) ->
                    partitions.forEach((partition, next) ->
                            read.add(new InputOffset(topic, partition, next))));
            known = List.copyOf(read);
            offsetList = known;
        }
        return known;
    }

    /**
     * What the catalog has of a domain at one moment: whoever decides from it can say from what.
     *
     * @param offsets how far the source had been read
     * @param hosts null when they are those that the caller knows
     */
    public record View(
            List<InputOffset> offsets, long revision, @Nullable List<HostDescription> hosts) {}

    /**
     * The catalog at this moment.
     *
     * @param known a revision of the domain whose hosts the caller has
     */
    public synchronized View view(DomainId domain, long known) {
        long revision = revision(domain);
        return new View(offsets(), revision, revision == known ? null : hosts(domain));
    }

    /** A host's specification; an older one than is known changes nothing. */
    public synchronized void specified(HostState specification) {
        HostState known = specifications.get(specification.host());
        if (known != null && known.revision() >= specification.revision()) {
            return;
        }
        forget(specification.host());
        specifications.put(specification.host(), specification);
        members.computeIfAbsent(specification.domain(), domain -> new HashSet<>())
                .add(specification.host());
        changed(specification.domain());
    }

    /** Inventory no longer has this host. */
    public synchronized void forget(HostId host) {
        HostState known = specifications.remove(host);
        if (known != null) {
            members.getOrDefault(known.domain(), Set.of()).remove(host);
            changed(known.domain());
        }
    }

    /** A host's newest measured load; null when it is measured no longer. */
    public synchronized void measured(HostId host, @Nullable HostLoadMeasured load) {
        if (load == null) {
            loads.remove(host);
        } else {
            loads.put(host, load);
        }
        HostState known = specifications.get(host);
        if (known != null) {
            changed(known.domain());
        }
    }

    /** Takes a record of {@code placement.clusters} over. */
    public synchronized void cluster(
            String key, @Nullable ClusterEvent judgement, Position position) {
        switch (judgement) {
            case null -> judged(new ClusterId(key), false);
            case ClusterReserveJudged judged -> judged(judged.cluster(), judged.overCommitted());
        }
        read(position);
    }

    /** Whether a cluster is over-committed, by the newest judgement. */
    private void judged(ClusterId cluster, boolean nowOverCommitted) {
        boolean isNew =
                nowOverCommitted ? overCommitted.add(cluster) : overCommitted.remove(cluster);
        if (isNew) {
            changedHostsOf(cluster);
        }
    }

    /** A cluster's specification; an older one than is known changes nothing. */
    private void specified(ClusterState cluster) {
        ClusterState known = clusters.get(cluster.cluster());
        if (known == null || known.revision() < cluster.revision()) {
            clusters.put(cluster.cluster(), cluster);
            changedHostsOf(cluster.cluster());
        }
    }

    private void changedHostsOf(ClusterId cluster) {
        specifications.values().stream()
                .filter(host -> cluster.equals(host.cluster()))
                .map(HostState::domain)
                .distinct()
                .forEach(this::changed);
    }

    /** Rises with every change of a domain's hosts; 0 when it never had any. */
    public synchronized long revision(DomainId domain) {
        return revisions.getOrDefault(domain, 0L);
    }

    /** The hosts of a domain, in order of id. */
    public synchronized List<HostDescription> hosts(DomainId domain) {
        List<HostDescription> hosts = new ArrayList<>();
        for (HostId host : members.getOrDefault(domain, Set.of())) {
            HostState specification = specifications.get(host);
            if (specification != null) {
                ClusterId cluster = specification.cluster();
                hosts.add(
                        HostDescription.of(specification, loads.get(host))
                                .judged(
                                        ratings.getOrDefault(
                                                specification.group(), GroupPolicy.DEFAULT),
                                        cluster != null && overCommitted.contains(cluster))
                                .in(cluster == null ? null : clusters.get(cluster)));
            }
        }
        hosts.sort(Comparator.comparing(HostDescription::host));
        return hosts;
    }

    private void read(Position position) {
        offsets.computeIfAbsent(position.topic(), topic -> new TreeMap<>())
                .put(position.partition(), position.offset() + 1);
        offsetList = null;
    }

    /** A host as it is specified; null when inventory does not have it. */
    public synchronized @Nullable HostState specification(HostId host) {
        return specifications.get(host);
    }

    /** The domains that have hosts, in order of id. */
    public synchronized List<DomainId> domains() {
        return members.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private void changed(DomainId domain) {
        revisions.merge(domain, 1L, Long::sum);
    }
}
