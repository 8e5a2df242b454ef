package io.berth.inventory.rest.storage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.inventory.ConsolidationPlanState;
import io.berth.contracts.inventory.ConsolidationStep;
import io.berth.inventory.domain.storage.OpenOrder;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A plan.
 *
 * @param emptiedCsvs may be removed when the plan is done
 * @param best whether no plan could use fewer volumes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record PlanView(
        String id,
        String cluster,
        @Nullable String array,
        int headroomPercent,
        ConsolidationPlanState.Status status,
        int csvsBefore,
        int csvsAfter,
        int leastCsvs,
        boolean best,
        long reservationsBefore,
        long reservationsAfter,
        List<String> emptiedCsvs,
        List<StepView> steps,
        Progress progress,
        @Nullable OrderView order,
        long revision) {
    /**
     * How far a plan is.
     *
     * @param left steps that are not yet done, failed or left out
     * @param movedMiB of the disks that have arrived
     * @param percent of the data of all steps but those left out; 100 where there is none
     */
    record Progress(
            int done,
            int failed,
            int skipped,
            int left,
            long movedMiB,
            long totalMiB,
            int percent) {
        static Progress of(ConsolidationPlanState plan) {
            long moved = mib(plan, step -> step.progress() == ConsolidationStep.Progress.DONE);
            long total = mib(plan, step -> step.progress() != ConsolidationStep.Progress.SKIPPED);
            int done = count(plan, ConsolidationStep.Progress.DONE);
            int failed = count(plan, ConsolidationStep.Progress.FAILED);
            int skipped = count(plan, ConsolidationStep.Progress.SKIPPED);
            return new Progress(
                    done,
                    failed,
                    skipped,
                    plan.steps().size() - done - failed - skipped,
                    moved,
                    total,
                    total == 0 ? 100 : (int) (moved * 100 / total));
        }

        private static int count(ConsolidationPlanState plan, ConsolidationStep.Progress progress) {
            return (int) plan.steps().stream().filter(step -> step.progress() == progress).count();
        }

        private static long mib(ConsolidationPlanState plan, Predicate<ConsolidationStep> which) {
            return plan.steps().stream().filter(which).mapToLong(step -> step.size().value()).sum();
        }
    }

    /**
     * The order that waits for its answer.
     *
     * @param sends how often the step was asked for since the plan was started
     * @param dueAt when it is asked for again, or given up
     */
    record OrderView(
            int step, String command, String host, int sends, Instant orderedAt, Instant dueAt) {
        static OrderView of(OpenOrder order) {
            return new OrderView(
                    order.step() + 1,
                    order.command().value(),
                    order.host().value(),
                    order.sends(),
                    order.orderedAt(),
                    order.dueAt());
        }
    }

    /**
     * @param order that waits for its answer; absent where none does, and in lists
     */
    static PlanView of(ConsolidationPlanState plan, @Nullable OpenOrder order) {
        ArrayId array = plan.array();
        return new PlanView(
                plan.plan().value(),
                plan.cluster().value(),
                array == null ? null : array.value(),
                plan.headroomPercent(),
                plan.status(),
                plan.csvsBefore(),
                plan.csvsAfter(),
                plan.leastCsvs(),
                plan.csvsAfter() == plan.leastCsvs(),
                plan.reservationsBefore(),
                plan.reservationsAfter(),
                plan.emptied().stream().map(CsvId::value).toList(),
                IntStream.range(0, plan.steps().size())
                        .mapToObj(i -> StepView.of(i + 1, plan.steps().get(i)))
                        .toList(),
                Progress.of(plan),
                order == null ? null : OrderView.of(order),
                plan.revision());
    }

    /** A move and why it is made. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record StepView(
            int number,
            String vm,
            String disk,
            long sizeMiB,
            String from,
            String to,
            String reason,
            ConsolidationStep.Progress progress,
            int attempts,
            @Nullable String host,
            @Nullable String command,
            @Nullable String detail) {
        static StepView of(int number, ConsolidationStep step) {
            return new StepView(
                    number,
                    step.vm().value(),
                    step.disk(),
                    step.size().value(),
                    step.from().value(),
                    step.to().value(),
                    switch (step.purpose()) {
                        case EMPTY_VOLUME ->
                                "CSV "
                                        + step.from()
                                        + " is emptied, and "
                                        + step.to()
                                        + " has room";
                        case MAKE_ROOM ->
                                "makes room on CSV " + step.from() + " for a disk that has to move";
                    },
                    step.progress(),
                    step.attempts(),
                    step.host() == null ? null : step.host().value(),
                    step.command() == null ? null : step.command().value(),
                    step.detail());
        }
    }
}
