package io.berth.inventory.domain;

import io.berth.contracts.ids.HostId;

/**
 * A host that somebody wishes to have.
 *
 * @param reserve what it sets itself; the rest comes from its group
 */
public record HostDraft(HostId id, HostSize size, ReserveOverride reserve) {}
