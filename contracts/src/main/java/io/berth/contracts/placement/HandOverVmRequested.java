package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;
import org.jspecify.annotations.Nullable;

/**
 * Hand this VM, which is stopped, over to another placement domain. Answered with {@link
 * VmReleased}, after which this domain no longer knows it, and by the other one with {@link
 * VmTakenOver}; or with {@link VmHandOverRefused}.
 *
 * @param domain to which it belongs
 * @param to where it is to belong
 * @param onlyAt refuse if its newest placement is at another epoch, since it has been started after
 *     whoever asks has seen it stopped; absent when that does not matter
 * @param terms what of its specification is different there; absent where nothing is
 */
@EventType("io.berth.placement.hand-over-vm-requested.v1")
public record HandOverVmRequested(
        VmId vm,
        DomainId domain,
        DomainId to,
        @Nullable Epoch onlyAt,
        @Nullable HandOverTerms terms)
        implements PlacementRequest {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HandOverVmRequested {
        Require.present("vm", vm);
        Require.present("domain", domain);
        Require.present("to", to);
        if (domain.equals(to)) {
            throw new IllegalArgumentException(
                    "VM " + vm + " is to go from domain " + domain + " to the same domain");
        }
    }

    /** Whenever it is stopped, with the same specification. */
    public HandOverVmRequested(VmId vm, DomainId domain, DomainId to) {
        this(vm, domain, to, null, null);
    }
}
