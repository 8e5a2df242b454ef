package io.berth.inventory.rest;

import io.berth.inventory.domain.ManagementGroup;

/** A management group as it is shown. */
record ManagementGroupView(long id, String name, long revision) {
    static ManagementGroupView of(ManagementGroup group) {
        return new ManagementGroupView(group.id(), group.name().value(), group.revision().value());
    }
}
