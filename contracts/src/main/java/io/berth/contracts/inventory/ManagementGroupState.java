package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;

/**
 * A management group: the top of a tree. Its name is free text within the naming rule, so its key
 * is the row's id.
 */
@EventType("io.berth.inventory.management-group-state.v1")
public record ManagementGroupState(long id, String name, long revision) implements InventoryState {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ManagementGroupState {
        Require.range("id", id, 1, Long.MAX_VALUE);
        Require.text("name", name, 256);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "management-group/" + id;
    }
}
