package io.berth.inventory.domain;

import io.berth.contracts.ids.HostId;

/**
 * A host that somebody wishes to have.
 *
 * @param reserve what it sets itself; the rest comes from its group
 * @param force whether to take a host that the support matrix does not support
 */
public record HostDraft(HostId id, HostBuild build, ReserveOverride reserve, boolean force) {}
