package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ArrayAttachment;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.ReservationFormula;
import io.berth.contracts.inventory.StorageArrayState;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an array is used, as far as its persistent reservations depend on it. A change is tried out
 * on it before it is made.
 *
 * @param hosts those attached
 * @param csvs how many volumes each cluster has on it
 */
public record ArrayUse(
        ArrayId array,
        int modules,
        long limit,
        ReservationFormula formula,
        SortedMap<HostId, Path> hosts,
        SortedMap<ClusterId, Integer> csvs) {
    /**
     * How a host is connected.
     *
     * @param cluster absent for a stand-alone host
     */
    public record Path(@Nullable ClusterId cluster, int connections) {}

    /** Copies the maps. */
    public ArrayUse {
        hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
        csvs = Collections.unmodifiableSortedMap(new TreeMap<>(csvs));
    }

    /**
     * As the register has it.
     *
     * @param clusters of the attached hosts; a host without an entry is stand-alone
     * @param volumes all CSVs of the array
     */
    public static ArrayUse of(
            StorageArrayState array, Map<HostId, ClusterId> clusters, List<CsvState> volumes) {
        SortedMap<HostId, Path> hosts = new TreeMap<>();
        for (ArrayAttachment attachment : array.attachments()) {
            hosts.put(
                    attachment.host(),
                    new Path(clusters.get(attachment.host()), attachment.connections()));
        }
        SortedMap<ClusterId, Integer> csvs = new TreeMap<>();
        volumes.forEach(volume -> csvs.merge(volume.cluster(), 1, Integer::sum));
        return new ArrayUse(
                array.array(),
                array.modules(),
                array.persistentReservationLimit(),
                array.formula(),
                hosts,
                csvs);
    }

    /** The use after a change. */
    public ArrayUse after(ArrayChange change) {
        SortedMap<HostId, Path> newHosts = new TreeMap<>(hosts);
        SortedMap<ClusterId, Integer> newCsvs = new TreeMap<>(csvs);
        int newModules = modules;
        long newLimit = limit;
        ReservationFormula newFormula = formula;
        switch (change) {
            case ArrayChange.MoreCsvs(ClusterId cluster, int count) ->
                    newCsvs.merge(
                            cluster, Math.max(count, 0), (had, _) -> Math.max(had + count, 0));
            case ArrayChange.Attached(HostId host, ClusterId cluster, int connections) ->
                    newHosts.put(host, new Path(cluster, connections));
            case ArrayChange.Detached(HostId host) -> newHosts.remove(host);
            case ArrayChange.Modules(int wanted) -> newModules = wanted;
            case ArrayChange.Limit(long wanted) -> newLimit = wanted;
            case ArrayChange.Formula(ReservationFormula wanted) -> newFormula = wanted;
        }
        return new ArrayUse(array, newModules, newLimit, newFormula, newHosts, newCsvs);
    }

    /** The use after some changes, one after the other. */
    public ArrayUse after(List<ArrayChange> changes) {
        ArrayUse use = this;
        for (ArrayChange change : changes) {
            use = use.after(change);
        }
        return use;
    }

    /** What that takes of the array's persistent reservations. */
    public ReservationBudget budget() {
        return ReservationBudget.of(this);
    }

    /**
     * Why these changes may not be made. A change that asks for fewer reservations than before is
     * in order even above the limit: otherwise nobody could get out of there.
     */
    public Optional<StorageRefusal.ReservationLimitExceeded> refusal(List<ArrayChange> changes) {
        ReservationBudget before = budget();
        ReservationBudget after = after(changes).budget();
        boolean worse = after.used() > before.used() || after.limit() < before.limit();
        return after.used() > after.limit() && worse
                ? Optional.of(
                        new StorageRefusal.ReservationLimitExceeded(
                                changes.stream().map(ArrayChange::text).toList(), before, after))
                : Optional.empty();
    }
}
