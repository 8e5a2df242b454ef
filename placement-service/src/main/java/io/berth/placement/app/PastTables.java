package io.berth.placement.app;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.monitoring.HostLoadEvent;
import io.berth.contracts.placement.ClusterEvent;
import io.berth.contracts.placement.InputOffset;
import io.berth.kit.intake.Position;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.store.PastDecision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What compacted topics had said of one domain, as far as any of some decisions could tell: of what
 * was said of a key between the ends that two decisions had read to only the last is kept. So it
 * holds at most as many records as there are decisions times keys, however much was measured in
 * between.
 */
final class PastTables {
    /** Something that was said. */
    sealed interface Said {
        /** Of what. */
        String key();

        /** Where it stands. */
        Position position();
    }

    /** By inventory. */
    record Inventory(String key, @Nullable InventoryState state, Position position)
            implements Said {}

    /** By the monitor. */
    record Load(String key, @Nullable HostLoadEvent load, Position position) implements Said {}

    /** By whoever judged a cluster. */
    record Judged(String key, @Nullable ClusterEvent event, Position position) implements Said {}

    private record Partition(String topic, int number) implements Comparable<Partition> {
        @Override
        public int compareTo(Partition other) {
            int byTopic = topic.compareTo(other.topic);
            return byTopic == 0 ? Integer.compare(number, other.number) : byTopic;
        }
    }

    /** For each partition, for each end that a decision had read to, what was said before it. */
    private final Map<Partition, NavigableMap<Long, Map<String, Said>>> kept = new TreeMap<>();

    PastTables(List<PastDecision> decisions) {
        for (PastDecision decision : decisions) {
            for (InputOffset end : decision.entry().moment().inputs()) {
                kept.computeIfAbsent(
                                new Partition(end.topic(), end.partition()), p -> new TreeMap<>())
                        .computeIfAbsent(end.offset(), offset -> new LinkedHashMap<>());
            }
        }
    }

    /** How far the last of the decisions had read. */
    List<InputOffset> ends() {
        List<InputOffset> ends = new ArrayList<>();
        kept.forEach((partition, byEnd) ->
                ends.add(new InputOffset(partition.topic(), partition.number(), byEnd.lastKey())));
        return ends;
    }

    /** Keeps what was said; in the order of each partition. */
    void keep(Said said) {
        Position at = said.position();
        NavigableMap<Long, Map<String, Said>> byEnd =
                kept.get(new Partition(at.topic(), at.partition()));
        Map.Entry<Long, Map<String, Said>> before =
                byEnd == null ? null : byEnd.higherEntry(at.offset());
        if (before != null) {
            before.getValue().remove(said.key());
            before.getValue().put(said.key(), said);
        }
    }

    /** The catalogs of one decision after the other. Not safe for several threads. */
    final class Reader {
        private final DomainId domain;
        private final Map<Partition, Long> read = new HashMap<>();
        private Map<HostGroupId, GroupPolicy> ratings = Map.of();
        private HostCatalog hosts = new HostCatalog(Map.of());
        private ClusterCatalog clusters = new ClusterCatalog();

        Reader(DomainId domain) {
            this.domain = domain;
        }

        /**
         * Goes to where a decision had read to. An owner that had read less than the one before it
         * is as good as a new one.
         */
        void to(List<InputOffset> ends, Map<HostGroupId, GroupPolicy> rated) {
            boolean back =
                    ends.stream().anyMatch(end -> end.offset() < read.getOrDefault(of(end), 0L));
            if (back || !rated.equals(ratings)) {
                read.clear();
                ratings = rated;
                hosts = new HostCatalog(rated);
                clusters = new ClusterCatalog();
            }
            for (InputOffset end : ends) {
                NavigableMap<Long, Map<String, Said>> byEnd = kept.get(of(end));
                long from = read.getOrDefault(of(end), 0L);
                if (byEnd != null && end.offset() > from) {
                    byEnd.subMap(from, false, end.offset(), true)
                            .values()
                            .forEach(said -> said.values().forEach(this::take));
                    read.put(of(end), end.offset());
                }
            }
        }

        private Partition of(InputOffset end) {
            return new Partition(end.topic(), end.partition());
        }

        /** The hosts of the domain as they were described then. */
        List<HostDescription> hosts() {
            return hosts.hosts(domain);
        }

        /** The cluster whose hosts they are; null where there was none. */
        @Nullable ClusterState cluster() {
            return clusters.cluster(domain).orElse(null);
        }

        /** Whether inventory had a VM. */
        boolean has(VmId vm) {
            return clusters.has(vm);
        }

        private void take(Said said) {
            switch (said) {
                case Inventory(String key, var state, Position at) -> {
                    hosts.inventory(key, state, at);
                    inventory(key, state);
                }
                case Load(String key, var load, Position at) -> hosts.load(key, load, at);
                case Judged(String key, var judged, Position at) -> hosts.cluster(key, judged, at);
            }
        }

        private void inventory(String key, @Nullable InventoryState state) {
            if (state instanceof ClusterState cluster) {
                clusters.specified(cluster);
            } else if (state instanceof VmState vm) {
                clusters.specified(vm);
            } else if (state == null && key.startsWith(PastInputs.CLUSTER_KEY)) {
                clusters.forget(new ClusterId(key.substring(PastInputs.CLUSTER_KEY.length())));
            } else if (state == null && key.startsWith(PastInputs.VM_KEY)) {
                clusters.forget(new VmId(key.substring(PastInputs.VM_KEY.length())));
            }
        }
    }

    /** Whether a record of inventory is about a host, the cluster or a VM of the domain. */
    static boolean concerns(InventoryState state, DomainId domain) {
        return switch (state) {
            case HostState host -> host.domain().equals(domain);
            case ClusterState cluster -> DomainId.of(cluster.cluster()).equals(domain);
            case VmState vm -> vm.domain().equals(domain);
            default -> false;
        };
    }
}
