package io.berth.monitoring.domain.alert;

import io.berth.contracts.alerts.AlertSubject;
import io.berth.contracts.alerts.AlertSubjectKind;
import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.ClusterSupportState;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.contracts.placement.ClusterEvent;
import io.berth.contracts.placement.ClusterReserveJudged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Troubles that stand as long as the estate is as it is: what the compacted topics of inventory and
 * placement say now, not what happened. Soft state, rebuilt from the topics. Safe for several
 * threads.
 */
public final class EstateConditions {
    /** The rules that are decided here: an alert of one of them that does not stand is over. */
    public static final Set<AlertRule> RULES =
            Set.of(
                    AlertRule.CLUSTER_OVER_COMMITTED,
                    AlertRule.VALIDATION_STALE,
                    AlertRule.RESERVATIONS_NEAR_LIMIT);

    /** Enough for what is deleted between two looks; what is pushed out stays open for a person. */
    static final int MAX_GONE = 10_000;

    private static final Map<String, AlertSubjectKind> KINDS =
            Map.of(
                    "host", AlertSubjectKind.HOST,
                    "vm", AlertSubjectKind.VM,
                    "cluster", AlertSubjectKind.CLUSTER,
                    "storage-array", AlertSubjectKind.STORAGE_ARRAY);

    private final Map<String, ClusterState> clusters = new HashMap<>();
    private final Map<String, StorageArrayState> arrays = new HashMap<>();
    private final Map<String, CsvState> csvs = new HashMap<>();
    private final Map<String, ClusterSupportState> support = new HashMap<>();
    private final Map<String, ClusterReserveJudged> judged = new HashMap<>();
    private final Set<AlertSubject> gone = new LinkedHashSet<>();

    /**
     * Takes up the newest state of an entity.
     *
     * @param key of the record, such as {@code host/node-01}
     * @param state null when the entity is gone
     */
    public synchronized void changed(String key, @Nullable InventoryState state) {
        AlertSubject subject = subject(key);
        if (subject != null && state != null) {
            gone.remove(subject);
        }
        switch (state) {
            case null -> {
                clusters.remove(key);
                arrays.remove(key);
                csvs.remove(key);
                support.remove(key);
                if (subject != null) {
                    remember(subject);
                }
            }
            case ClusterState cluster -> clusters.put(key, cluster);
            case StorageArrayState array -> arrays.put(key, array);
            case CsvState csv -> csvs.put(key, csv);
            case ClusterSupportState answer -> support.put(key, answer);
            case InventoryState _ -> {}
        }
    }

    /**
     * Takes up the newest judgement of a cluster.
     *
     * @param state null when the cluster is gone
     */
    public synchronized void judged(String key, @Nullable ClusterEvent state) {
        switch (state) {
            case null -> judged.remove(key);
            case ClusterReserveJudged judgement -> judged.put(key, judgement);
        }
    }

    private static @Nullable AlertSubject subject(String key) {
        int slash = key.indexOf('/');
        AlertSubjectKind kind = slash < 0 ? null : KINDS.get(key.substring(0, slash));
        try {
            return kind == null ? null : new AlertSubject(kind, key.substring(slash + 1));
        } catch (IllegalArgumentException e) {
            return null; // Not an identifier, so no alert was ever about it.
        }
    }

    private void remember(AlertSubject subject) {
        gone.add(subject);
        if (gone.size() > MAX_GONE) {
            gone.remove(gone.iterator().next());
        }
    }

    /** Things that were deleted: what was wrong with them is over. */
    public synchronized Set<AlertSubject> gone() {
        return Set.copyOf(gone);
    }

    /** What stands now. */
    public synchronized List<Signal.Raise> standing() {
        List<Signal.Raise> standing = new ArrayList<>();
        judged.values().stream()
                .filter(ClusterReserveJudged::overCommitted)
                .forEach(judgement -> standing.add(overCommitted(judgement)));
        support.values().stream()
                .filter(answer -> answer.answer() == ClusterSupportState.Answer.STALE)
                .forEach(answer -> standing.add(stale(answer)));
        arrays.values().forEach(array -> reservations(array, standing));
        return standing;
    }

    private static Signal.Raise overCommitted(ClusterReserveJudged j) {
        return new Signal.Raise(
                AlertRule.CLUSTER_OVER_COMMITTED,
                j.cluster().value(),
                j.domain(),
                "Cluster %s is over-committed: with %d of %s up it should lose %d and still hold %s; decided by %s"
                        .formatted(
                                j.cluster(),
                                j.functioning(),
                                Texts.count(j.configured(), "node"),
                                j.reserve(),
                                Texts.count(j.vms(), "VM"),
                                Texts.words(j.decidedBy())));
    }

    private static Signal.Raise stale(ClusterSupportState s) {
        return new Signal.Raise(
                AlertRule.VALIDATION_STALE,
                s.cluster().value(),
                DomainId.of(s.cluster()),
                "Cluster %s is not validated as it is now: %s since run %s of %s"
                        .formatted(
                                s.cluster(),
                                Texts.count(s.reasons(), "change"),
                                s.run(),
                                s.validatedAt()));
    }

    private void reservations(StorageArrayState array, List<Signal.Raise> standing) {
        ReservationUse use =
                ReservationUse.of(array, csvsByCluster(array.array()), clusterByHost());
        if (use.nearLimit()) {
            standing.add(
                    new Signal.Raise(
                            AlertRule.RESERVATIONS_NEAR_LIMIT,
                            array.array().value(),
                            null,
                            "Array %s is asked for %d of %d persistent reservations (%d %%)"
                                    .formatted(
                                            array.array(),
                                            use.used(),
                                            use.limit(),
                                            use.percent())));
        }
    }

    private Map<ClusterId, Integer> csvsByCluster(ArrayId array) {
        Map<ClusterId, Integer> numbers = new TreeMap<>();
        csvs.values().stream()
                .filter(csv -> csv.array().equals(array))
                .forEach(csv -> numbers.merge(csv.cluster(), 1, Integer::sum));
        return numbers;
    }

    private Map<HostId, ClusterId> clusterByHost() {
        Map<HostId, ClusterId> homes = new HashMap<>();
        clusters.values()
                .forEach(cluster ->
                        cluster.nodes().forEach(host -> homes.put(host, cluster.cluster())));
        return homes;
    }
}
