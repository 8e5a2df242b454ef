package io.berth.inventory.app;

import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.ManagementGroup;
import io.berth.inventory.domain.ManagementGroupName;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.store.GroupStore;
import io.berth.inventory.store.GroupStore.Hold;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Creating and removing management groups. */
@ApplicationScoped
public class ManagementGroups {
    private final UnitOfWork unitOfWork;
    private final GroupStore groups;
    private final Announcements announcements;

    ManagementGroups(UnitOfWork unitOfWork, GroupStore groups, Announcements announcements) {
        this.unitOfWork = unitOfWork;
        this.groups = groups;
        this.announcements = announcements;
    }

    /** A new management group. */
    public Verdict<ManagementGroup> create(@Nullable String name) {
        return unitOfWork.run(() -> {
            boolean taken =
                    name != null && ManagementGroupName.isPrintable(name) && groups.exists(name);
            return switch (ManagementGroupName.judge(name, taken)) {
                case Verdict.Refused<ManagementGroupName>(var refusals) ->
                        new Verdict.Refused<>(refusals);
                case Verdict.Accepted<ManagementGroupName>(var accepted) -> {
                    ManagementGroup group = groups.insert(accepted);
                    announcements.changed(group.state());
                    yield new Verdict.Accepted<>(group);
                }
            };
        });
    }

    /** Removes an empty management group; its name is free at once. */
    public Verdict<ManagementGroup> remove(long id) {
        return unitOfWork.run(() -> {
            ManagementGroup group = groups.hold(id, Hold.EXCLUSIVE).orElse(null);
            if (group == null) {
                return Verdict.refused(
                        new InventoryRefusal.NotFound(
                                EntityKind.MANAGEMENT_GROUP, Long.toString(id)));
            }
            long hostGroups = groups.countGroups(group);
            if (hostGroups > 0) {
                return Verdict.refused(
                        new InventoryRefusal.NotEmpty(
                                EntityKind.MANAGEMENT_GROUP,
                                group.name().value(),
                                hostGroups + " host groups"));
            }
            groups.remove(group);
            announcements.removed(group.state());
            return new Verdict.Accepted<>(group);
        });
    }
}
