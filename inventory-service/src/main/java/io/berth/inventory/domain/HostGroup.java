package io.berth.inventory.domain;

import io.berth.contracts.ids.HostGroupId;
import org.jspecify.annotations.Nullable;

/**
 * A node of the tree under a management group.
 *
 * @param parent absent directly under the management group
 * @param reserve what it sets itself; the rest is inherited
 */
public record HostGroup(
        HostGroupId id, @Nullable HostGroupId parent, ReserveOverride reserve, Revision revision) {
    HostGroup withParent(@Nullable HostGroupId newParent) {
        return new HostGroup(id, newParent, reserve, revision.next());
    }

    HostGroup withReserve(ReserveOverride newReserve) {
        return new HostGroup(id, parent, newReserve, revision.next());
    }

    HostGroup touched() {
        return new HostGroup(id, parent, reserve, revision.next());
    }
}
