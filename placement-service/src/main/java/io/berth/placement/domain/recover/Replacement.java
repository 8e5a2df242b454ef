package io.berth.placement.domain.recover;

import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.hosts.StopReason;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.PlacementCause;
import io.berth.contracts.placement.Standstill;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmLost;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.placement.VmStopped;
import io.berth.contracts.placement.VmUnplaceable;
import io.berth.contracts.placement.VmWaitingForHost;
import io.berth.placement.domain.fit.Requirement;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.place.Placer;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.Waiver;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.StartTurn;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can happen to a VM, whichever input makes it happen: given to a host, given up, lost,
 * waiting, tried again. Each method adds its outcomes to the draft.
 *
 * <p>The rule above all others: a VM leaves its host only with evidence that the host does not run
 * it, and every placement has a higher epoch.
 */
public final class Replacement {
    private final PlacementPolicy policy;
    private final Placer placer;
    private final Adoption adoption;

    public Replacement(PlacementPolicy policy) {
        this.policy = policy;
        this.adoption = new Adoption(policy);
        this.placer = new Placer(policy);
    }

    /** What happens to a VM that runs outside of Berth. */
    public Adoption adoption() {
        return adoption;
    }

    /**
     * Gives a VM that has no host to the best one, or says that there is none. Unless it was asked
     * for, it is one that the cluster holds already.
     */
    public void place(Draft draft, VmRow vm, PlacementCause cause) {
        Waiver waiver =
                cause == PlacementCause.REQUESTED
                        ? Waiver.NONE
                        : placer.asks().recoveringApart(draft, vm);
        place(draft, vm, cause, waiver);
    }

    /** As {@link #place(Draft, VmRow, PlacementCause)}, without regard to what is waived. */
    public void place(Draft draft, VmRow vm, PlacementCause cause, Waiver waiver) {
        settle(draft, vm, cause, placer.place(draft, vm, waiver));
    }

    private void settle(Draft draft, VmRow vm, PlacementCause cause, Placer.Answer answer) {
        switch (answer) {
            case Placer.Answer.Chosen chosen -> give(draft, vm, chosen, cause);
            case Placer.Answer.Nowhere nowhere -> {
                draft.put(waiting(draft, vm));
                draft.announce(
                        new VmUnplaceable(
                                vm.vm(), draft.domain(), vm.epoch(), cause, nowhere.explanation()));
            }
        }
    }

    /**
     * The host has given up a VM whose start or stop was pending: run it elsewhere, or again with
     * the newer specification if it was asked for meanwhile.
     */
    public void placeAfterWithdrawal(Draft draft, VmRow vm) {
        VmSpec restart = vm.restart();
        VmRow free = vm.withoutHost();
        if (restart == null) {
            VmRow excluding = free.excludingAlso(vm.requiredHost());
            draft.put(excluding);
            place(draft, excluding, PlacementCause.START_TIMED_OUT);
        } else {
            VmRow again = free.specified(restart).excluding(List.of());
            draft.put(again);
            place(draft, again, PlacementCause.REQUESTED);
        }
    }

    /**
     * The chosen host has refused to start it: another one, until enough have been tried. The first
     * is told to forget it, so that a start command that arrives once more changes nothing.
     */
    public void placeAfterRefusal(Draft draft, VmRow vm) {
        stop(draft, vm, StopReason.STALE_EPOCH);
        VmRow free = vm.withoutHost().excludingAlso(vm.requiredHost());
        draft.put(free);
        place(draft, free, PlacementCause.START_REFUSED);
    }

    /**
     * A host no longer runs what the evidence covers.
     *
     * @param upTo VMs that were placed under a later tenure are not concerned
     * @param seenRunning VMs that the host itself has just reported as running: they are ordered to
     *     stop first
     */
    public void hostLost(
            Draft draft, HostId host, Tenure upTo, LossEvidence evidence, Set<VmId> seenRunning) {
        if (draft.isArranging()) {
            List<VmRow> lost =
                    draft.vmsOn(host).stream()
                            .filter(vm -> !upTo.isBefore(vm.tenure()))
                            .filter(vm -> !seenRunning.contains(vm.vm()))
                            .filter(Replacement::isPlacedAnewWhenLost)
                            .toList();
            draft.arrange(Arrangement.of(draft, placer, lost));
        }
        for (VmRow vm : draft.vmsOn(host)) {
            if (upTo.isBefore(vm.tenure())) {
                continue;
            }
            boolean covered = vm.spec().highlyAvailable() || evidence.coversOrdinaryVms();
            if (seenRunning.contains(vm.vm())) {
                if (vm.spec().highlyAvailable()) {
                    stopBeforeReplacing(draft, vm);
                }
            } else {
                vmDown(draft, vm, evidence, covered);
            }
        }
    }

    private static boolean isPlacedAnewWhenLost(VmRow vm) {
        return switch (vm.state()) {
            case PLACED, RUNNING, MIGRATING ->
                    vm.spec().highlyAvailable() && !vm.waitsForOperatorAfterLoss();
            case WITHDRAWING,
                    STOPPING,
                    ADOPTING,
                    WAITING_FOR_HOST,
                    UNPLACEABLE,
                    WAITING_FOR_OPERATOR,
                    STOPPED,
                    ADOPTION_FAILED ->
                    false;
        };
    }

    private void vmDown(Draft draft, VmRow vm, LossEvidence evidence, boolean covered) {
        switch (vm.state()) {
            case PLACED, RUNNING, MIGRATING -> {
                if (vm.spec().highlyAvailable()) {
                    lose(draft, vm, evidence.cause());
                } else if (evidence.ordinaryVmsWait()) {
                    waitForHost(draft, vm);
                }
            }
            case WITHDRAWING -> {
                if (covered && (vm.restart() != null || !vm.spec().highlyAvailable())) {
                    placeAfterWithdrawal(draft, vm);
                } else if (covered) {
                    lose(draft, vm, evidence.cause());
                }
            }
            case STOPPING -> {
                if (covered) {
                    stopped(draft, vm);
                }
            }
            case ADOPTING -> {
                if (covered) {
                    adoption.hostLost(draft, vm);
                }
            }
            case WAITING_FOR_HOST, UNPLACEABLE, WAITING_FOR_OPERATOR, STOPPED, ADOPTION_FAILED -> {}
        }
    }

    private void lose(Draft draft, VmRow vm, PlacementCause cause) {
        draft.announce(new VmLost(vm.vm(), draft.domain(), vm.requiredHost(), vm.epoch(), cause));
        if (vm.waitsForOperatorAfterLoss()) {
            draft.put(vm.waitingForOperator().excluding(List.of()));
            return;
        }
        List<HostId> failedToStart =
                vm.state() == AssignmentState.WITHDRAWING
                        ? vm.excludingAlso(vm.requiredHost()).excluded()
                        : List.of();
        List<VmRow> alongside =
                draft.alongside(vm).stream().filter(Replacement::isLostWithItsHost).toList();
        VmRow free = vm.withoutHost().excluding(failedToStart);
        draft.put(free);
        HostId together = draft.arranged(vm.vm());
        if (together != null && placer.obstaclesToRecover(draft, free, together).isEmpty()) {
            HostRow host = draft.host(together);
            give(
                    draft,
                    free,
                    new Placer.Answer.Chosen(host, placer.only(draft, free, together)),
                    cause);
            return;
        }
        Waiver waiver = placer.asks().recoveringApart(draft, free);
        settle(draft, free, cause, placer.place(draft, free, waiver, alongside));
        VmRow placed = draft.vm(vm.vm());
        if (placed == null || placed.host() == null) {
            draft.leaveOver();
        }
    }

    /** Whether it is to be placed anew with others that its host held. */
    private static boolean isLostWithItsHost(VmRow vm) {
        return vm.spec().highlyAvailable()
                && !vm.waitsForOperatorAfterLoss()
                && switch (vm.state()) {
                    case PLACED, RUNNING, MIGRATING -> true;
                    case WITHDRAWING,
                            UNPLACEABLE,
                            WAITING_FOR_HOST,
                            WAITING_FOR_OPERATOR,
                            STOPPING,
                            STOPPED,
                            ADOPTING,
                            ADOPTION_FAILED ->
                            false;
                };
    }

    /**
     * The word of a host that it took a VM up before it was lost. With the lease a highly available
     * one has stopped, so that it is lost like any other; another runs on.
     */
    public void takenUpBeforeTheLoss(Draft draft, VmRow vm) {
        VmRow running = adoption.takenUp(draft, vm);
        if (running.spec().highlyAvailable()) {
            lose(draft, running, PlacementCause.HOST_FAILED);
        }
    }

    private void stopBeforeReplacing(Draft draft, VmRow vm) {
        switch (vm.state()) {
            case PLACED, RUNNING, MIGRATING -> {
                draft.put(vm.withdrawing(draft.now().plus(policy.stopRepeat()), vm.spec()));
                stop(draft, vm, StopReason.STALE_EPOCH);
            }
            case WITHDRAWING -> stop(draft, vm, StopReason.START_TIMED_OUT);
            case STOPPING -> stop(draft, vm, StopReason.REQUESTED);
            case WAITING_FOR_HOST,
                    UNPLACEABLE,
                    WAITING_FOR_OPERATOR,
                    STOPPED,
                    ADOPTING,
                    ADOPTION_FAILED -> {}
        }
    }

    private void waitForHost(Draft draft, VmRow vm) {
        draft.put(vm.waitingForHost());
        draft.announce(
                new VmWaitingForHost(vm.vm(), draft.domain(), vm.requiredHost(), vm.epoch()));
    }

    /** The VM no longer runs, as was wished. */
    public void stopped(Draft draft, VmRow vm) {
        draft.put(vm.stopped());
        draft.announce(new VmStopped(vm.vm(), draft.domain(), vm.epoch()));
    }

    /**
     * The host itself reported it running with the authority of its newest placement.
     *
     * @param standstill why it does not execute there; null where it does
     */
    public void confirm(Draft draft, VmRow vm, @Nullable Standstill standstill) {
        draft.put(vm.running(standstill));
        draft.announce(new VmConfirmed(vm.vm(), draft.domain(), vm.requiredHost(), vm.epoch()));
    }

    /** Tells the host of a VM to give it up, in the way that its row remembers. */
    public void stop(Draft draft, VmRow vm, StopReason reason) {
        HostId host = vm.requiredHost();
        draft.command(
                new StopVm(
                        host,
                        draft.freshId("stop", host, vm.vm(), vm.epoch()),
                        vm.vm(),
                        vm.epoch(),
                        reason,
                        vm.conduct().stopWay()));
    }

    /**
     * A host can take VMs from here on: those that waited for it return, then those that no host
     * could take are tried.
     */
    public void hostBecameReady(Draft draft, HostId id) {
        HostRow host = draft.host(id);
        for (VmRow vm : draft.vmsOn(id)) {
            if (vm.state() == AssignmentState.WAITING_FOR_HOST) {
                give(draft, vm, placer.comeBack(draft, vm, host), PlacementCause.HOST_REBOOTED);
            }
        }
        for (VmRow vm : draft.unplaceable()) {
            draft.put(vm.admittingAgain(id));
        }
        retryUnplaceable(draft);
    }

    /**
     * Tries the waiting VMs again because there may be room, in the order of restart; silent about
     * those that still find none. A VM at least as large as one that has just found none is not
     * even tried, so that a long queue costs little. What hosts failed to start waits for its own
     * deadline.
     */
    public void retryUnplaceable(Draft draft) {
        int placed = 0;
        List<Requirement> misfits = new ArrayList<>();
        for (VmRow vm : draft.unplaceable()) {
            Waiver waiver = waiverOfWaiting(draft, vm);
            Requirement requirement = placer.asks().requirement(draft, vm, waiver);
            if (!vm.excluded().isEmpty() || misfits.stream().anyMatch(requirement::isAtLeast)) {
                continue;
            }
            if (placed == policy.maxRetriesPerDecision()) {
                draft.leaveRetries();
                return;
            }
            switch (placer.place(draft, vm, waiver)) {
                case Placer.Answer.Chosen chosen -> {
                    give(draft, vm, chosen, PlacementCause.CAPACITY_APPEARED);
                    placed++;
                }
                case Placer.Answer.Nowhere nowhere -> {
                    if (isLikeItsShape(vm)) {
                        misfits.add(requirement);
                    }
                }
            }
        }
    }

    /** Tries a VM again that hosts failed to start, on all of them; silent if that fails too. */
    public void retryFailedStart(Draft draft, VmRow vm) {
        VmRow fresh = vm.excluding(List.of()).due(null);
        draft.put(fresh);
        switch (placer.place(draft, fresh, waiverOfWaiting(draft, fresh))) {
            case Placer.Answer.Chosen chosen ->
                    give(draft, fresh, chosen, PlacementCause.CAPACITY_APPEARED);
            case Placer.Answer.Nowhere nowhere -> {}
        }
    }

    /** Gives a VM that has no host to the one that an operator chose. */
    public void giveToChosen(Draft draft, VmRow vm, Placer.Answer.Chosen chosen) {
        give(draft, vm, chosen, PlacementCause.CHOSEN_BY_OPERATOR);
    }

    /**
     * Gives a VM that its host has handed over to the target of its migration, where its state
     * awaits it.
     */
    public void giveHandedOver(Draft draft, VmRow vm, Placer.Answer.Chosen chosen, HostId source) {
        give(draft, vm, chosen, PlacementCause.MIGRATED, source);
    }

    private void give(Draft draft, VmRow vm, Placer.Answer.Chosen chosen, PlacementCause cause) {
        give(draft, vm, chosen, cause, null);
    }

    private void give(
            Draft draft,
            VmRow vm,
            Placer.Answer.Chosen chosen,
            PlacementCause cause,
            @Nullable HostId stateFrom) {
        HostRow host = chosen.host();
        VmRow placed =
                vm.placed(host.host(), host.tenure(), draft.now().plus(policy.startDeadline()));
        draft.put(placed);
        draft.announce(
                new VmPlaced(
                        vm.vm(),
                        draft.domain(),
                        host.host(),
                        placed.epoch(),
                        host.tenure(),
                        vm.lastHost(),
                        cause,
                        chosen.explanation()));
        if (vm.spec().startOrder() == null || stateFrom != null) {
            start(draft, placed, stateFrom);
        } else {
            draft.put(placed.awaiting(StartTurn.from(draft.now())));
        }
    }

    /**
     * Tells the host of a VM to start it.
     *
     * @param stateFrom the host whose state of it is to be resumed; null to boot it
     */
    static void start(Draft draft, VmRow vm, @Nullable HostId stateFrom) {
        HostId host = vm.requiredHost();
        draft.command(
                new StartVm(
                        host,
                        draft.lastingId(
                                "start", host, vm.vm().value(), Objects.toString(vm.epoch())),
                        vm.tenure(),
                        vm.vm(),
                        vm.epoch(),
                        vm.spec(),
                        stateFrom));
    }

    /**
     * Has a host give up a VM that it was not told to start under the grant that it was placed
     * under, to be placed anew: one that is not highly available may still run there at an earlier
     * epoch.
     */
    void withdrawUntold(Draft draft, VmRow vm) {
        VmRow withdrawing = vm.withdrawing(draft.now().plus(policy.stopRepeat()), vm.spec());
        draft.put(withdrawing);
        stop(draft, withdrawing, StopReason.STALE_EPOCH);
    }

    /** One that has run before is taken for one that has lost its host. */
    private Waiver waiverOfWaiting(Draft draft, VmRow vm) {
        return vm.lastHost() == null ? Waiver.NONE : placer.asks().recoveringApart(draft, vm);
    }

    /** Whether nothing stands against it that does not stand against all VMs of its shape. */
    private static boolean isLikeItsShape(VmRow vm) {
        VmDetails details = vm.spec().details();
        return vm.spec().antiAffinitySet() == null
                && vm.spec().affinitySet() == null
                && (details == null || details.possibleOwners().isEmpty());
    }

    private VmRow waiting(Draft draft, VmRow vm) {
        return vm.excluded().isEmpty()
                ? vm.due(null)
                : vm.due(draft.now().plus(policy.failedStartRetry()));
    }
}
