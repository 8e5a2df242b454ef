package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;

/**
 * A VM stays in its placement domain: it is not stopped.
 *
 * @param domain in which it stays
 * @param to where it was to go
 * @param state what its assignment is
 * @param detail for people: what to do first
 */
@EventType("io.berth.placement.vm-hand-over-refused.v1")
public record VmHandOverRefused(
        VmId vm, DomainId domain, DomainId to, AssignmentState state, String detail)
        implements PlacementDecision {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmHandOverRefused {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("to", to);
        Require.present("state", state);
        Require.text("detail", detail, 512);
    }
}
