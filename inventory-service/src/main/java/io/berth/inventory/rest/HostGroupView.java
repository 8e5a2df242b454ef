package io.berth.inventory.rest;

import io.berth.contracts.ids.HostGroupId;
import io.berth.inventory.domain.HostGroup;
import io.berth.inventory.domain.HostGroupTree;
import org.jspecify.annotations.Nullable;

/** A host group as it is shown. */
record HostGroupView(
        String id,
        @Nullable String parent,
        String managementGroup,
        ReserveView reserve,
        long revision) {
    static HostGroupView of(HostGroupTree tree, HostGroupId id) {
        HostGroup group = tree.get(id);
        HostGroupId parent = group.parent();
        return new HostGroupView(
                id.value(),
                parent == null ? null : parent.value(),
                tree.top().name().value(),
                ReserveView.of(tree.effectiveReserve(id), group.reserve()),
                group.revision().value());
    }
}
