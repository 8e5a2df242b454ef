package io.berth.placement.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.vm.Demand;
import io.berth.placement.domain.vm.Resource;
import io.berth.placement.domain.vm.VmRow;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What the books say is the sum of what is held, worked out anew from the rows. */
final class LedgerInvariants {
    private static final Demand NOTHING = new Demand(0, 0, 0, 0, 0);

    private LedgerInvariants() {}

    /** After any event, whatever it was. */
    static void hold(DomainState state) {
        Map<HostId, Demand> held = new HashMap<>();
        for (VmRow row : state.vms()) {
            HostId host = row.host();
            if (host != null) {
                add(held, host, row.spec());
            }
        }
        for (Move move : OperationInvariants.reservations(state)) {
            add(
                    held,
                    Objects.requireNonNull(move.target()),
                    Objects.requireNonNull(move.reserved()));
        }
        for (HostId host : state.hostIds()) {
            HostRow row = state.host(host);
            if (row != null) {
                for (UnmanagedVm vm : row.unmanaged()) {
                    add(held, host, HostRow.room(vm));
                }
            }
        }
        for (HostId host : state.hostIds()) {
            Demand sum = held.getOrDefault(host, NOTHING);
            for (Resource resource : Resource.values()) {
                assertThat(state.ledger().allocated(resource, host))
                        .as("%s of %s", resource, host)
                        .isEqualTo(sum.of(resource));
                long used =
                        resource.isLoaded()
                                ? Math.max(
                                        sum.of(resource), state.ledger().measured(resource, host))
                                : sum.of(resource);
                assertThat(state.ledger().available(resource, host))
                        .as("%s left on %s", resource, host)
                        .isEqualTo(state.ledger().usable(resource, host) - used);
            }
        }
    }

    private static void add(Map<HostId, Demand> held, HostId host, VmSpec spec) {
        held.merge(host, Demand.of(spec), Demand::plus);
    }
}
