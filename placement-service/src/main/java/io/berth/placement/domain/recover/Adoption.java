package io.berth.placement.domain.recover;

import io.berth.contracts.hosts.AdoptVm;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AdoptVmRequested;
import io.berth.contracts.placement.Explanation;
import io.berth.contracts.placement.PlacementCause;
import io.berth.contracts.placement.VmAdoptionFailed;
import io.berth.contracts.placement.VmAdoptionFailed.Reason;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmPlaced;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.place.Placer;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.VmRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * VMs that run outside of Berth: how they count, and how one is taken up.
 *
 * <p><b>The rule.</b> A host reports such a VM at {@link Epoch#NONE}. Nobody touches it for having
 * been seen. Taking it up gives authority to exactly the host that runs it, under the tenure of
 * that host, by a command that starts nothing. Whatever comes of it, the VM is never started
 * elsewhere on the strength of an adoption, because it may still run where it was.
 *
 * <p><b>How it ends.</b> The host says that it holds the VM at the epoch of the attempt: the VM
 * runs, and is treated like any other from there on. The host refuses, or is provably lost: the
 * adoption has failed, and the epoch of the attempt stays reserved for that host. Should it turn
 * out that the host did take the VM up before it was lost, its word still counts, since nobody else
 * was given authority meanwhile: the VM runs there, or, if it is highly available, was stopped with
 * the lease and is re-placed like any that was lost. A host that is cut off while it takes up a VM
 * that is not highly available proves nothing; it is waited for.
 */
public final class Adoption {
    private final PlacementPolicy policy;
    private final Placer placer;

    Adoption(PlacementPolicy policy) {
        this.policy = policy;
        this.placer = new Placer(policy);
    }

    /** Takes a VM up where it runs, though the host be over-full: it takes its room already. */
    public void adopt(Draft draft, AdoptVmRequested request) {
        VmRow known = draft.vm(request.vm());
        VmRow vm =
                known == null
                        ? VmRow.fresh(request.vm(), request.spec())
                        : switch (known.state()) {
                            case ADOPTION_FAILED, STOPPED -> known.specified(request.spec());
                            case PLACED,
                                    RUNNING,
                                    MIGRATING,
                                    WITHDRAWING,
                                    UNPLACEABLE,
                                    WAITING_FOR_HOST,
                                    WAITING_FOR_OPERATOR,
                                    STOPPING,
                                    ADOPTING ->
                                    null;
                        };
        if (vm == null) {
            return;
        }
        HostRow host = draft.host(request.host());
        if (!draft.knows(request.host()) || !host.mayReceive()) {
            fail(
                    draft,
                    vm,
                    request.host(),
                    Reason.HOST_NOT_READY,
                    draft.knows(request.host())
                            ? "host %s is %s%s"
                                    .formatted(
                                            host.host(),
                                            host.status(),
                                            host.tenureOpen() ? "" : " without a grant in force")
                            : "host %s is not known in domain %s"
                                    .formatted(request.host(), draft.domain()));
            return;
        }
        draft.put(host.withoutUnmanaged(vm.vm()));
        Explanation explanation = placer.stay(draft, vm, host);
        VmRow adopting = vm.adopting(host.host(), host.tenure(), repeatAt(draft));
        draft.put(adopting);
        draft.announce(
                new VmPlaced(
                        vm.vm(),
                        draft.domain(),
                        host.host(),
                        adopting.epoch(),
                        host.tenure(),
                        vm.lastHost(),
                        PlacementCause.ADOPTED,
                        explanation));
        command(draft, adopting);
    }

    /** The host has not yet answered; it is asked again, and answers a repetition alike. */
    public void repeat(Draft draft, VmRow vm) {
        draft.put(vm.due(repeatAt(draft)));
        if (draft.host(vm.requiredHost()).mayReceive()) {
            command(draft, vm);
        }
    }

    /** The host refuses to take the VM up. */
    public void refused(Draft draft, VmRow vm, CommandCompleted report) {
        fail(
                draft,
                vm,
                vm.requiredHost(),
                report.outcome() == CommandCompleted.Outcome.REFUSED_NOT_HERE
                        ? Reason.NOT_HERE
                        : Reason.REFUSED,
                report.detail());
    }

    /** The host is lost for good, and with it the answer. */
    void hostLost(Draft draft, VmRow vm) {
        fail(draft, vm, vm.requiredHost(), Reason.HOST_LOST, "");
    }

    /** The host holds the VM at the epoch of the attempt: it runs from here on. */
    public VmRow takenUp(Draft draft, VmRow vm) {
        VmRow running = vm.takenUp();
        draft.put(running);
        draft.put(draft.host(running.requiredHost()).withoutUnmanaged(vm.vm()));
        draft.announce(
                new VmConfirmed(vm.vm(), draft.domain(), running.requiredHost(), running.epoch()));
        return running;
    }

    /**
     * What a table says of VMs outside of Berth takes room on the host from here on; one that is
     * being taken up takes it twice until it is, so that its room is kept should that fail.
     */
    public static void count(Draft draft, VmTableReported table) {
        List<UnmanagedVm> described = table.unmanaged();
        if (described == null) {
            described = List.of();
        }
        Map<VmId, Epoch> epochs = new HashMap<>();
        table.vms().forEach(seen -> epochs.put(seen.vm(), seen.epoch()));
        List<UnmanagedVm> counted =
                described.stream()
                        .filter(vm -> Epoch.NONE.equals(epochs.get(vm.vm())))
                        .filter(vm -> {
                            VmRow row = draft.vm(vm.vm());
                            return row == null || !row.isOn(table.host()) || row.isBeingAdopted();
                        })
                        .toList();
        draft.put(draft.host(table.host()).withUnmanaged(counted));
    }

    private static void fail(Draft draft, VmRow vm, HostId host, Reason reason, String detail) {
        draft.put(vm.adoptionFailed());
        draft.announce(
                new VmAdoptionFailed(vm.vm(), draft.domain(), host, vm.epoch(), reason, detail));
    }

    private static void command(Draft draft, VmRow vm) {
        draft.command(
                new AdoptVm(
                        vm.requiredHost(),
                        draft.lastingId(
                                "adopt", vm.requiredHost(), vm.vm().value(), vm.epoch().toString()),
                        vm.tenure(),
                        vm.vm(),
                        vm.epoch(),
                        vm.spec()));
    }

    private Instant repeatAt(Draft draft) {
        return draft.now().plus(policy.stopRepeat());
    }
}
