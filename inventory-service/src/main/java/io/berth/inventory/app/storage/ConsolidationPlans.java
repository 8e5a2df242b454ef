package io.berth.inventory.app.storage;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.MoveVmDisk;
import io.berth.contracts.hosts.VmDiskMoved;
import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.ConsolidationPlanId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.ConsolidationPlanState;
import io.berth.contracts.inventory.ConsolidationPlanState.Status;
import io.berth.contracts.inventory.ConsolidationStep;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.inventory.app.Announcements;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.storage.Breach;
import io.berth.inventory.domain.storage.Consolidation;
import io.berth.inventory.domain.storage.ConsolidationPlanner;
import io.berth.inventory.domain.storage.ConsolidationProblem;
import io.berth.inventory.domain.storage.OpenOrder;
import io.berth.inventory.domain.storage.PlanDraft;
import io.berth.inventory.domain.storage.PlanProgress;
import io.berth.inventory.domain.storage.StepCheck;
import io.berth.inventory.domain.storage.StorageRefusal;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import io.berth.inventory.store.storage.OrderStore;
import io.berth.kit.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Making consolidation plans and carrying them out step by step. A plan's row is held while
 * anything of it changes; the order to the agent goes out with the same transaction. A plan is thus
 * always in a state from which any instance goes on with the next answer.
 */
@ApplicationScoped
public class ConsolidationPlans {
    /** Overdue orders that are looked at together; the others are in the next look. */
    private static final int MAX_DUE = 100;

    /** Where VMs are meant to run. */
    @FunctionalInterface
    public interface RunsOn {
        /** Absent while it is meant to run nowhere. */
        Optional<HostId> host(VmId vm);
    }

    private final UnitOfWork unitOfWork;
    private final StorageLookups lookups;
    private final Register register;
    private final Announcements announcements;
    private final DiskPlacements placements;
    private final Outbox outbox;
    private final ConsolidationProblems problems;
    private final OrderStore orders;
    private final ConsolidationConfig config;

    ConsolidationPlans(
            UnitOfWork unitOfWork,
            StorageLookups lookups,
            Register register,
            Announcements announcements,
            DiskPlacements placements,
            Outbox outbox,
            ConsolidationProblems problems,
            OrderStore orders,
            ConsolidationConfig config) {
        this.unitOfWork = unitOfWork;
        this.lookups = lookups;
        this.register = register;
        this.announcements = announcements;
        this.placements = placements;
        this.outbox = outbox;
        this.problems = problems;
        this.orders = orders;
        this.config = config;
    }

    /** Makes and stores a plan. The search runs between two short transactions. */
    public Verdict<ConsolidationPlanState> make(PlanDraft draft) {
        Verdict<ConsolidationProblem> problem = unitOfWork.run(() -> problem(draft));
        if (problem instanceof Verdict.Refused<ConsolidationProblem>(var refusals)) {
            return new Verdict.Refused<>(refusals);
        }
        Consolidation found =
                ConsolidationPlanner.plan(
                        ((Verdict.Accepted<ConsolidationProblem>) problem).value());
        return unitOfWork.run(() -> {
            List<Located> refusals = refusals(draft);
            if (!refusals.isEmpty()) {
                return new Verdict.Refused<>(refusals);
            }
            ConsolidationPlanState plan =
                    state(
                            draft,
                            found,
                            register.firstRevision(
                                    EntityKind.CONSOLIDATION_PLAN, draft.id().value()));
            announcements.changed(plan);
            return new Verdict.Accepted<>(plan);
        });
    }

    /**
     * Starts a plan, or goes on with one that has failed.
     *
     * @param runsOn where VMs are meant to run
     */
    public Verdict<ConsolidationPlanState> start(
            ConsolidationPlanId id, @Nullable Revision expected, RunsOn runsOn) {
        return change(
                id,
                expected,
                runsOn,
                plan -> {
                    Optional<ConsolidationPlanState> other =
                            register
                                    .having(
                                            ConsolidationPlanState.class,
                                            Map.of(
                                                    "cluster",
                                                    plan.cluster(),
                                                    "status",
                                                    Status.RUNNING))
                                    .stream()
                                    .findFirst();
                    return other.isPresent() && !other.get().plan().equals(id)
                            ? Verdict.refused(
                                    new StorageRefusal.AnotherPlanRuns(
                                            plan.cluster(), other.get().plan()))
                            : PlanProgress.start(plan);
                });
    }

    /** Orders no further step. */
    public Verdict<ConsolidationPlanState> cancel(
            ConsolidationPlanId id, @Nullable Revision expected) {
        return change(id, expected, _ -> Optional.empty(), PlanProgress::cancel);
    }

    /**
     * An agent has answered. Works in the caller's transaction. Only the first answer to the newest
     * order of a step counts: a later one may tell of a place that the disk has left since. But an
     * answer that says that the disk lies where the plan wants it is good news whatever else it
     * says, also when nobody waited for it any more.
     *
     * @param runsOn where VMs are meant to run
     */
    public void answered(VmDiskMoved answer, RunsOn runsOn) {
        for (ConsolidationPlanState known :
                register.having(
                        ConsolidationPlanState.class,
                        Map.of("steps", List.of(Map.of("command", answer.command()))))) {
            ConsolidationPlanState plan = hold(known.plan());
            if (plan != null) {
                ConsolidationPlanState after = PlanProgress.answered(plan, answer);
                if (!after.equals(plan)) {
                    took(answer, plan, after, runsOn);
                }
            }
        }
    }

    private void took(
            VmDiskMoved answer,
            ConsolidationPlanState before,
            ConsolidationPlanState after,
            RunsOn runsOn) {
        if (PlanProgress.doneWith(after, answer.command())) {
            placements.moved(answer.vm(), answer.disk(), answer.csv());
        }
        if (PlanProgress.isUnderWay(after, answer.command())) {
            orders.elsewhere(before.plan(), config.lookAgainAfter());
            saved(after);
        } else {
            proceed(after, runsOn);
        }
    }

    private Verdict<ConsolidationPlanState> change(
            ConsolidationPlanId id,
            @Nullable Revision expected,
            RunsOn runsOn,
            Function<ConsolidationPlanState, Verdict<ConsolidationPlanState>> decide) {
        return unitOfWork.run(() -> {
            ConsolidationPlanState known =
                    register.find(ConsolidationPlanState.class, id.value()).orElse(null);
            if (known != null) {
                // Two plans of one cluster must not be started at the same time.
                register.hold(ClusterState.class, known.cluster().value(), Hold.EXCLUSIVE);
            }
            ConsolidationPlanState plan = hold(id);
            if (plan == null) {
                return Verdict.refused(
                        new InventoryRefusal.NotFound(EntityKind.CONSOLIDATION_PLAN, id.value()));
            }
            if (expected != null && expected.value() != plan.revision()) {
                return Verdict.refused(
                        new InventoryRefusal.Stale(
                                EntityKind.CONSOLIDATION_PLAN,
                                id.value(),
                                new Revision(plan.revision())));
            }
            return switch (decide.apply(plan)) {
                case Verdict.Refused<ConsolidationPlanState> refused -> refused;
                case Verdict.Accepted<ConsolidationPlanState>(var changed) ->
                        new Verdict.Accepted<>(proceed(changed, runsOn));
            };
        });
    }

    /**
     * Orders the next step, leaves out those before it that have become needless, stops the plan
     * before one that would break a condition, and saves it.
     */
    private ConsolidationPlanState proceed(ConsolidationPlanState from, RunsOn runsOn) {
        ConsolidationPlanState plan = from;
        OptionalInt next = PlanProgress.next(plan);
        while (next.isPresent()) {
            int index = next.getAsInt();
            plan = step(plan, index, plan.steps().get(index), runsOn);
            next = PlanProgress.next(plan);
        }
        if (!PlanProgress.waits(plan)) {
            orders.remove(plan.plan());
        }
        return saved(PlanProgress.concluded(plan));
    }

    private ConsolidationPlanState step(
            ConsolidationPlanState plan, int index, ConsolidationStep step, RunsOn runsOn) {
        return switch (problems.check(plan, step)) {
            case StepCheck.Needless(String why) -> PlanProgress.skipped(plan, index, why);
            case StepCheck.Broken(List<Breach> breaches) ->
                    PlanProgress.stopped(plan, index, Breach.text(breaches));
            case StepCheck.Possible _ -> {
                HostId host = agent(plan, step, runsOn);
                yield host == null
                        ? PlanProgress.stopped(
                                plan,
                                index,
                                Breach.text(List.of(new Breach.NoHost(plan.cluster()))))
                        : ordered(plan, index, host, 1);
            }
        };
    }

    /** Asks an agent for a step, by a command that was never sent before. */
    private ConsolidationPlanState ordered(
            ConsolidationPlanState plan, int index, HostId host, int sends) {
        ConsolidationStep step = plan.steps().get(index);
        CommandId command = PlanProgress.command(plan, index);
        send(step, host, command);
        orders.put(plan.plan(), index, command, host, sends, config.within(step.size()));
        return PlanProgress.ordered(plan, index, host);
    }

    private void send(ConsolidationStep step, HostId host, CommandId command) {
        outbox.put(
                Topics.HOST_COMMANDS,
                new MoveVmDisk(
                        host,
                        command,
                        step.vm(),
                        step.disk(),
                        step.from(),
                        step.to(),
                        step.size()));
    }

    private ConsolidationPlanState saved(ConsolidationPlanState plan) {
        ConsolidationPlanState saved = PlanProgress.revised(plan);
        announcements.changed(saved);
        return saved;
    }

    /** The order of a plan that waits for its answer. */
    public Optional<OpenOrder> order(ConsolidationPlanId plan) {
        return unitOfWork.run(() -> orders.find(plan));
    }

    /** Plans with an order that was not answered in time. */
    public List<ConsolidationPlanId> due() {
        return unitOfWork.run(() -> orders.due(MAX_DUE));
    }

    /**
     * An order was not answered in time: it goes out again, to the host that runs the VM now, or
     * the plan stops when it was asked for often enough. The same host gets the same command, which
     * it answers alike if it has carried it out; another host gets another one.
     */
    public void overdue(ConsolidationPlanId id, RunsOn runsOn) {
        unitOfWork.run(() -> {
            ConsolidationPlanState plan = hold(id);
            OpenOrder order = orders.findDue(id).orElse(null);
            if (order == null) {
                return plan;
            }
            if (plan == null || !PlanProgress.waitsFor(plan, order)) {
                orders.remove(id);
                return plan;
            }
            return askedAgain(plan, order, runsOn);
        });
    }

    private ConsolidationPlanState askedAgain(
            ConsolidationPlanState plan, OpenOrder order, RunsOn runsOn) {
        ConsolidationStep step = plan.steps().get(order.step());
        String told = step.detail();
        String silence =
                order.elsewhere() && told != null
                        ? told
                        : "host %s has not answered since %s"
                                .formatted(order.host(), order.orderedAt());
        if (order.sends() >= config.orders()) {
            orders.remove(plan.plan());
            return saved(
                    PlanProgress.stopped(
                            plan,
                            order.step(),
                            "no-answer: asked for %d times, as often as is allowed; %s"
                                    .formatted(order.sends(), silence)));
        }
        HostId host = agent(plan, step, runsOn);
        if (host == null) {
            orders.remove(plan.plan());
            return saved(
                    PlanProgress.stopped(
                            plan,
                            order.step(),
                            Breach.text(List.of(new Breach.NoHost(plan.cluster())))));
        }
        int sends = order.sends() + 1;
        String note = "asked for %d of %d times; %s".formatted(sends, config.orders(), silence);
        if (order.elsewhere() || !host.equals(order.host())) {
            return saved(
                    PlanProgress.noted(
                            ordered(plan, order.step(), host, sends), order.step(), note));
        }
        send(step, host, order.command());
        orders.put(
                plan.plan(),
                order.step(),
                order.command(),
                host,
                sends,
                config.within(step.size()));
        return saved(PlanProgress.noted(plan, order.step(), note));
    }

    /** Who moves it: the host that runs the VM, else a node of the cluster. */
    private @Nullable HostId agent(
            ConsolidationPlanState plan, ConsolidationStep step, RunsOn runsOn) {
        HostId running = runsOn.host(step.vm()).orElse(null);
        if (running != null) {
            return running;
        }
        return register.find(ClusterState.class, plan.cluster().value())
                .flatMap(cluster ->
                        lookups.hostsOf(cluster).stream()
                                .filter(host -> !host.maintenance())
                                .map(HostState::host)
                                .findFirst())
                .orElse(null);
    }

    private @Nullable ConsolidationPlanState hold(ConsolidationPlanId id) {
        return register.hold(ConsolidationPlanState.class, id.value(), Hold.EXCLUSIVE).orElse(null);
    }

    private List<Located> refusals(PlanDraft draft) {
        List<Located> refusals = new ArrayList<>();
        String id = draft.id().value();
        if (register.find(ConsolidationPlanState.class, id).isPresent()) {
            refusals.add(StorageChanges.taken(EntityKind.CONSOLIDATION_PLAN, id));
        }
        if (register.find(ClusterState.class, draft.cluster().value()).isEmpty()) {
            refusals.add(
                    StorageChanges.unknown(
                            "/cluster", EntityKind.CLUSTER, draft.cluster().value()));
        }
        ArrayId array = draft.array();
        if (array != null && register.find(StorageArrayState.class, array.value()).isEmpty()) {
            refusals.add(StorageChanges.unknown("/array", EntityKind.STORAGE_ARRAY, array.value()));
        }
        return refusals;
    }

    private Verdict<ConsolidationProblem> problem(PlanDraft draft) {
        List<Located> refusals = refusals(draft);
        return refusals.isEmpty()
                ? new Verdict.Accepted<>(
                        problems.of(draft.cluster(), draft.array(), draft.headroomPercent()))
                : new Verdict.Refused<>(refusals);
    }

    private static ConsolidationPlanState state(
            PlanDraft draft, Consolidation found, Revision revision) {
        return new ConsolidationPlanState(
                draft.id(),
                draft.cluster(),
                draft.array(),
                draft.headroomPercent(),
                Status.PLANNED,
                found.emptied(),
                found.moves().stream()
                        .map(move ->
                                ConsolidationStep.planned(
                                        move.disk().vm(),
                                        move.disk().disk(),
                                        move.disk().size(),
                                        move.from(),
                                        move.to(),
                                        move.purpose()))
                        .toList(),
                found.volumesBefore(),
                found.cost().volumes(),
                found.reservationsBefore(),
                found.cost().reservations(),
                found.least(),
                revision.value());
    }
}
