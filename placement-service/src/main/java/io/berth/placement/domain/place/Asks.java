package io.berth.placement.domain.place;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.Processor;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.placement.domain.fit.Ask;
import io.berth.placement.domain.fit.HostFilters;
import io.berth.placement.domain.fit.Requirement;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.ProcessorNeed;
import io.berth.placement.domain.policy.SoftRule;
import io.berth.placement.domain.policy.Waiver;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.VmRow;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What VMs of a domain ask of a host, by why they look for one: to be started, to go on after they
 * have lost theirs, or to move while they run.
 */
public final class Asks {
    private final PlacementPolicy policy;

    Asks(PlacementPolicy policy) {
        this.policy = policy;
    }

    /** Of a VM that is to be started, where some soft rules do not count. */
    public Ask of(Draft draft, VmRow vm, Waiver waiver) {
        return of(draft, vm, requirement(draft, vm, waiver));
    }

    /** For a VM that is to be started in a domain as it is drafted. */
    public static Ask of(Draft draft, VmRow vm, Requirement requirement) {
        VmDetails details = vm.spec().details();
        List<HostId> owners = details == null ? List.of() : details.possibleOwners();
        String set = vm.spec().antiAffinitySet();
        String together = vm.spec().affinitySet();
        return new Ask(
                vm,
                requirement,
                Moment.mix(draft.moment().seed(), vm.vm().value()),
                owners,
                owners.stream().filter(owner -> !draft.knows(owner)).toList(),
                details == null ? List.of() : details.preferredOwners(),
                set == null ? Map.of() : draft.holdersOf(set, vm.vm()),
                together == null ? Ask.NOBODY : draft.companionsOf(together, vm.vm()));
    }

    /** Of a VM that is to go to another host while it runs. */
    Ask toMove(Draft draft, VmRow vm, Waiver waiver) {
        return of(draft, vm, requirement(draft, vm, waiver).moving(processorNeed(draft, vm)));
    }

    /** Of a VM that is to be started on a host that is named. */
    Ask toStart(Draft draft, VmRow vm) {
        Waiver waiver = vm.lastHost() == null ? Waiver.NONE : recovering(draft, vm);
        return of(draft, vm, waiver);
    }

    /** What does not count for a VM that has lost its host, or has to leave it. */
    Waiver recovering(Draft draft, VmRow vm) {
        HostId last = vm.lastHost();
        return Waiver.ofRules(
                HostFilters.recovering(
                        last == null ? null : draft.ledger().description(last),
                        Requirement.of(vm.spec(), policy.rulebook())));
    }

    /**
     * As {@link #recovering}, for a VM that nothing must hold up: it may be parted from the others
     * of its affinity set.
     */
    public Waiver recoveringApart(Draft draft, VmRow vm) {
        Waiver waiver = recovering(draft, vm);
        return vm.spec().affinitySet() == null ? waiver : waiver.and(SoftRule.AFFINITY);
    }

    /**
     * What a running VM needs of the processor of another host: all that it can see on the present
     * one. If it has moved there from an older processor it uses less, so this never allows too
     * much.
     */
    @Nullable ProcessorNeed processorNeed(Draft draft, VmRow vm) {
        HostId host = vm.host();
        Processor processor = host == null ? null : draft.ledger().traits(host).processor();
        return processor == null ? null : processorNeed(processor, vm.spec());
    }

    ProcessorNeed processorNeed(Processor startedOn, VmSpec spec) {
        VmDetails details = spec.details();
        boolean compatible = details != null && details.processorCompatibility();
        return policy.rulebook().processors().needOf(startedOn, compatible);
    }

    /** What a VM that is to be started asks of any host. */
    public Requirement requirement(Draft draft, VmRow vm, Waiver waiver) {
        Requirement asked = Requirement.of(vm.spec(), policy.rulebook());
        HostId last = vm.lastHost();
        HypervisorKind kind = last == null ? null : draft.ledger().traits(last).kind();
        Requirement here = kind == null ? asked : asked.onlyUnder(kind);
        return waiver.rules().isEmpty() ? here : here.waiving(waiver.rules());
    }
}
