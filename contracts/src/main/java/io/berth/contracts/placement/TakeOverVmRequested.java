package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import org.jspecify.annotations.Nullable;

/**
 * Take this VM over, which another placement domain has let go of. Only placement asks so, in the
 * transaction in which the other domain let go; answered with {@link VmTakenOver}.
 *
 * @param domain where it is to belong
 * @param from the domain that has let go
 * @param epoch of its newest placement there; {@link Epoch#NONE} when it had none
 * @param spec as it was there
 * @param revision of its newest assignment there
 * @param terms what of its specification is different here; absent where nothing is
 */
@EventType("io.berth.placement.take-over-vm-requested.v1")
public record TakeOverVmRequested(
        VmId vm,
        DomainId domain,
        DomainId from,
        Epoch epoch,
        VmSpec spec,
        long revision,
        @Nullable HandOverTerms terms)
        implements PlacementRequest {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public TakeOverVmRequested {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("from", from);
        Require.present("epoch", epoch);
        Require.present("spec", spec);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
        if (from.equals(domain)) {
            throw new IllegalArgumentException(
                    "VM " + vm + " is to go from domain " + from + " to the same domain");
        }
    }

    /** With the same specification. */
    public TakeOverVmRequested(
            VmId vm, DomainId domain, DomainId from, Epoch epoch, VmSpec spec, long revision) {
        this(vm, domain, from, epoch, spec, revision, null);
    }
}
