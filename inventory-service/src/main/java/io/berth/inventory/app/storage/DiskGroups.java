package io.berth.inventory.app.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.DiskGroupId;
import io.berth.contracts.inventory.DiskGroupState;
import io.berth.contracts.inventory.LunState;
import io.berth.inventory.app.Announcements;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.storage.DiskGroupDraft;
import io.berth.inventory.domain.storage.StorageRefusal;
import io.berth.inventory.store.Register;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Disk groups: the spindles of an array that LUNs are spread over. */
@ApplicationScoped
public class DiskGroups {
    private final StorageChanges changes;
    private final StorageLookups lookups;
    private final Register register;
    private final Announcements announcements;

    DiskGroups(
            StorageChanges changes,
            StorageLookups lookups,
            Register register,
            Announcements announcements) {
        this.changes = changes;
        this.lookups = lookups;
        this.register = register;
        this.announcements = announcements;
    }

    /** A new disk group. */
    public Verdict<DiskGroupState> create(DiskGroupDraft draft) {
        return changes.creating(() -> {
            List<Located> refusals = new ArrayList<>();
            String id = draft.id().value();
            if (changes.hold(draft.array()) == null) {
                refusals.add(
                        StorageChanges.unknown(
                                "/array", EntityKind.STORAGE_ARRAY, draft.array().value()));
            }
            if (changes.exists(EntityKind.DISK_GROUP, id)) {
                refusals.add(StorageChanges.taken(EntityKind.DISK_GROUP, id));
            }
            return refusals.isEmpty()
                    ? saved(
                            state(
                                    draft,
                                    draft.array(),
                                    register.firstRevision(EntityKind.DISK_GROUP, id)))
                    : new Verdict.Refused<>(refusals);
        });
    }

    /** The group as it is wished for now; its LUNs must still fit. */
    public Verdict<DiskGroupState> replace(DiskGroupDraft draft, @Nullable Revision expected) {
        return changes.onArray(
                DiskGroupState.class,
                draft.id().value(),
                DiskGroupState::array,
                expected,
                (array, group) -> {
                    DiskGroupState wanted = state(draft, group.array(), StorageChanges.next(group));
                    if (StorageChanges.same(group, wanted) && draft.array().equals(group.array())) {
                        return new Verdict.Accepted<>(group);
                    }
                    List<Located> refusals = new ArrayList<>();
                    if (!draft.array().equals(group.array())) {
                        refusals.add(
                                new Located(
                                        "/array",
                                        new StorageRefusal.FixedOnceCreated(
                                                "array",
                                                group.array().value(),
                                                draft.array().value())));
                    }
                    refusals.addAll(lookups.room(group).refusals(wanted));
                    return refusals.isEmpty() ? saved(wanted) : new Verdict.Refused<>(refusals);
                });
    }

    /** The group is taken away; no LUN may lie on it. */
    public Verdict<DiskGroupState> remove(DiskGroupId id, @Nullable Revision expected) {
        return changes.onArray(
                DiskGroupState.class,
                id.value(),
                DiskGroupState::array,
                expected,
                (array, group) -> {
                    List<LunState> luns = lookups.lunsOf(id);
                    if (!luns.isEmpty()) {
                        return Verdict.refused(
                                new InventoryRefusal.NotEmpty(
                                        EntityKind.DISK_GROUP,
                                        id.value(),
                                        "LUNs " + Named.of(luns, LunState::lun)));
                    }
                    announcements.removed(group);
                    return new Verdict.Accepted<>(group);
                });
    }

    private Verdict<DiskGroupState> saved(DiskGroupState group) {
        announcements.changed(group);
        return new Verdict.Accepted<>(group);
    }

    private static DiskGroupState state(DiskGroupDraft draft, ArrayId array, Revision revision) {
        return new DiskGroupState(
                draft.id(),
                array,
                draft.spindles(),
                draft.rawCapacity(),
                draft.iopsPerSpindle(),
                revision.value());
    }
}
