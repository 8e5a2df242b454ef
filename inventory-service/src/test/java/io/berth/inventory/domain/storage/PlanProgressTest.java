package io.berth.inventory.domain.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.VmDiskMoved;
import io.berth.contracts.hosts.VmDiskMoved.Outcome;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.ConsolidationPlanId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ConsolidationPlanState;
import io.berth.contracts.inventory.ConsolidationPlanState.Status;
import io.berth.contracts.inventory.ConsolidationStep;
import io.berth.contracts.inventory.ConsolidationStep.Progress;
import io.berth.contracts.inventory.ConsolidationStep.Purpose;
import io.berth.inventory.domain.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How a plan gets on, transition by transition. */
class PlanProgressTest {
    private static final HostId HOST = new HostId("node-1");
    private static final CsvId FROM = new CsvId("csv-2");
    private static final CsvId TO = new CsvId("csv-1");

    private static ConsolidationPlanState plan(Status status, Progress... steps) {
        List<ConsolidationStep> list = new ArrayList<>();
        for (int i = 0; i < steps.length; i++) {
            ConsolidationStep step =
                    ConsolidationStep.planned(
                            new VmId("vm-" + (i + 1)),
                            "system.vhd",
                            new MiB(100),
                            FROM,
                            TO,
                            Purpose.EMPTY_VOLUME);
            boolean asked = steps[i] != Progress.PLANNED && steps[i] != Progress.SKIPPED;
            list.add(
                    asked
                            ? step.ordered(HOST, command(i)).became(steps[i], null)
                            : step.became(steps[i], null));
        }
        return new ConsolidationPlanState(
                new ConsolidationPlanId("p"),
                new ClusterId("c"),
                null,
                10,
                status,
                List.of(FROM),
                list,
                2,
                1,
                16,
                8,
                1,
                7);
    }

    private static CommandId command(int step) {
        return new CommandId("p." + (step + 1) + ".1");
    }

    private static VmDiskMoved answer(int step, Outcome outcome, CsvId lies) {
        return new VmDiskMoved(
                HOST,
                new DomainId("c"),
                new BootId(1),
                Tenure.NONE,
                command(step),
                new VmId("vm-" + (step + 1)),
                "system.vhd",
                lies,
                outcome,
                Duration.ofSeconds(3),
                "told",
                Instant.EPOCH);
    }

    private static List<Progress> progress(ConsolidationPlanState plan) {
        return plan.steps().stream().map(ConsolidationStep::progress).toList();
    }

    @ParameterizedTest
    @EnumSource
    void onlyAPlannedOrFailedPlanIsStarted(Status status) {
        Verdict<ConsolidationPlanState> verdict =
                PlanProgress.start(plan(status, Progress.DONE, Progress.FAILED));
        if (status == Status.PLANNED || status == Status.FAILED) {
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            Verdict.Accepted.class,
                            accepted -> {
                                var after = (ConsolidationPlanState) accepted.value();
                                assertThat(after.status()).isEqualTo(Status.RUNNING);
                                assertThat(progress(after))
                                        .containsExactly(Progress.DONE, Progress.PLANNED);
                            });
        } else {
            assertThat(verdict).isInstanceOf(Verdict.Refused.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOverIsNotCancelled(Status status) {
        boolean over = status == Status.DONE || status == Status.CANCELLED;
        assertThat(PlanProgress.cancel(plan(status, Progress.PLANNED)) instanceof Verdict.Refused)
                .isEqualTo(over);
    }

    @ParameterizedTest
    @CsvSource({
        "RUNNING, PLANNED PLANNED, 0",
        "RUNNING, DONE PLANNED, 1",
        "RUNNING, SKIPPED PLANNED, 1",
        "RUNNING, ORDERED PLANNED, -1",
        "RUNNING, DONE DONE, -1",
        "FAILED, DONE PLANNED, -1",
        "CANCELLED, DONE PLANNED, -1",
        "PLANNED, PLANNED PLANNED, -1"
    })
    void theNextStepIsTheFirstThatWaitsWhileNoneIsUnderWay(
            Status status, String steps, int expected) {
        OptionalInt next =
                PlanProgress.next(
                        plan(
                                status,
                                Arrays.stream(steps.split(" ", -1))
                                        .map(Progress::valueOf)
                                        .toArray(Progress[]::new)));
        assertThat(next.orElse(-1)).isEqualTo(expected);
    }

    /** What an answer makes of a plan whose only step stands so; lies: t where it was wanted. */
    @ParameterizedTest
    @CsvSource({
        "RUNNING, ORDERED, MOVED, t, DONE, RUNNING",
        "RUNNING, ORDERED, FAILED, f, FAILED, FAILED",
        "RUNNING, ORDERED, REFUSED_NO_ROOM, f, FAILED, FAILED",
        "RUNNING, ORDERED, REFUSED_NO_SUCH_DISK, f, FAILED, FAILED",
        "RUNNING, ORDERED, REFUSED_NO_SUCH_DISK, t, DONE, RUNNING",
        "RUNNING, ORDERED, REFUSED_VM_NOT_HERE, f, ORDERED, RUNNING",
        "RUNNING, ORDERED, REFUSED_VM_NOT_HERE, t, DONE, RUNNING",
        "CANCELLED, ORDERED, MOVED, t, DONE, CANCELLED",
        "CANCELLED, ORDERED, FAILED, f, FAILED, CANCELLED",
        "CANCELLED, ORDERED, REFUSED_VM_NOT_HERE, f, FAILED, CANCELLED",
        "FAILED, FAILED, MOVED, t, DONE, FAILED",
        "FAILED, FAILED, FAILED, f, FAILED, FAILED",
        "RUNNING, DONE, MOVED, t, DONE, RUNNING",
        "RUNNING, DONE, FAILED, f, DONE, RUNNING"
    })
    void anAnswerIsTakenByWhereTheDiskLies(
            Status status,
            Progress before,
            Outcome outcome,
            String lies,
            Progress after,
            Status then) {
        ConsolidationPlanState answered =
                PlanProgress.answered(
                        plan(status, before), answer(0, outcome, lies.equals("t") ? TO : FROM));
        assertThat(progress(answered)).containsExactly(after);
        assertThat(answered.status()).isEqualTo(then);
    }

    @Test
    void theReasonStaysAndAnAnswerToNothingChangesNothing() {
        ConsolidationPlanState plan = plan(Status.RUNNING, Progress.ORDERED, Progress.PLANNED);
        assertThat(PlanProgress.answered(plan, answer(0, Outcome.FAILED, FROM)).steps().getFirst())
                .extracting(ConsolidationStep::detail)
                .isEqualTo("FAILED: told");
        assertThat(PlanProgress.answered(plan, answer(4, Outcome.MOVED, TO))).isEqualTo(plan);
        assertThat(PlanProgress.answered(plan, answer(1, Outcome.MOVED, TO))).isEqualTo(plan);
    }

    @Test
    void eachAttemptHasACommandOfItsOwn() {
        ConsolidationPlanState plan = plan(Status.RUNNING, Progress.DONE, Progress.PLANNED);
        assertThat(PlanProgress.command(plan, 1)).isEqualTo(new CommandId("p.2.1"));
        ConsolidationPlanState once = PlanProgress.ordered(plan, 1, HOST);
        assertThat(PlanProgress.command(once, 1)).isEqualTo(new CommandId("p.2.2"));
        assertThat(once.steps().get(1).command()).isEqualTo(new CommandId("p.2.1"));
        assertThat(PlanProgress.noted(once, 1, "x".repeat(9999)).steps().get(1).detail())
                .hasSize(ConsolidationStep.MAX_DETAIL);
    }

    @Test
    void aRunningPlanIsDoneWhenNothingIsLeft() {
        assertThat(PlanProgress.concluded(plan(Status.RUNNING, Progress.DONE, Progress.SKIPPED)))
                .extracting(ConsolidationPlanState::status)
                .isEqualTo(Status.DONE);
        for (Progress left : List.of(Progress.PLANNED, Progress.ORDERED)) {
            assertThat(PlanProgress.concluded(plan(Status.RUNNING, Progress.DONE, left)).status())
                    .isEqualTo(Status.RUNNING);
        }
        assertThat(PlanProgress.concluded(plan(Status.FAILED, Progress.FAILED)).status())
                .isEqualTo(Status.FAILED);
        assertThat(PlanProgress.revised(plan(Status.DONE)).revision()).isEqualTo(8);
    }

    @Test
    void anOrderIsWaitedForWhileItIsTheNewestOfARunningPlan() {
        OpenOrder order =
                new OpenOrder(
                        new ConsolidationPlanId("p"),
                        0,
                        command(0),
                        HOST,
                        1,
                        false,
                        Instant.EPOCH,
                        Instant.EPOCH);
        assertThat(PlanProgress.waitsFor(plan(Status.RUNNING, Progress.ORDERED), order)).isTrue();
        assertThat(PlanProgress.waitsFor(plan(Status.CANCELLED, Progress.ORDERED), order))
                .isFalse();
        assertThat(PlanProgress.waitsFor(plan(Status.RUNNING, Progress.DONE), order)).isFalse();
        assertThat(PlanProgress.waitsFor(plan(Status.RUNNING), order)).isFalse();
        ConsolidationPlanState again =
                PlanProgress.ordered(plan(Status.RUNNING, Progress.ORDERED), 0, HOST);
        assertThat(PlanProgress.waitsFor(again, order)).isFalse();
    }
}
