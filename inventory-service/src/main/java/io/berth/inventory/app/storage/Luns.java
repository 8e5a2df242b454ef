package io.berth.inventory.app.storage;

import io.berth.contracts.ids.LunId;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.DiskGroupState;
import io.berth.contracts.inventory.LunState;
import io.berth.inventory.app.Announcements;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.storage.LunDraft;
import io.berth.inventory.domain.storage.StorageRefusal;
import io.berth.inventory.store.Register;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** LUNs: none may take more of its disk group than the others leave. */
@ApplicationScoped
public class Luns {
    private final StorageChanges changes;
    private final StorageLookups lookups;
    private final Register register;
    private final Announcements announcements;

    Luns(
            StorageChanges changes,
            StorageLookups lookups,
            Register register,
            Announcements announcements) {
        this.changes = changes;
        this.lookups = lookups;
        this.register = register;
        this.announcements = announcements;
    }

    /** A new LUN. */
    public Verdict<LunState> create(LunDraft draft) {
        return changes.creating(() -> {
            List<Located> refusals = new ArrayList<>();
            String id = draft.id().value();
            if (changes.exists(EntityKind.LUN, id)) {
                refusals.add(StorageChanges.taken(EntityKind.LUN, id));
            }
            DiskGroupState group = held(draft);
            if (group == null) {
                refusals.add(
                        StorageChanges.unknown(
                                "/diskGroup", EntityKind.DISK_GROUP, draft.diskGroup().value()));
                return new Verdict.Refused<>(refusals);
            }
            LunState lun = state(draft, group, register.firstRevision(EntityKind.LUN, id));
            refusals.addAll(lookups.room(group).refusals(lun));
            return refusals.isEmpty() ? saved(lun) : new Verdict.Refused<>(refusals);
        });
    }

    /** The LUN as it is wished for now; its CSV must still fit. */
    public Verdict<LunState> replace(LunDraft draft, @Nullable Revision expected) {
        return changes.onArray(
                LunState.class,
                draft.id().value(),
                LunState::array,
                expected,
                (array, lun) -> {
                    DiskGroupState group =
                            register.find(DiskGroupState.class, lun.diskGroup().value())
                                    .orElseThrow();
                    LunState wanted = state(draft, group, StorageChanges.next(lun));
                    if (StorageChanges.same(lun, wanted)
                            && draft.diskGroup().equals(lun.diskGroup())) {
                        return new Verdict.Accepted<>(lun);
                    }
                    List<Located> refusals = new ArrayList<>();
                    if (!draft.diskGroup().equals(lun.diskGroup())) {
                        refusals.add(
                                new Located(
                                        "/diskGroup",
                                        new StorageRefusal.FixedOnceCreated(
                                                "diskGroup",
                                                lun.diskGroup().value(),
                                                draft.diskGroup().value())));
                    }
                    refusals.addAll(lookups.room(group).refusals(wanted));
                    csvOn(lun.lun())
                            .filter(csv -> csv.capacity().compareTo(wanted.size()) > 0)
                            .ifPresent(csv ->
                                    refusals.add(
                                            new Located(
                                                    "/sizeMiB",
                                                    new StorageRefusal.CsvExceedsLun(
                                                            csv.csv(),
                                                            csv.capacity(),
                                                            lun.lun(),
                                                            wanted.size()))));
                    return refusals.isEmpty() ? saved(wanted) : new Verdict.Refused<>(refusals);
                });
    }

    /** The LUN is taken away; no CSV may lie on it. */
    public Verdict<LunState> remove(LunId id, @Nullable Revision expected) {
        return changes.onArray(
                LunState.class,
                id.value(),
                LunState::array,
                expected,
                (array, lun) -> {
                    CsvState csv = csvOn(id).orElse(null);
                    if (csv != null) {
                        return Verdict.refused(
                                new InventoryRefusal.NotEmpty(
                                        EntityKind.LUN, id.value(), "CSV " + csv.csv()));
                    }
                    announcements.removed(lun);
                    return new Verdict.Accepted<>(lun);
                });
    }

    /** The volume on a LUN. */
    Optional<CsvState> csvOn(LunId lun) {
        return register.having(CsvState.class, Map.of("lun", lun)).stream().findFirst();
    }

    /** The disk group with its array held; null when it does not exist. */
    private @Nullable DiskGroupState held(LunDraft draft) {
        String group = draft.diskGroup().value();
        return register.find(DiskGroupState.class, group)
                .map(found -> changes.hold(found.array()))
                .flatMap(array -> register.find(DiskGroupState.class, group))
                .orElse(null);
    }

    private Verdict<LunState> saved(LunState lun) {
        announcements.changed(lun);
        return new Verdict.Accepted<>(lun);
    }

    private static LunState state(LunDraft draft, DiskGroupState group, Revision revision) {
        return new LunState(
                draft.id(),
                group.diskGroup(),
                group.array(),
                draft.raidLevel(),
                draft.size(),
                revision.value());
    }
}
