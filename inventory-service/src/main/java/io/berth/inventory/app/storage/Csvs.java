package io.berth.inventory.app.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.LunState;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.contracts.inventory.VmState;
import io.berth.inventory.app.Announcements;
import io.berth.inventory.domain.Advice;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.storage.ArrayChange;
import io.berth.inventory.domain.storage.ArrayUse;
import io.berth.inventory.domain.storage.CsvDraft;
import io.berth.inventory.domain.storage.CsvSupport;
import io.berth.inventory.domain.storage.PlacedDisk;
import io.berth.inventory.domain.storage.StorageAdviser;
import io.berth.inventory.domain.storage.StorageRefusal;
import io.berth.inventory.domain.storage.VolumeUse;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Cluster shared volumes: each new one asks its array for more persistent reservations. */
@ApplicationScoped
public class Csvs {
    private final StorageChanges changes;
    private final StorageLookups lookups;
    private final Luns luns;
    private final Register register;
    private final Announcements announcements;

    Csvs(
            StorageChanges changes,
            StorageLookups lookups,
            Luns luns,
            Register register,
            Announcements announcements) {
        this.changes = changes;
        this.lookups = lookups;
        this.luns = luns;
        this.register = register;
        this.announcements = announcements;
    }

    /** A new volume. */
    public Verdict<CsvState> create(CsvDraft draft) {
        return changes.creating(() -> {
            List<Located> refusals = new ArrayList<>();
            String id = draft.id().value();
            if (changes.exists(EntityKind.CSV, id)) {
                refusals.add(StorageChanges.taken(EntityKind.CSV, id));
            }
            StorageArrayState array =
                    register.find(LunState.class, draft.lun().value())
                            .map(lun -> changes.hold(lun.array()))
                            .orElse(null);
            LunState lun = register.find(LunState.class, draft.lun().value()).orElse(null);
            ClusterState cluster =
                    register.hold(ClusterState.class, draft.cluster().value(), Hold.SHARED)
                            .orElse(null);
            if (cluster == null) {
                refusals.add(
                        StorageChanges.unknown(
                                "/cluster", EntityKind.CLUSTER, draft.cluster().value()));
            } else {
                CsvSupport.refusal(cluster.cluster(), lookups.hostsOf(cluster))
                        .ifPresent(refusal -> refusals.add(new Located("/cluster", refusal)));
            }
            if (array == null || lun == null) {
                refusals.add(StorageChanges.unknown("/lun", EntityKind.LUN, draft.lun().value()));
                return new Verdict.Refused<>(refusals);
            }
            luns.csvOn(lun.lun())
                    .ifPresent(csv ->
                            refusals.add(
                                    new Located(
                                            "/lun",
                                            new StorageRefusal.LunInUse(lun.lun(), csv.csv()))));
            CsvState csv = state(draft, lun, register.firstRevision(EntityKind.CSV, id).value());
            refusals.addAll(exceeds(csv, lun));
            lookups.use(array)
                    .refusal(List.of(new ArrayChange.MoreCsvs(draft.cluster(), 1)))
                    .ifPresent(refusal -> refusals.add(new Located("", refusal)));
            return refusals.isEmpty() ? saved(csv) : new Verdict.Refused<>(refusals);
        });
    }

    /** The volume as it is wished for now; the disks on it must still fit. */
    public Verdict<CsvState> replace(CsvDraft draft, @Nullable Revision expected) {
        return changes.onArray(
                CsvState.class,
                draft.id().value(),
                CsvState::array,
                expected,
                (array, csv) -> {
                    LunState lun = register.find(LunState.class, csv.lun().value()).orElseThrow();
                    List<Located> refusals = new ArrayList<>();
                    fixed("lun", csv.lun().value(), draft.lun().value(), refusals);
                    fixed("cluster", csv.cluster().value(), draft.cluster().value(), refusals);
                    if (!refusals.isEmpty()) {
                        return new Verdict.Refused<>(refusals);
                    }
                    CsvState wanted = state(draft, lun, StorageChanges.next(csv).value());
                    if (StorageChanges.same(csv, wanted)) {
                        return new Verdict.Accepted<>(csv);
                    }
                    refusals.addAll(exceeds(wanted, lun));
                    VolumeUse use = VolumeUse.of(csv.csv(), lookups.vmsOn(csv.csv()));
                    if (use.mib() > wanted.capacity().value()) {
                        refusals.add(
                                new Located(
                                        "/capacityMiB",
                                        new StorageRefusal.CsvTooSmall(
                                                csv.csv(),
                                                wanted.capacity(),
                                                new MiB(use.mib()),
                                                use.disks().size())));
                    }
                    return refusals.isEmpty() ? saved(wanted) : new Verdict.Refused<>(refusals);
                });
    }

    /** The volume is taken away; no disk of a VM may lie on it. */
    public Verdict<CsvState> remove(CsvId id, @Nullable Revision expected) {
        return changes.onArray(
                CsvState.class,
                id.value(),
                CsvState::array,
                expected,
                (array, csv) -> {
                    List<VmState> vms = lookups.vmsOn(id);
                    if (!vms.isEmpty()) {
                        return Verdict.refused(
                                new InventoryRefusal.NotEmpty(
                                        EntityKind.CSV,
                                        id.value(),
                                        "disks of VMs " + Named.of(vms, VmState::vm)));
                    }
                    announcements.removed(csv);
                    return new Verdict.Accepted<>(csv);
                });
    }

    /** What is odd about a volume. */
    public List<Advice> advice(CsvState csv) {
        ClusterState cluster = lookups.find(ClusterState.class, csv.cluster().value()).orElse(null);
        StorageArrayState array =
                lookups.find(StorageArrayState.class, csv.array().value()).orElse(null);
        return cluster == null || array == null
                ? List.of()
                : StorageAdviser.unattached(csv, cluster, array).stream().toList();
    }

    /** What could be better about the volumes of a cluster. */
    public Verdict<List<Advice>> adviceFor(ClusterId id) {
        return changes.creating(() -> {
            ClusterState cluster = lookups.find(ClusterState.class, id.value()).orElse(null);
            if (cluster == null) {
                return Verdict.refused(
                        new InventoryRefusal.NotFound(EntityKind.CLUSTER, id.value()));
            }
            List<CsvState> csvs = lookups.csvsOf(id);
            Map<ArrayId, StorageArrayState> arrays = new TreeMap<>();
            Map<ArrayId, ArrayUse> uses = new TreeMap<>();
            for (CsvState csv : csvs) {
                if (!arrays.containsKey(csv.array())) {
                    lookups.find(StorageArrayState.class, csv.array().value())
                            .ifPresent(array -> {
                                arrays.put(array.array(), array);
                                uses.put(array.array(), lookups.use(array));
                            });
                }
            }
            return new Verdict.Accepted<>(
                    StorageAdviser.advise(
                            cluster,
                            lookups.hostsOf(cluster),
                            csvs,
                            PlacedDisk.of(lookups.vmsOf(id)),
                            arrays,
                            uses));
        });
    }

    private Verdict<CsvState> saved(CsvState csv) {
        announcements.changed(csv);
        return new Verdict.Accepted<>(csv);
    }

    private static void fixed(String field, String current, String asked, List<Located> refusals) {
        if (!current.equals(asked)) {
            refusals.add(
                    new Located(
                            "/" + field,
                            new StorageRefusal.FixedOnceCreated(field, current, asked)));
        }
    }

    private static List<Located> exceeds(CsvState csv, LunState lun) {
        return csv.capacity().compareTo(lun.size()) <= 0
                ? List.of()
                : List.of(
                        new Located(
                                "/capacityMiB",
                                new StorageRefusal.CsvExceedsLun(
                                        csv.csv(), csv.capacity(), lun.lun(), lun.size())));
    }

    private static CsvState state(CsvDraft draft, LunState lun, long revision) {
        MiB capacity = draft.capacity();
        return new CsvState(
                draft.id(),
                lun.lun(),
                lun.array(),
                draft.cluster(),
                capacity == null ? lun.size() : capacity,
                draft.iops(),
                draft.backupPolicy(),
                revision);
    }
}
