package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;

/**
 * A VM that runs outside of Berth was not taken up. Placement leaves it alone wherever it runs, and
 * starts it nowhere, until somebody asks again for it to be taken up or to run.
 *
 * @param host on which it was to be taken up
 * @param epoch of the attempt; {@link Epoch#NONE} when there was none
 * @param detail for people; empty when there is nothing to add
 */
@EventType("io.berth.placement.vm-adoption-failed.v1")
public record VmAdoptionFailed(
        VmId vm, DomainId domain, HostId host, Epoch epoch, Reason reason, String detail)
        implements PlacementDecision {
    /** Why not. */
    public enum Reason {
        /** The host is not known in the domain, not up, or has no grant in force. */
        HOST_NOT_READY,
        /** The host was lost before it had answered. */
        HOST_LOST,
        /** The host says that the VM does not run there. */
        NOT_HERE,
        /** The host refuses for another reason, which the detail tells. */
        REFUSED
    }

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public VmAdoptionFailed {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("host", host);
        Require.present("epoch", epoch);
        Require.present("reason", reason);
        Require.text("detail", detail, 512);
    }
}
