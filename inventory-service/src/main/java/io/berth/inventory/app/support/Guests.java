package io.berth.inventory.app.support;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.support.GuestFit;
import io.berth.inventory.domain.support.GuestRules;
import io.berth.inventory.rulebook.Rulebook;
import io.berth.inventory.store.Register;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds VMs that are defined or configured against the guest rules, in the caller's transaction.
 */
@ApplicationScoped
public class Guests {
    private final GuestRules rules;
    private final Register register;

    Guests(Rulebook rulebook, Register register) {
        this.rules = rulebook.read(GuestRules.class);
        this.register = register;
    }

    /** What stands against new VMs, located at {@code /<index>/…}. */
    public List<Located> refusals(List<Vm> vms) {
        Map<DomainId, List<HostState>> hosts = new HashMap<>();
        List<Located> refusals = new ArrayList<>();
        for (int i = 0; i < vms.size(); i++) {
            VmSpec spec = vms.get(i).spec();
            Optional<GuestSystem> guest = guest(spec);
            if (guest.isPresent()) {
                GuestFit fit =
                        GuestFit.of(
                                rules,
                                guest.get(),
                                spec.vcpus(),
                                hosts.computeIfAbsent(vms.get(i).state().domain(), this::hostsOf));
                for (Located refusal : fit.refusals(guest.get())) {
                    refusals.add(refusal.under("/" + i));
                }
            }
        }
        return refusals;
    }

    /** What stands against a VM. */
    public List<Located> refusals(Vm vm) {
        return guest(vm.spec()).map(guest -> fit(vm, guest).refusals(guest)).orElse(List.of());
    }

    /** What the rules say of a VM on the hosts of its domain; absent where no guest is stated. */
    public Optional<GuestFit> fit(Vm vm) {
        return guest(vm.spec()).map(guest -> fit(vm, guest));
    }

    private GuestFit fit(Vm vm, GuestSystem guest) {
        return GuestFit.of(rules, guest, vm.spec().vcpus(), hostsOf(vm.state().domain()));
    }

    private List<HostState> hostsOf(DomainId domain) {
        return register.having(HostState.class, Map.of("domain", domain.value()));
    }

    private static Optional<GuestSystem> guest(VmSpec spec) {
        VmDetails details = spec.details();
        return details == null ? Optional.empty() : Optional.ofNullable(details.guest());
    }
}
