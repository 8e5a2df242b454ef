package io.berth.placement.app;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.placement.InputOffset;
import io.berth.kit.intake.Position;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.store.Fence;
import io.berth.placement.store.PlacementStore;
import io.berth.placement.store.StoredDomain;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The domains that this instance decides for, in memory. Soft state, and never trusted alone: what
 * is decided from it is written under the fence of the database, so an instance that has lost a
 * domain without noticing cannot change it.
 *
 * <p>A domain is read from the database when its partition is first needed, and read again after
 * any transaction that did not commit. Everything but the set of partitions is used by one thread
 * at a time, under {@link #decisions}.
 */
@ApplicationScoped
public class OwnedDomains {
    /** The topics that placement decides from. */
    static final List<String> INPUTS =
            List.of(
                    Topics.NODE_EVENTS.name(),
                    Topics.PLACEMENT_REQUESTS.name(),
                    Topics.HOST_REPORTS.name());

    private final PlacementStore store;
    private final HostCatalog catalog;
    private final ReentrantLock decisions = new ReentrantLock();
    private final Map<Integer, Partition> partitions = new ConcurrentHashMap<>();

    /** What is in memory of one partition; {@code loaded} is false until it has been read. */
    private static final class Partition {
        private final Map<DomainId, Optional<LiveDomain>> domains = new HashMap<>();
        private final Map<String, Long> offsets = new TreeMap<>();
        private boolean loaded;
    }

    @Inject
    public OwnedDomains(PlacementStore store, HostCatalog catalog) {
        this.store = store;
        this.catalog = catalog;
    }

    /** Held by whoever decides, from before it reads memory until its transaction has ended. */
    ReentrantLock decisions() {
        return decisions;
    }

    /** These partitions are ours from now on; nothing is in memory of them. */
    public void assigned(Collection<Integer> numbers) {
        numbers.forEach(number -> partitions.put(number, new Partition()));
    }

    /** These partitions are no longer ours. */
    public void revoked(Collection<Integer> numbers) {
        numbers.forEach(partitions::remove);
    }

    /** Ours at this moment. */
    public Set<Integer> partitions() {
        return Set.copyOf(partitions.keySet());
    }

    /** How many domains are in memory; for people, and possibly a moment old. */
    public int count() {
        return partitions.values().stream().mapToInt(partition -> partition.domains.size()).sum();
    }

    /** All domains of a partition that have ever been written or used here. */
    List<LiveDomain> of(int number) {
        Partition partition = loaded(number);
        List<LiveDomain> live = new ArrayList<>();
        for (DomainId domain : List.copyOf(partition.domains.keySet())) {
            live.add(get(domain, number));
        }
        return live;
    }

    /** One domain; read from the database if it is not in memory. */
    LiveDomain get(DomainId domain, int number) {
        return loaded(number)
                .domains
                .computeIfAbsent(domain, id -> Optional.empty())
                .orElseGet(() -> read(domain, number));
    }

    /**
     * The transaction that these domains anticipated did not commit: forget them. A domain that
     * nothing is stored of is not remembered even by name, so that bad input cannot fill memory.
     */
    void drop(Collection<LiveDomain> anticipated) {
        for (LiveDomain domain : anticipated) {
            Partition partition = partitions.get(domain.partition());
            if (partition != null) {
                partition.offsets.clear();
                if (domain.fence().equals(Fence.NEVER_WRITTEN)) {
                    partition.domains.remove(domain.id());
                } else {
                    partition.domains.put(domain.id(), Optional.empty());
                }
            }
        }
    }

    /** An input is being applied. */
    void advance(Position position) {
        loaded(position.partition()).offsets.put(position.topic(), position.offset() + 1);
    }

    /** How far the three topics have been applied in a partition. */
    List<InputOffset> offsets(int number) {
        Map<String, Long> offsets = loaded(number).offsets;
        if (offsets.size() < INPUTS.size()) {
            INPUTS.forEach(topic -> offsets.putIfAbsent(topic, 0L));
            store.marks(number, INPUTS)
                    .forEach(mark -> offsets.merge(mark.topic(), mark.offset(), Math::max));
        }
        return offsets.entrySet().stream()
                .map(entry -> new InputOffset(entry.getKey(), number, entry.getValue()))
                .toList();
    }

    private Partition loaded(int number) {
        Partition partition = partitions.get(number);
        if (partition == null) {
            throw new IllegalStateException("partition " + number + " is not owned here");
        }
        if (!partition.loaded) {
            for (StoredDomain stored : store.loadPartition(number)) {
                partition.domains.put(stored.domain(), Optional.of(live(stored, number)));
            }
            partition.loaded = true;
        }
        return partition;
    }

    private LiveDomain read(DomainId domain, int number) {
        LiveDomain live = live(store.load(domain), number);
        loaded(number).domains.put(domain, Optional.of(live));
        return live;
    }

    private LiveDomain live(StoredDomain stored, int number) {
        long revision = catalog.revision(stored.domain());
        DomainState state =
                DomainState.restore(
                        stored.domain(),
                        catalog.hosts(stored.domain()),
                        stored.hosts(),
                        stored.vms(),
                        stored.operations());
        LiveDomain live = new LiveDomain(number, state, stored.fence(), revision);
        live.leaveRetries(!state.unplaceable().isEmpty());
        return live;
    }
}
