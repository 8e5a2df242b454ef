package io.berth.inventory.domain;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;

/** Where a field of an effective reserve comes from. */
public sealed interface ReserveOrigin {
    /** Nobody on the way up sets the field: nothing is kept. */
    record Unset() implements ReserveOrigin {}

    /** The nearest group on the way up that sets the field. */
    record Group(HostGroupId group) implements ReserveOrigin {}

    /** The host itself. */
    record OfHost(HostId host) implements ReserveOrigin {}
}
