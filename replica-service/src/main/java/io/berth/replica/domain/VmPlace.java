package io.berth.replica.domain;

import io.berth.contracts.ids.HostId;

/** Where a VM is, as placement and inventory tell it. */
public sealed interface VmPlace {
    /** This host reported it running. */
    record RunsOn(HostId host, HostStanding standing) implements VmPlace {}

    /** No host runs it now. */
    record NotRunning() implements VmPlace {}

    /** Inventory has no such VM. */
    record Unknown() implements VmPlace {}
}
