package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.HostGroupId;
import org.jspecify.annotations.Nullable;

/**
 * A host group.
 *
 * @param parent absent for a group directly under its management group
 * @param reserve the effective host reserve of the group, inherited fields filled in
 */
@EventType("io.berth.inventory.host-group-state.v1")
public record HostGroupState(
        HostGroupId group,
        @Nullable HostGroupId parent,
        String managementGroup,
        HostReserve reserve,
        long revision)
        implements InventoryState {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HostGroupState {
        Require.present("group", group);
        Require.text("managementGroup", managementGroup, 256);
        Require.present("reserve", reserve);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "host-group/" + group;
    }
}
