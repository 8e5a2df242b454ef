package io.berth.placement.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.placement.AssignmentEvent;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.PlacementCause;
import io.berth.contracts.placement.StopVmRequested;
import io.berth.contracts.placement.VmAssignment;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmLost;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.placement.VmStopped;
import io.berth.contracts.placement.VmUnplaceable;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.berth.placement.app.OwnedDomains;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What placement does on real topics and a real database. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class PlacementIT {
    private static final Logger LOG = Logger.getLogger(PlacementIT.class);
    private static final int MANY = 100;

    @Inject OwnedDomains owned;

    @Test
    void aRequestEndsInAConfirmedStartAndAStopInFreeRoom() {
        try (Stage stage = new Stage("it-life");
                TopicReader<AssignmentEvent> assignments =
                        TopicReader.fromNow(Topics.PLACEMENT_ASSIGNMENTS)) {
            stage.ready("h1");
            stage.request("vm", Stage.SMALL);

            VmPlaced placed = stage.decision(VmPlaced.class, e -> true);
            StartVm start = (StartVm) stage.command(Stage.PATIENCE, c -> isStart(c, placed.vm()));
            assertThat(start.host()).isEqualTo(stage.host("h1"));
            assertThat(start.epoch()).isEqualTo(placed.epoch());
            assertThat(start.tenure()).isEqualTo(placed.tenure());
            assertThat(placed.explanation().inputs())
                    .as("all of the three topics, and the tables")
                    .hasSizeGreaterThan(3)
                    .anyMatch(input -> input.topic().equals("hosts.reports") && input.offset() > 0);

            stage.answer(placed, Outcome.STARTED);
            VmConfirmed confirmed = stage.decision(VmConfirmed.class, e -> true);
            assertThat(confirmed.epoch()).isEqualTo(placed.epoch());

            stage.writer.write(
                    Topics.PLACEMENT_REQUESTS, new StopVmRequested(placed.vm(), stage.domain));
            stage.command(Stage.PATIENCE, c -> c instanceof StopVm s && s.vm().equals(placed.vm()));
            stage.answer(placed, Outcome.STOPPED);
            stage.decision(VmStopped.class, e -> true);

            List<AssignmentState> states =
                    assignments
                            .awaitMany(4, Stage.PATIENCE, e -> isOf(e.event(), placed.vm()))
                            .stream()
                            .map(e -> ((VmAssignment) Objects.requireNonNull(e.event())).state())
                            .toList();
            assertThat(states)
                    .containsExactly(
                            AssignmentState.PLACED,
                            AssignmentState.RUNNING,
                            AssignmentState.STOPPING,
                            AssignmentState.STOPPED);
        }
    }

    /** Several times, so that the later measurements are of a warm service. */
    @RepeatedTest(5)
    void allVmsOfAFailedHostAreReplacedOnceAtAHigherEpoch(RepetitionInfo repetition) {
        String domain = "it-fail-" + repetition.getCurrentRepetition();
        try (Stage stage = new Stage(domain)) {
            stage.ready("h1");
            for (int i = 0; i < MANY; i++) {
                stage.request("vm" + i, Stage.SMALL);
            }
            for (VmPlaced placed : stage.decisions(MANY, VmPlaced.class, e -> true)) {
                stage.answer(placed, Outcome.STARTED);
            }
            stage.decisions(MANY, VmConfirmed.class, e -> true);
            stage.ready("h2");
            stage.ready("h3");
            stage.ready("h4");

            HostFailed failed = stage.failed("h1");
            long before = System.nanoTime();
            stage.write(Topics.NODE_EVENTS, failed, domain + "-first");
            List<VmPlaced> replaced =
                    stage.decisions(
                            MANY, VmPlaced.class, e -> e.cause() == PlacementCause.HOST_FAILED);
            LOG.infof(
                    "measured: HostFailed to the last of %d VmPlaced as read by a consumer: %d ms",
                    MANY, (System.nanoTime() - before) / 1_000_000);

            assertThat(replaced)
                    .allMatch(e -> e.epoch().equals(new Epoch(2)))
                    .noneMatch(e -> e.host().equals(stage.host("h1")));
            stage.write(Topics.NODE_EVENTS, failed, domain + "-first");
            stage.write(Topics.NODE_EVENTS, failed, domain + "-second");
            stage.decisions.readFor(Duration.ofSeconds(2));
            assertThat(stage.decisions(MANY, VmLost.class, e -> true))
                    .as("lost once each, whatever is repeated")
                    .hasSize(MANY);
            assertThat(stage.decisions(2 * MANY, VmPlaced.class, e -> true)).hasSize(2 * MANY);
        }
    }

    @Test
    void memoryThatIsDroppedInTheMiddleLosesAndDoublesNothing() {
        try (Stage stage = new Stage("it-restart")) {
            stage.ready("h1");
            stage.request("vm1", Stage.SMALL);
            VmPlaced first = stage.decision(VmPlaced.class, e -> true);

            owned.assigned(Set.of(stage.partition()));
            stage.answer(first, Outcome.STARTED);
            stage.decision(VmConfirmed.class, e -> true);
            stage.ready("h2");

            owned.assigned(Set.of(stage.partition()));
            stage.write(Topics.NODE_EVENTS, stage.failed("h1"), "it-restart-1");
            VmPlaced second =
                    stage.decision(VmPlaced.class, e -> e.cause() == PlacementCause.HOST_FAILED);

            assertThat(second.epoch()).isEqualTo(first.epoch().next());
            assertThat(second.previousHost()).isEqualTo(first.host());
            assertThat(second.host()).isEqualTo(stage.host("h2"));
        }
    }

    @Test
    void anUnplaceableVmIsPlacedWhenInventoryMakesRoom() {
        VmSpec large = new VmSpec(1, 50, MiB.ofGiB(300), true, RestartPriority.HIGH, null);
        try (Stage stage = new Stage("it-grow")) {
            stage.ready("h1");
            stage.request("vm", large);
            VmUnplaceable none = stage.decision(VmUnplaceable.class, e -> true);
            assertThat(none.explanation().refused().getFirst().refusals())
                    .singleElement()
                    .matches(refusal -> refusal.code().equals("insufficient-memory"));

            stage.specify("h1", MiB.ofGiB(512), 2);

            VmPlaced placed = stage.decision(VmPlaced.class, e -> true);
            assertThat(placed.cause()).isEqualTo(PlacementCause.CAPACITY_APPEARED);
        }
    }

    @Test
    void partnersAreKeptApart() {
        VmSpec apart = new VmSpec(1, 50, MiB.ofGiB(1), true, RestartPriority.HIGH, "it-apart");
        try (Stage stage = new Stage("it-apart")) {
            stage.ready("h1");
            stage.ready("h2");
            stage.request("a", apart);
            stage.request("b", apart);
            stage.request("c", apart);

            Set<Object> hosts =
                    stage.decisions(2, VmPlaced.class, e -> true).stream()
                            .map(VmPlaced::host)
                            .collect(Collectors.toCollection(HashSet::new));
            assertThat(hosts).hasSize(2);
            stage.decision(VmUnplaceable.class, e -> e.vm().equals(stage.vm("c")));
        }
    }

    private static boolean isStart(HostCommand command, VmId vm) {
        return command instanceof StartVm start && start.vm().equals(vm);
    }

    private static boolean isOf(@Nullable AssignmentEvent event, VmId vm) {
        return event instanceof VmAssignment assignment && assignment.vm().equals(vm);
    }
}
