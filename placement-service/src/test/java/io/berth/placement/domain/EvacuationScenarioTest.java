package io.berth.placement.domain;

import static io.berth.contracts.hosts.CommandCompleted.Outcome.STARTED;
import static io.berth.placement.domain.Scenario.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.VmMigrationEnded.Outcome;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.BlockedVms;
import io.berth.contracts.placement.Refusal;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.MoveState;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.OperationPolicy;
import io.berth.placement.domain.state.DomainState;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A host is drained: a few at a time, with what cannot move waiting or staying. */
class EvacuationScenarioTest {
    private final Scenario scenario = Scenario.ofHosts("h1");
    private final OperationSteps steps = new OperationSteps(scenario);

    private void vmsOnH1(int count) {
        IntStream.rangeClosed(1, count).forEach(i -> scenario.running("vm" + i, SMALL));
    }

    private void host(String id, int gib) {
        scenario.specify(Scenario.hostState(id, MiB.ofGiB(gib), HostReserve.NONE));
        scenario.ready(id, 1);
    }

    private List<String> migrations() {
        return scenario.commanded().stream().filter(c -> c.startsWith("Migrate")).toList();
    }

    private void arrives(String vm) {
        steps.ended(vm, Outcome.HANDED_OVER);
        scenario.answer(vm, STARTED);
    }

    @Test
    void twoGoToOneHostAndFourLeaveAtOnce() {
        vmsOnH1(6);
        host("h2", 64);
        scenario.forget();
        steps.evacuate("op", "h1", BlockedVms.QUEUE);
        assertThat(migrations())
                .containsExactly("Migrate vm1@h1/1 to h2 LIVE", "Migrate vm2@h1/1 to h2 LIVE");
        host("h3", 64);
        assertThat(migrations())
                .containsExactly("Migrate vm3@h1/1 to h3 LIVE", "Migrate vm4@h1/1 to h3 LIVE");
        arrives("vm1");
        assertThat(migrations()).containsExactly("Migrate vm5@h1/1 to h2 LIVE");
        assertThat(steps.operation("op").movesOver()).isEqualTo(1);
        for (String vm : List.of("vm2", "vm3", "vm4", "vm5", "vm6")) {
            arrives(vm);
        }
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.DONE);
        assertThat(steps.operation("op").moves()).allMatch(move -> move.state() == MoveState.DONE);
    }

    @Test
    void anEvacuatedHostTakesNothingUntilTheOperationIsCancelled() {
        vmsOnH1(1);
        host("h2", 64);
        steps.evacuate("op", "h1", BlockedVms.QUEUE);
        arrives("vm1");
        assertThat(scenario.hostRow("h1").evacuated()).isTrue();
        scenario.failed("h2", 1);
        assertThat(scenario.vm("vm1").state()).isEqualTo(AssignmentState.UNPLACEABLE);

        steps.cancel("op");
        assertThat(scenario.hostRow("h1").evacuated()).isFalse();
        assertThat(scenario.hostOf("vm1")).as("room has appeared").isEqualTo("h1");
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.DONE);
    }

    @Test
    void whatCannotMoveWaitsWithEveryHostsReasonsAndIsTriedAgain() {
        scenario.running("vm1", Scenario.spec(2, true, RestartPriority.LOW));
        host("h2", 1);
        scenario.forget();
        steps.evacuate("op", "h1", BlockedVms.QUEUE);
        Move waits = steps.move("op", "vm1");
        assertThat(waits.state()).isEqualTo(MoveState.BLOCKED);
        assertThat(waits.refused())
                .anySatisfy(host -> {
                    assertThat(host.host()).isEqualTo(new HostId("h2"));
                    assertThat(host.refusals())
                            .extracting(Refusal::code)
                            .contains("insufficient-memory");
                })
                .anySatisfy(host ->
                        assertThat(host.refusals())
                                .extracting(Refusal::code)
                                .contains("evacuated", "already-there"));
        host("h3", 64);
        assertThat(migrations()).as("not before its time").isEmpty();
        scenario.after(OperationPolicy.DEFAULT.retry());
        assertThat(migrations()).contains("Migrate vm1@h1/1 to h3 LIVE");
    }

    @Test
    void whatCannotMoveStaysWhereThatWasAskedFor() {
        vmsOnH1(2);
        host("h2", 1);
        scenario.forget();
        steps.evacuate("op", "h1", BlockedVms.REFUSE);
        assertThat(steps.move("op", "vm2").state()).isEqualTo(MoveState.REFUSED);
        arrives("vm1");
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.FAILED);
        assertThat(scenario.hostOf("vm2")).isEqualTo("h1");
        assertThat(scenario.hostRow("h1").evacuated()).isTrue();
    }

    @Test
    void cancellingStopsWhatWaitsAndBreaksOffWhatMoves() {
        vmsOnH1(4);
        host("h2", 64);
        steps.evacuate("op", "h1", BlockedVms.QUEUE);
        steps.ended("vm1", Outcome.HANDED_OVER);
        scenario.forget();
        steps.cancel("op");
        assertThat(scenario.commanded()).contains("Abort vm2@h1/1");
        assertThat(steps.move("op", "vm4").state()).isEqualTo(MoveState.CANCELLED);
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.CANCELLING);
        steps.ended("vm2", Outcome.ABORTED);
        if (scenario.vm("vm3").state() == AssignmentState.MIGRATING) {
            steps.ended("vm3", Outcome.ABORTED);
        }
        scenario.answer("vm1", STARTED);
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.CANCELLED);
        assertThat(scenario.hostOf("vm1")).isEqualTo("h2");
        assertThat(scenario.hostOf("vm2")).isEqualTo("h1");
    }

    @Test
    void whatStartsThereIsMovedWhenItRunsAndWhatStopsHasLeft() {
        vmsOnH1(1);
        scenario.request("young", SMALL);
        host("h2", 64);
        scenario.forget();
        steps.evacuate("op", "h1", BlockedVms.QUEUE);
        assertThat(migrations()).containsExactly("Migrate vm1@h1/1 to h2 LIVE");
        scenario.answer("young", STARTED);
        assertThat(migrations()).containsExactly("Migrate young@h1/1 to h2 LIVE");
        scenario.stop("young")
                .answer(
                        "h1",
                        "young",
                        1,
                        io.berth.contracts.hosts.CommandCompleted.Outcome.STOPPED);
        arrives("vm1");
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.DONE);
    }

    @Test
    void aFailureIsTriedAgainUpToABound() {
        vmsOnH1(1);
        host("h2", 64);
        steps.evacuate("op", "h1", BlockedVms.QUEUE);
        for (int i = 1; i < OperationPolicy.DEFAULT.attempts(); i++) {
            steps.ended("vm1", Outcome.FAILED_TARGET_UNREACHABLE);
            assertThat(steps.move("op").state()).isEqualTo(MoveState.BLOCKED);
            scenario.after(OperationPolicy.DEFAULT.retry());
        }
        steps.ended("vm1", Outcome.FAILED_TARGET_UNREACHABLE);
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.FAILED);
        assertThat(steps.move("op").attempts()).isEqualTo(OperationPolicy.DEFAULT.attempts());
    }

    @Test
    void aHostIsEvacuatedOnceAtATime() {
        vmsOnH1(1);
        host("h2", 64);
        steps.evacuate("op", "h1", BlockedVms.QUEUE).evacuate("op2", "h1", BlockedVms.QUEUE);
        assertThat(steps.operation("op2").reason()).isEqualTo(MoveReason.ALREADY_EVACUATED);
        steps.evacuate("op3", "h9", BlockedVms.QUEUE);
        assertThat(steps.operation("op3").reason()).isEqualTo(MoveReason.UNKNOWN_HOST);
    }

    @Test
    void anEmptyHostIsEvacuatedAtOnce() {
        steps.evacuate("op", "h1", BlockedVms.QUEUE);
        assertThat(steps.operation("op").state()).isEqualTo(OperationState.DONE);
    }

    @Test
    void theWholePlanCanBeSeenWithoutEffect() {
        vmsOnH1(6);
        host("h2", 64);
        scenario.forget();
        DomainState before = scenario.state;
        OperationRow plan =
                scenario.rules
                        .whatIf(
                                before,
                                OperationSteps.evacuation("plan", "h1", BlockedVms.QUEUE),
                                new Moment(Instant.EPOCH, 1, List.of()))
                        .orElseThrow();
        assertThat(plan.moves()).hasSize(6).allMatch(move -> move.state() == MoveState.MOVING);
        assertThat(before.operations()).isEmpty();
        assertThat(scenario.hostRow("h1").evacuated()).isFalse();
        assertThat(scenario.commanded()).isEmpty();
    }
}
