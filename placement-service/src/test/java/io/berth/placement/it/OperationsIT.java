package io.berth.placement.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.OperateVm;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.hosts.VmOperationEnded;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.placement.AssignmentEvent;
import io.berth.contracts.placement.OperateVmRequested;
import io.berth.contracts.placement.Standstill;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.contracts.placement.VmAssignment;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmOperationOrdered;
import io.berth.contracts.placement.VmOperationRefused;
import io.berth.contracts.placement.VmOperationSettled;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.telemetry.VmPower;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Instant;
import java.util.Objects;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;

/** What hosts do with VMs that stay where they are, on real topics and a real database. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class OperationsIT {
    private static final CommandId PAUSE = new CommandId("it-operations-pause");

    @Test
    void aVmIsPausedOnTheHostThatHoldsItAndTurnedOff() {
        try (Stage stage = new Stage("it-operations");
                TopicReader<AssignmentEvent> assignments =
                        TopicReader.fromNow(Topics.PLACEMENT_ASSIGNMENTS)) {
            stage.ready("h1");
            stage.request("vm", Stage.SMALL);
            VmPlaced placed = stage.decision(VmPlaced.class, e -> true);
            stage.writer.write(Topics.PLACEMENT_REQUESTS, request(stage, "it-operations-early"));
            assertThat(stage.decision(VmOperationRefused.class, e -> true).reason())
                    .isEqualTo(VmOperationRefused.Reason.NOT_RUNNING);
            stage.answer(placed, Outcome.STARTED);
            stage.decision(VmConfirmed.class, e -> true);

            stage.writer.write(Topics.PLACEMENT_REQUESTS, request(stage, PAUSE.value()));
            OperateVm command =
                    (OperateVm)
                            stage.command(
                                    Stage.PATIENCE,
                                    c -> c instanceof OperateVm && c.command().equals(PAUSE));
            assertThat(command.epoch()).isEqualTo(placed.epoch());
            assertThat(command.tenure()).isEqualTo(placed.tenure());
            assertThat(stage.decision(VmOperationOrdered.class, e -> true).host())
                    .isEqualTo(stage.host("h1"));

            stage.writer.write(Topics.HOST_REPORTS, paused(stage, command));
            assertThat(stage.decision(VmOperationSettled.class, e -> true).outcome())
                    .isEqualTo(VmOperationSettled.Outcome.DONE);
            VmAssignment standing =
                    (VmAssignment)
                            Objects.requireNonNull(
                                    assignments
                                            .await(
                                                    Stage.PATIENCE,
                                                    e ->
                                                            e.event() instanceof VmAssignment a
                                                                    && a.vm().equals(placed.vm())
                                                                    && a.standstill() != null)
                                            .event());
            assertThat(standing.standstill()).isEqualTo(Standstill.PAUSED);
            RestAssured.given()
                    .header("Authorization", TestTokens.bearer("viewer"))
                    .get("/api/v1/vms/" + placed.vm())
                    .then()
                    .statusCode(200)
                    .body("assignment.standstill", Matchers.equalTo("PAUSED"))
                    .body("assignment.operation.outcome", Matchers.equalTo("DONE"));

            stage.writer.write(
                    Topics.PLACEMENT_REQUESTS,
                    new StopVmRequested(placed.vm(), stage.domain, StopWay.TURN_OFF));
            StopVm stop =
                    (StopVm)
                            stage.command(
                                    Stage.PATIENCE,
                                    c -> c instanceof StopVm s && s.vm().equals(placed.vm()));
            assertThat(stop.way()).isEqualTo(StopWay.TURN_OFF);
        }
    }

    private static OperateVmRequested request(Stage stage, String command) {
        return new OperateVmRequested(
                stage.vm("vm"),
                stage.domain,
                new CommandId(command),
                VmAction.PAUSE,
                null,
                Instant.now().plusSeconds(600));
    }

    private static VmOperationEnded paused(Stage stage, OperateVm command) {
        return new VmOperationEnded(
                command.host(),
                stage.domain,
                new BootId(1),
                command.tenure(),
                command.command(),
                command.vm(),
                command.epoch(),
                command.action(),
                VmOperationEnded.Outcome.DONE,
                VmPower.PAUSED,
                "",
                Instant.EPOCH);
    }
}
