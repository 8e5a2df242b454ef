package io.berth.inventory.app.storage;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.MoveVmDisk;
import io.berth.contracts.hosts.VmDiskMoved;
import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.ConsolidationPlanId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.ConsolidationPlanState;
import io.berth.contracts.inventory.ConsolidationPlanState.Status;
import io.berth.contracts.inventory.ConsolidationStep;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.inventory.app.Announcements;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.storage.Consolidation;
import io.berth.inventory.domain.storage.ConsolidationPlanner;
import io.berth.inventory.domain.storage.ConsolidationProblem;
import io.berth.inventory.domain.storage.ConsolidationProblem.Volume;
import io.berth.inventory.domain.storage.PlacedDisk;
import io.berth.inventory.domain.storage.PlanDraft;
import io.berth.inventory.domain.storage.PlanProgress;
import io.berth.inventory.domain.storage.ReservationBudget;
import io.berth.inventory.domain.storage.StorageRefusal;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import io.berth.kit.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final UnitOfWork unitOfWork;
    private final StorageLookups lookups;
    private final Register register;
    private final Announcements announcements;
    private final DiskPlacements placements;
    private final Outbox outbox;

    ConsolidationPlans(
            UnitOfWork unitOfWork,
            StorageLookups lookups,
            Register register,
            Announcements announcements,
            DiskPlacements placements,
            Outbox outbox) {
        this.unitOfWork = unitOfWork;
        this.lookups = lookups;
        this.register = register;
        this.announcements = announcements;
        this.placements = placements;
        this.outbox = outbox;
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
     * @param runsOn where a VM is meant to run; absent while it does not
     */
    public Verdict<ConsolidationPlanState> start(
            ConsolidationPlanId id,
            @Nullable Revision expected,
            Function<VmId, Optional<HostId>> runsOn) {
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
     * An agent has answered. Works in the caller's transaction. Only the first answer to an order
     * counts: a later one may tell of a place that the disk has left since.
     *
     * @param runsOn where a VM is meant to run; absent while it does not
     */
    public void answered(VmDiskMoved answer, Function<VmId, Optional<HostId>> runsOn) {
        for (ConsolidationPlanState known :
                register.having(
                        ConsolidationPlanState.class,
                        Map.of("steps", List.of(Map.of("command", answer.command()))))) {
            ConsolidationPlanState plan = hold(known.plan());
            if (plan != null) {
                ConsolidationPlanState after = PlanProgress.answered(plan, answer);
                if (!after.equals(plan)) {
                    if (answer.outcome() == VmDiskMoved.Outcome.MOVED) {
                        placements.moved(answer.vm(), answer.disk(), answer.csv());
                    }
                    proceed(after, runsOn);
                }
            }
        }
    }

    private Verdict<ConsolidationPlanState> change(
            ConsolidationPlanId id,
            @Nullable Revision expected,
            Function<VmId, Optional<HostId>> runsOn,
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

    /** Orders the next step that is still possible, leaves out the others, and saves the plan. */
    private ConsolidationPlanState proceed(
            ConsolidationPlanState from, Function<VmId, Optional<HostId>> runsOn) {
        ConsolidationPlanState plan = from;
        OptionalInt next = PlanProgress.next(plan);
        while (next.isPresent()) {
            int index = next.getAsInt();
            ConsolidationStep step = plan.steps().get(index);
            String obstacle = obstacle(plan, step);
            HostId host = obstacle == null ? agent(plan, step, runsOn) : null;
            if (host == null) {
                plan =
                        PlanProgress.skipped(
                                plan,
                                index,
                                obstacle == null ? "no host can move the disk" : obstacle);
            } else {
                outbox.put(
                        Topics.HOST_COMMANDS,
                        new MoveVmDisk(
                                host,
                                PlanProgress.command(plan, index),
                                step.vm(),
                                step.disk(),
                                step.from(),
                                step.to()));
                plan = PlanProgress.ordered(plan, index, host);
            }
            next = PlanProgress.next(plan);
        }
        ConsolidationPlanState saved = PlanProgress.revised(PlanProgress.concluded(plan));
        announcements.changed(saved);
        return saved;
    }

    /** Why a step is no longer possible; null when it is. */
    private @Nullable String obstacle(ConsolidationPlanState plan, ConsolidationStep step) {
        ConsolidationProblem now = problem(plan.cluster(), plan.array(), plan.headroomPercent());
        PlacedDisk disk =
                now.disks().stream()
                        .filter(known ->
                                known.vm().equals(step.vm()) && known.disk().equals(step.disk()))
                        .findAny()
                        .orElse(null);
        if (disk == null) {
            return "the VM, its disk or the CSV is gone";
        }
        if (!disk.csv().equals(step.from())) {
            return "the disk lies on CSV " + disk.csv() + " now";
        }
        return ConsolidationPlanner.isPossible(now, disk, step.to())
                ? null
                : "CSV " + step.to() + " cannot take the disk any more";
    }

    /** Who moves it: the host that runs the VM, else a node of the cluster. */
    private @Nullable HostId agent(
            ConsolidationPlanState plan,
            ConsolidationStep step,
            Function<VmId, Optional<HostId>> runsOn) {
        HostId running = runsOn.apply(step.vm()).orElse(null);
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
                        problem(draft.cluster(), draft.array(), draft.headroomPercent()))
                : new Verdict.Refused<>(refusals);
    }

    private ConsolidationProblem problem(ClusterId cluster, @Nullable ArrayId array, int headroom) {
        List<CsvState> csvs =
                lookups.csvsOf(cluster).stream()
                        .filter(csv -> array == null || csv.array().equals(array))
                        .toList();
        Map<ArrayId, Long> prices = new HashMap<>();
        List<Volume> volumes = new ArrayList<>();
        for (CsvState csv : csvs) {
            long price =
                    prices.computeIfAbsent(
                            csv.array(),
                            id ->
                                    lookups.find(StorageArrayState.class, id.value())
                                            .map(state -> lookups.use(state).budget())
                                            .flatMap(budget ->
                                                    budget.shares().stream()
                                                            .filter(share ->
                                                                    share.cluster().equals(cluster))
                                                            .findAny())
                                            .map(ReservationBudget.Share::perCsv)
                                            .orElse(0L));
            volumes.add(Volume.of(csv, price));
        }
        return new ConsolidationProblem(
                volumes,
                PlacedDisk.of(lookups.vmsOf(cluster)),
                headroom,
                ConsolidationPlanState.MAX_STEPS);
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
