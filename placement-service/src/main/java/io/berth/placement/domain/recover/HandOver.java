package io.berth.placement.domain.recover;

import io.berth.contracts.ids.Epoch;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.HandOverTerms;
import io.berth.contracts.placement.HandOverVmRequested;
import io.berth.contracts.placement.TakeOverVmRequested;
import io.berth.contracts.placement.VmHandOverRefused;
import io.berth.contracts.placement.VmReleased;
import io.berth.contracts.placement.VmTakenOver;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.VmRow;
import org.jspecify.annotations.Nullable;

/**
 * How a VM comes to belong to another placement domain, whose owner may be another instance.
 *
 * <h2>Goals</h2>
 *
 * At no moment may two domains give epochs of one VM, and no epoch is given twice.
 *
 * <h2>Constraints</h2>
 *
 * Only a stopped VM goes: no host holds it, or may take it up by what it was told before, since a
 * VM is stopped only by the word of its last host or by evidence. A VM that runs can be given to a
 * host of another domain by nobody: its present owner cannot hold room there, and the other one
 * cannot say that it has stopped here.
 *
 * <h2>Steps</h2>
 *
 * <ol>
 *   <li>The domain to which it belongs lets go: the VM is no longer of it, in the same transaction
 *       the stored row says where it is going, and the other domain is asked to take it over.
 *   <li>The other domain takes it over at the next epoch, stopped. The stored row is one for all
 *       domains, so only the one that it names can write it.
 * </ol>
 *
 * What is different of its specification there goes with it (terms): a VM whose only disk lies on
 * one host of the other domain is never in that domain's memory without that restriction.
 *
 * <p>In between it belongs to nobody: a wish to run it is refused on both sides. Nothing can get
 * lost: the asking stands in the outbox with the row.
 *
 * <h2>Worked example</h2>
 *
 * A VM was placed twice in cluster A, so its epoch is 2. A lets go at 2. B takes over at 3. Its
 * next start in B is at 4; a command of A that somebody still has in hand is at 2 or lower.
 */
public final class HandOver {
    /** Lets go of a VM, or says why not. */
    public Verdict release(Draft draft, HandOverVmRequested request) {
        VmRow vm = draft.vm(request.vm());
        if (vm == null) {
            return new Verdict.UnknownVm(request.vm(), request.domain());
        }
        if (vm.state() == AssignmentState.STOPPED && isAt(vm, request.onlyAt())) {
            draft.leave(vm, request.to(), request.terms());
            draft.announce(
                    new VmReleased(
                            vm.vm(), draft.domain(), request.to(), vm.epoch(), request.terms()));
        } else {
            draft.announce(
                    new VmHandOverRefused(
                            vm.vm(), draft.domain(), request.to(), vm.state(), detail(vm)));
        }
        return draft.decision();
    }

    private static boolean isAt(VmRow vm, @Nullable Epoch asked) {
        return asked == null || vm.epoch().equals(asked);
    }

    private static String detail(VmRow vm) {
        return switch (vm.state()) {
            case STOPPED ->
                    "it has been started since whoever asks saw it stopped: it is stopped at epoch %s"
                            .formatted(vm.epoch());
            case PLACED, RUNNING, MIGRATING, WITHDRAWING, WAITING_FOR_HOST, ADOPTING ->
                    "it is %s on host %s; stop it, and ask again when it is STOPPED"
                            .formatted(vm.state(), vm.requiredHost());
            case STOPPING ->
                    "host %s has not yet reported it stopped; ask again when it is STOPPED"
                            .formatted(vm.requiredHost());
            case UNPLACEABLE, WAITING_FOR_OPERATOR ->
                    "it is %s and would be started; stop it, and ask again".formatted(vm.state());
            case ADOPTION_FAILED ->
                    "it may run outside of Berth; have it taken up or started, and stop it first";
        };
    }

    /** Takes over a VM that another domain has let go of. */
    public void takeOver(Draft draft, TakeOverVmRequested request) {
        if (draft.vm(request.vm()) != null) {
            return;
        }
        HandOverTerms terms = request.terms();
        VmSpec spec = terms == null ? request.spec() : terms.applied(request.spec());
        VmRow row = VmRow.takenOver(request.vm(), spec, request.epoch(), request.revision());
        draft.put(row);
        draft.announce(
                new VmTakenOver(row.vm(), draft.domain(), request.from(), row.epoch(), terms));
    }
}
