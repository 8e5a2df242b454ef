package io.berth.replica.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.contracts.replica.CycleFailed;
import io.berth.contracts.replica.CycleFailure;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** An instance starts where another was killed, and no cycle is lost or doubled by that. */
@QuarkusTest
@TestProfile(RestartIT.AfterAKill.class)
class RestartIT {
    /** Rows and an order are there before the instance starts. */
    public static class AfterAKill implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(KafkaAndPostgres.class),
                    new TestResourceEntry(LeftBehind.class));
        }
    }

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void goesOnWhereTheOtherStopped() {
        try (Stage stage = new Stage(LeftBehind.NAME);
                TopicReader<HostCommand> commands =
                        TopicReader.fromBeginning(Topics.HOST_COMMANDS);
                TopicReader<ReplicaEvent> events =
                        TopicReader.fromBeginning(Topics.REPLICA_EVENTS)) {
            RunReplicaCycle unpublished = await(commands, order(stage, LeftBehind.UNPUBLISHED));
            assertThat(unpublished.command().value()).isEqualTo("left-command");
            assertThat(unpublished.cycle().value()).isEqualTo(LeftBehind.LAST);
            stage.answer(unpublished, "east", Outcome.COPIED);
            events.await(
                    SOON,
                    entry ->
                            entry.event() instanceof CycleCompleted done
                                    && done.relationship().equals(unpublished.relationship())
                                    && done.cycle().value() == LeftBehind.LAST);

            RunReplicaCycle again = await(commands, order(stage, LeftBehind.UNANSWERED));
            assertThat(again.cycle().value()).isEqualTo(LeftBehind.LAST + 1);
            CycleFailed lost =
                    (CycleFailed)
                            events.await(
                                            SOON,
                                            entry ->
                                                    entry.event() instanceof CycleFailed failed
                                                            && failed.relationship()
                                                                    .equals(again.relationship()))
                                    .require();
            assertThat(lost.reason()).isEqualTo(CycleFailure.NO_ANSWER);
            assertThat(lost.cycle().value()).isEqualTo(LeftBehind.LAST);

            RunReplicaCycle due = await(commands, order(stage, LeftBehind.DUE));
            assertThat(due.cycle().value()).isEqualTo(LeftBehind.LAST + 1);
            assertThat(commands.readFor(Duration.ofSeconds(2)))
                    .filteredOn(entry -> isOf(stage, entry, LeftBehind.DUE))
                    .hasSize(1);
            stage.get(LeftBehind.DUE).statusCode(200);
        }
    }

    private static RunReplicaCycle await(
            TopicReader<HostCommand> commands, Predicate<TopicReader.Entry<HostCommand>> wanted) {
        return (RunReplicaCycle) commands.await(SOON, wanted).require();
    }

    private static Predicate<TopicReader.Entry<HostCommand>> order(Stage stage, String one) {
        return entry -> isOf(stage, entry, one);
    }

    private static boolean isOf(Stage stage, TopicReader.Entry<HostCommand> entry, String one) {
        return entry.event() instanceof RunReplicaCycle order
                && order.relationship().equals(stage.relationship(one));
    }
}
