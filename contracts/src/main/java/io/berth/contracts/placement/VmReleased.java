package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;
import org.jspecify.annotations.Nullable;

/**
 * A stopped VM has been let go of for another placement domain. Whoever asks this domain for it
 * from here on is refused.
 *
 * @param domain that has let go
 * @param to the domain that takes it over
 * @param epoch of its newest placement; none that is as low is ever given again
 * @param terms what of its specification is different there; absent where nothing is
 */
@EventType("io.berth.placement.vm-released.v1")
public record VmReleased(
        VmId vm, DomainId domain, DomainId to, Epoch epoch, @Nullable HandOverTerms terms)
        implements PlacementDecision {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmReleased {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("to", to);
        Require.present("epoch", epoch);
        if (domain.equals(to)) {
            throw new IllegalArgumentException(
                    "VM " + vm + " is to go from domain " + domain + " to the same domain");
        }
    }

    /** With the same specification. */
    public VmReleased(VmId vm, DomainId domain, DomainId to, Epoch epoch) {
        this(vm, domain, to, epoch, null);
    }
}
