package io.berth.inventory.domain.storage;

import io.berth.contracts.hosts.VmDiskMoved;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ConsolidationPlanState;
import io.berth.contracts.inventory.ConsolidationPlanState.Status;
import io.berth.contracts.inventory.ConsolidationStep;
import io.berth.contracts.inventory.ConsolidationStep.Progress;
import io.berth.inventory.domain.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a plan gets on: at most one of its steps is under way, and the next one is ordered when an
 * agent has answered. All of it is in the plan's state, so any instance can go on at any time.
 *
 * <p>{@code start}: from PLANNED, and from FAILED, where the failed step is ordered anew. {@code
 * cancel}: from PLANNED, RUNNING and FAILED; a move that is under way is not broken off, and its
 * answer still counts.
 *
 * <p>A move may have been made although nobody has heard of it, and an order may reach two hosts
 * when the VM changes its host. Neither does harm: where the disk lies decides, and every answer
 * says that.
 */
public final class PlanProgress {
    private PlanProgress() {}

    /** The plan under way; its next step is still to be ordered. */
    public static Verdict<ConsolidationPlanState> start(ConsolidationPlanState plan) {
        return switch (plan.status()) {
            case PLANNED, FAILED -> {
                List<ConsolidationStep> steps =
                        plan.steps().stream()
                                .map(step ->
                                        step.progress() == Progress.FAILED
                                                ? step.became(Progress.PLANNED, null)
                                                : step)
                                .toList();
                yield new Verdict.Accepted<>(with(plan, Status.RUNNING, steps));
            }
            case RUNNING, DONE, CANCELLED -> illegal(plan, "start");
        };
    }

    /** The plan without further steps. */
    public static Verdict<ConsolidationPlanState> cancel(ConsolidationPlanState plan) {
        return switch (plan.status()) {
            case PLANNED, RUNNING, FAILED ->
                    new Verdict.Accepted<>(with(plan, Status.CANCELLED, plan.steps()));
            case DONE, CANCELLED -> illegal(plan, "cancel");
        };
    }

    /** Which step is to be ordered next; none while one is under way or when nothing is left. */
    public static OptionalInt next(ConsolidationPlanState plan) {
        if (plan.status() != Status.RUNNING || waits(plan)) {
            return OptionalInt.empty();
        }
        for (int i = 0; i < plan.steps().size(); i++) {
            if (plan.steps().get(i).progress() == Progress.PLANNED) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** The command for the next attempt at a step: named after it, so that it is the same twice. */
    public static CommandId command(ConsolidationPlanState plan, int step) {
        return new CommandId(
                plan.plan() + "." + (step + 1) + "." + (plan.steps().get(step).attempts() + 1));
    }

    /** The plan with a step ordered from an agent. */
    public static ConsolidationPlanState ordered(
            ConsolidationPlanState plan, int step, HostId host) {
        return replaced(plan, step, plan.steps().get(step).ordered(host, command(plan, step)));
    }

    /** The plan with a step left out. */
    public static ConsolidationPlanState skipped(
            ConsolidationPlanState plan, int step, String why) {
        return replaced(plan, step, plan.steps().get(step).became(Progress.SKIPPED, cut(why)));
    }

    /**
     * The plan with the answer to the newest order of a step; as it is when that changes nothing.
     *
     * <p>A step is done when the disk lies where the plan wants it, whatever the answer says beside
     * that: a repetition finds it there when the first answer was lost, and an answer may come when
     * the step was already given up. A step whose VM runs elsewhere is still to be asked for there.
     */
    public static ConsolidationPlanState answered(ConsolidationPlanState plan, VmDiskMoved answer) {
        for (int i = 0; i < plan.steps().size(); i++) {
            ConsolidationStep step = plan.steps().get(i);
            if (answer.command().equals(step.command())) {
                return answered(plan, i, step, answer);
            }
        }
        return plan;
    }

    private static ConsolidationPlanState answered(
            ConsolidationPlanState plan, int index, ConsolidationStep step, VmDiskMoved answer) {
        boolean waits = step.progress() == Progress.ORDERED;
        if (answer.csv().equals(step.to()) && (waits || step.progress() == Progress.FAILED)) {
            return replaced(plan, index, step.became(Progress.DONE, null));
        }
        if (!waits) {
            return plan;
        }
        boolean running = plan.status() == Status.RUNNING;
        if (answer.outcome() == VmDiskMoved.Outcome.REFUSED_VM_NOT_HERE && running) {
            return replaced(plan, index, step.became(Progress.ORDERED, why(answer)));
        }
        return running
                ? stopped(plan, index, why(answer))
                : replaced(plan, index, step.became(Progress.FAILED, why(answer)));
    }

    /** Whether the step of a command has its disk where the plan wants it. */
    public static boolean doneWith(ConsolidationPlanState plan, CommandId command) {
        return is(plan, command, Progress.DONE);
    }

    /** Whether the step of a command is still to be answered. */
    public static boolean isUnderWay(ConsolidationPlanState plan, CommandId command) {
        return is(plan, command, Progress.ORDERED);
    }

    private static boolean is(ConsolidationPlanState plan, CommandId command, Progress progress) {
        return plan.steps().stream()
                .anyMatch(step -> step.progress() == progress && command.equals(step.command()));
    }

    /** Whether a running plan waits for an answer. */
    public static boolean waits(ConsolidationPlanState plan) {
        return plan.status() == Status.RUNNING
                && plan.steps().stream().anyMatch(step -> step.progress() == Progress.ORDERED);
    }

    /** Whether a plan still waits for the answer to this order. */
    public static boolean waitsFor(ConsolidationPlanState plan, OpenOrder order) {
        return plan.status() == Status.RUNNING
                && order.step() < plan.steps().size()
                && plan.steps().get(order.step()).progress() == Progress.ORDERED
                && order.command().equals(plan.steps().get(order.step()).command());
    }

    /** The plan with a note on the step that is under way. */
    public static ConsolidationPlanState noted(ConsolidationPlanState plan, int step, String note) {
        return replaced(plan, step, plan.steps().get(step).became(Progress.ORDERED, cut(note)));
    }

    /** The plan stopped at a step; a start goes on from there. */
    public static ConsolidationPlanState stopped(
            ConsolidationPlanState plan, int step, String why) {
        ConsolidationPlanState after =
                replaced(plan, step, plan.steps().get(step).became(Progress.FAILED, cut(why)));
        return with(after, Status.FAILED, after.steps());
    }

    /** DONE when no step is left. */
    public static ConsolidationPlanState concluded(ConsolidationPlanState plan) {
        boolean left =
                plan.steps().stream()
                        .anyMatch(step ->
                                step.progress() == Progress.PLANNED
                                        || step.progress() == Progress.ORDERED);
        return plan.status() == Status.RUNNING && !left
                ? with(plan, Status.DONE, plan.steps())
                : plan;
    }

    private static String why(VmDiskMoved answer) {
        String detail = answer.detail();
        return cut(detail.isEmpty() ? answer.outcome().name() : answer.outcome() + ": " + detail);
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), ConsolidationStep.MAX_DETAIL));
    }

    private static ConsolidationPlanState replaced(
            ConsolidationPlanState plan, int index, ConsolidationStep step) {
        List<ConsolidationStep> steps = new ArrayList<>(plan.steps());
        steps.set(index, step);
        return with(plan, plan.status(), steps);
    }

    private static Verdict<ConsolidationPlanState> illegal(
            ConsolidationPlanState plan, String operation) {
        List<String> legal =
                switch (plan.status()) {
                    case PLANNED, FAILED -> List.of("start", "cancel");
                    case RUNNING -> List.of("cancel");
                    case DONE, CANCELLED -> List.of();
                };
        return Verdict.refused(
                new StorageRefusal.IllegalPlanStep(plan.plan(), plan.status(), operation, legal));
    }

    private static ConsolidationPlanState with(
            ConsolidationPlanState plan, Status status, List<ConsolidationStep> steps) {
        return new ConsolidationPlanState(
                plan.plan(),
                plan.cluster(),
                plan.array(),
                plan.headroomPercent(),
                status,
                plan.emptied(),
                steps,
                plan.csvsBefore(),
                plan.csvsAfter(),
                plan.reservationsBefore(),
                plan.reservationsAfter(),
                plan.leastCsvs(),
                plan.revision());
    }

    /** The plan with its next revision, as it is announced. */
    public static ConsolidationPlanState revised(ConsolidationPlanState plan) {
        return new ConsolidationPlanState(
                plan.plan(),
                plan.cluster(),
                plan.array(),
                plan.headroomPercent(),
                plan.status(),
                plan.emptied(),
                plan.steps(),
                plan.csvsBefore(),
                plan.csvsAfter(),
                plan.reservationsBefore(),
                plan.reservationsAfter(),
                plan.leastCsvs(),
                plan.revision() + 1);
    }
}
