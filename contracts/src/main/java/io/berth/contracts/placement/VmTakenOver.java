package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;
import org.jspecify.annotations.Nullable;

/**
 * A stopped VM belongs to this placement domain from here on.
 *
 * @param from the domain that had let go
 * @param epoch above all that were given before
 * @param terms what of its specification is different from here on; absent where nothing is
 */
@EventType("io.berth.placement.vm-taken-over.v1")
public record VmTakenOver(
        VmId vm, DomainId domain, DomainId from, Epoch epoch, @Nullable HandOverTerms terms)
        implements PlacementDecision {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmTakenOver {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("from", from);
        Require.present("epoch", epoch);
        if (from.equals(domain)) {
            throw new IllegalArgumentException(
                    "VM " + vm + " is to go from domain " + from + " to the same domain");
        }
    }

    /** With the same specification. */
    public VmTakenOver(VmId vm, DomainId domain, DomainId from, Epoch epoch) {
        this(vm, domain, from, epoch, null);
    }
}
