package io.berth.placement.domain;

import io.berth.contracts.hosts.StopReason;
import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AdoptVmRequested;
import io.berth.contracts.placement.CancelOperationRequested;
import io.berth.contracts.placement.EvacuateHostRequested;
import io.berth.contracts.placement.Explanation;
import io.berth.contracts.placement.HandOverVmRequested;
import io.berth.contracts.placement.MigrateVmRequested;
import io.berth.contracts.placement.OperateVmRequested;
import io.berth.contracts.placement.OptimiseDomainRequested;
import io.berth.contracts.placement.PatchAnswered;
import io.berth.contracts.placement.PatchClusterRequested;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementCause;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.contracts.placement.TakeOverVmRequested;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.move.Migrations;
import io.berth.placement.domain.move.MovePlanner;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.optimise.OptimisationPlanner;
import io.berth.placement.domain.optimise.PowerAdvice;
import io.berth.placement.domain.optimise.PowerAdvisor;
import io.berth.placement.domain.place.Appraisal;
import io.berth.placement.domain.place.BatchPlan;
import io.berth.placement.domain.place.BatchPlanner;
import io.berth.placement.domain.place.Placer;
import io.berth.placement.domain.place.Question;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.OperationPolicy;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.policy.Waiver;
import io.berth.placement.domain.recover.Adoption;
import io.berth.placement.domain.recover.Arrangement;
import io.berth.placement.domain.recover.HandOver;
import io.berth.placement.domain.recover.Replacement;
import io.berth.placement.domain.recover.StartTurns;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.state.Verdict.Decision;
import io.berth.placement.domain.vm.VmOrder;
import io.berth.placement.domain.vm.VmRow;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one place where placement decides: {@code (state, input, moment) → verdict}. Nothing changes
 * while deciding; {@link DomainState#apply} carries a decision out.
 *
 * <h2>What it guarantees</h2>
 *
 * <ul>
 *   <li>Every placement of a VM has a higher epoch than all before it.
 *   <li>A VM is given to another host only with evidence that the old one does not run it: the host
 *       failed with fencing evidence for the tenure in question, fenced itself, lives a new life,
 *       refused the start, or reported the VM stopped.
 *   <li>Only a host that is up and whose grant is in force is told to start anything.
 *   <li>Where each lost VM for itself would leave one of its host without a place, all of them are
 *       placed together ({@link Arrangement}).
 *   <li>A VM of a start group is placed with the others, but its host is told only when those of
 *       lower tiers run or are no longer waited for ({@link StartTurns}).
 *   <li>A lost VM ends in exactly one of placed, unplaceable or waiting for an operator.
 *   <li>Whoever holds a VM without the authority of its newest placement is told to stop it; but a
 *       VM that was never Berth's is left alone, and taken up only on request ({@link Adoption}).
 *   <li>A VM that is paused or saved is held by its host as one that executes, until it is lost
 *       with it; every operation that was ordered is told to have ended.
 *   <li>A VM belongs to one domain at a time, and goes to another one only while it is stopped
 *       ({@link HandOver}).
 *   <li>An input that comes twice changes nothing the second time, though a command may be
 *       repeated.
 * </ul>
 *
 * <h2>How it is put together</h2>
 *
 * This class answers requests, deadlines and new descriptions; {@link NodeFactRules} answers the
 * monitor, {@link ReportRules} the agents, {@link OperationRules} has what hosts do with VMs that
 * stay where they are, {@link Operations} what operators ask for and takes a while, which is
 * followed up after every input. All of them move VMs by {@link Replacement}, which asks {@link
 * Placer} for hosts.
 */
public final class PlacementRules {
    private final PlacementPolicy policy;
    private final Replacement replacement;
    private final OperationRules conduct;
    private final NodeFactRules nodeFacts;
    private final ReportRules reports;
    private final Migrations migrations;
    private final Operations operations;
    private final Operations planning;
    private final PowerAdvisor power;
    private final StartTurns turns;
    private final HandOver handOver = new HandOver();

    /** Rules with these constants. */
    public PlacementRules(PlacementPolicy policy) {
        this.policy = policy;
        this.replacement = new Replacement(policy);
        this.nodeFacts = new NodeFactRules(replacement);
        this.conduct = new OperationRules(policy);
        Placer placer = new Placer(policy);
        MovePlanner planner = new MovePlanner(placer, policy.operations());
        OptimisationPlanner optimiser = new OptimisationPlanner(placer, planner, policy.rulebook());
        this.power = new PowerAdvisor(planner, policy.rulebook());
        OperationPolicy bounds = policy.operations();
        this.migrations = new Migrations(bounds, placer, replacement);
        Rulebook rulebook = policy.rulebook();
        this.operations =
                new Operations(bounds, rulebook, planner, optimiser, migrations, replacement);
        this.planning =
                new Operations(
                        bounds.allAtOnce(), rulebook, planner, optimiser, migrations, replacement);
        this.reports = new ReportRules(replacement, conduct, migrations);
        this.turns = new StartTurns(policy, replacement);
    }

    /** What to do about an input. Reads the state and never changes it. */
    public Verdict decide(DomainState state, Input input, Moment moment) {
        try (Draft draft = new Draft(state, moment)) {
            Verdict verdict = complete(draft, input);
            if (!draft.hasLeftOver()) {
                return verdict;
            }
        }
        try (Draft draft = new Draft(state, moment)) {
            draft.beginArranging();
            return complete(draft, input);
        }
    }

    private Verdict complete(Draft draft, Input input) {
        Verdict verdict = decide(draft, input, operations);
        if (!(verdict instanceof Decision)) {
            return verdict;
        }
        operations.followUp(draft);
        turns.followUp(draft);
        return draft.decision();
    }

    /**
     * What an operation would do now, without doing it: every move that could begin is begun, as
     * though there were no bound on how many go at once.
     *
     * @return empty when the request asks for no operation
     */
    public Optional<OperationRow> whatIf(
            DomainState state, PlacementRequest request, Moment moment) {
        try (Draft draft = new Draft(state, moment)) {
            decide(draft, new Input.Requested(request), planning);
            planning.followUp(draft);
            return switch (request) {
                case MigrateVmRequested migrate ->
                        Optional.ofNullable(draft.operation(migrate.operation()));
                case EvacuateHostRequested evacuate ->
                        Optional.ofNullable(draft.operation(evacuate.operation()));
                case OptimiseDomainRequested optimise ->
                        Optional.ofNullable(draft.operation(optimise.operation()));
                case AdoptVmRequested _,
                        CancelOperationRequested _,
                        HandOverVmRequested _,
                        OperateVmRequested _,
                        PatchAnswered _,
                        PatchClusterRequested _,
                        PlaceVmRequested _,
                        StopVmRequested _,
                        TakeOverVmRequested _ ->
                        Optional.empty();
            };
        }
    }

    private Verdict decide(Draft draft, Input input, Operations by) {
        return switch (input) {
            case Input.Requested(PlaceVmRequested request) -> run(draft, request);
            case Input.Requested(StopVmRequested request) -> stop(draft, request);
            case Input.Requested(HandOverVmRequested request) -> handOver.release(draft, request);
            case Input.Requested(TakeOverVmRequested request) -> {
                handOver.takeOver(draft, request);
                yield draft.decision();
            }
            case Input.Requested(AdoptVmRequested request) -> {
                replacement.adoption().adopt(draft, request);
                yield draft.decision();
            }
            case Input.Requested(OperateVmRequested request) -> {
                conduct.requested(draft, request);
                yield draft.decision();
            }
            case Input.Requested(MigrateVmRequested request) -> {
                by.migrate(draft, request);
                yield draft.decision();
            }
            case Input.Requested(EvacuateHostRequested request) -> {
                by.evacuate(draft, request);
                yield draft.decision();
            }
            case Input.Requested(PatchClusterRequested request) -> {
                by.patch(draft, request);
                yield draft.decision();
            }
            case Input.Requested(PatchAnswered request) -> {
                by.patching().answered(draft, request);
                yield draft.decision();
            }
            case Input.PatchTurn turn -> {
                by.patching().turn(draft, turn);
                yield draft.decision();
            }
            case Input.Requested(OptimiseDomainRequested request) -> {
                by.optimise(draft, request);
                yield draft.decision();
            }
            case Input.Requested(CancelOperationRequested request) -> {
                by.cancel(draft, request);
                yield draft.decision();
            }
            case Input.NodeFact fact -> nodeFacts.decide(draft, fact.event());
            case Input.Reported reported -> reports.decide(draft, reported.report());
            case Input.HostsDescribed described -> describe(draft, described);
            case Input.DeadlinesPassed deadlines -> deadlines(draft, deadlines);
        };
    }

    /**
     * What placing a VM of this size now would say, without doing it.
     *
     * @param vm who would be placed; a VM of the domain does not stand in its own way
     */
    public Explanation whatIf(DomainState state, VmId vm, VmSpec spec, Moment moment) {
        try (Draft draft = new Draft(state, moment)) {
            return new Placer(policy).place(draft, VmRow.fresh(vm, spec)).explanation();
        }
    }

    /** What every host of the domain would say, with what would have to change; changes nothing. */
    public Appraisal appraise(DomainState state, Question question, Moment moment) {
        try (Draft draft = new Draft(state, moment)) {
            return new Placer(policy).appraise(draft, question);
        }
    }

    /**
     * Where many VMs would go at once, without placing them.
     *
     * @param more counts how many of this size fit once the others are placed; null for none
     * @param steps that the search for fewer hosts may take; some 25 million take a second
     */
    public BatchPlan plan(
            DomainState state,
            List<BatchPlan.Wish> wishes,
            BatchPlan.@Nullable Wish more,
            long steps,
            Moment moment) {
        try (Draft draft = new Draft(state, moment)) {
            return new BatchPlanner(new Placer(policy)).plan(draft, wishes, more, steps);
        }
    }

    /** Which hosts could be switched off, and which should be switched on; changes nothing. */
    public PowerAdvice powerAdvice(DomainState state, Moment moment) {
        try (Draft draft = new Draft(state, moment)) {
            return power.advise(draft);
        }
    }

    private Decision run(Draft draft, PlaceVmRequested request) {
        VmRow vm = draft.vm(request.vm());
        if (vm == null) {
            place(draft, VmRow.fresh(request.vm(), request.spec()), request);
            return draft.decision();
        }
        switch (vm.state()) {
            case STOPPED, WAITING_FOR_OPERATOR, ADOPTION_FAILED ->
                    place(draft, vm.withoutHost(), request);
            case UNPLACEABLE -> place(draft, vm, request);
            case STOPPING ->
                    draft.put(
                            vm.withdrawing(draft.now().plus(policy.stopRepeat()), request.spec()));
            case PLACED, RUNNING, MIGRATING, WITHDRAWING, WAITING_FOR_HOST, ADOPTING -> {}
        }
        return draft.decision();
    }

    private void place(Draft draft, VmRow vm, PlaceVmRequested request) {
        replacement.place(
                draft,
                vm.specified(request.spec()).excluding(List.of()).due(null),
                PlacementCause.REQUESTED,
                Waiver.of(request.override()));
    }

    private Verdict stop(Draft draft, StopVmRequested request) {
        VmRow vm = draft.vm(request.vm());
        if (vm == null) {
            return new Verdict.UnknownVm(request.vm(), request.domain());
        }
        StopWay way = request.way() == null ? StopWay.SHUT_DOWN : request.way();
        switch (vm.state()) {
            case PLACED, RUNNING, MIGRATING, WITHDRAWING, WAITING_FOR_HOST, ADOPTING ->
                    order(draft, vm, way);
            case STOPPING -> {
                if (way == StopWay.TURN_OFF && vm.conduct().stopWay() != way) {
                    order(draft, vm, way);
                }
            }
            case UNPLACEABLE, WAITING_FOR_OPERATOR -> replacement.stopped(draft, vm);
            case STOPPED, ADOPTION_FAILED -> {}
        }
        return draft.decision();
    }

    private void order(Draft draft, VmRow vm, StopWay way) {
        VmRow stopping = vm.stopping(draft.now().plus(policy.stopRepeat()), way);
        draft.put(stopping);
        replacement.stop(draft, stopping, StopReason.REQUESTED);
    }

    private Decision describe(Draft draft, Input.HostsDescribed described) {
        draft.describe(described.hosts());
        replacement.retryUnplaceable(draft);
        return draft.decision();
    }

    private Decision deadlines(Draft draft, Input.DeadlinesPassed deadlines) {
        for (VmId id : deadlines.vms()) {
            VmRow vm = draft.vm(id);
            if (vm != null && vm.isOverdue(draft.now())) {
                deadline(draft, vm);
            }
        }
        operations.onTime(draft);
        return draft.decision();
    }

    private void deadline(Draft draft, VmRow vm) {
        switch (vm.state()) {
            case PLACED -> {
                if (vm.awaitsTurn()) {
                    return;
                }
                draft.put(vm.withdrawing(draft.now().plus(policy.stopRepeat()), null));
                replacement.stop(draft, vm, StopReason.START_TIMED_OUT);
            }
            case WITHDRAWING -> repeatStop(draft, vm, StopReason.START_TIMED_OUT);
            case STOPPING -> repeatStop(draft, vm, StopReason.REQUESTED);
            case UNPLACEABLE -> replacement.retryFailedStart(draft, vm);
            case ADOPTING -> replacement.adoption().repeat(draft, vm);
            case MIGRATING -> migrations.overdue(draft, vm);
            case RUNNING -> {
                VmOrder order = vm.conduct().openOrder();
                if (order == null) {
                    draft.put(vm.due(null));
                } else {
                    conduct.timedOut(draft, vm, order);
                }
            }
            case WAITING_FOR_HOST, WAITING_FOR_OPERATOR, STOPPED, ADOPTION_FAILED ->
                    draft.put(vm.due(null));
        }
    }

    /** A host that is not up cannot answer; its commands wait for it in the topic. */
    private void repeatStop(Draft draft, VmRow vm, StopReason reason) {
        draft.put(vm.due(draft.now().plus(policy.stopRepeat())));
        if (draft.host(vm.requiredHost()).status() == HostStatus.UP) {
            replacement.stop(draft, vm, reason);
        }
    }
}
