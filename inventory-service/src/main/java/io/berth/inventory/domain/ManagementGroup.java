package io.berth.inventory.domain;

import io.berth.contracts.inventory.ManagementGroupState;

/**
 * The top of a tree of host groups.
 *
 * @param id given by the store and never used again, so that a removed group leaves nothing behind
 *     that could be mistaken for its successor of the same name
 */
public record ManagementGroup(long id, ManagementGroupName name, Revision revision) {
    /** What the other services are told. */
    public ManagementGroupState state() {
        return new ManagementGroupState(id, name.value(), revision.value());
    }
}
