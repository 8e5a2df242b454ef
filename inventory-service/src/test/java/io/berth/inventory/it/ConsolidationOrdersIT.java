package io.berth.inventory.it;

import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.MoveVmDisk;
import io.berth.contracts.hosts.VmDiskMoved;
import io.berth.contracts.hosts.VmDiskMoved.Outcome;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.VmAssignment;
import io.berth.inventory.it.StorageIT.Estate;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What becomes of plans when an instance is killed, an agent is silent, or a VM moves away. */
@QuarkusTest
@TestProfile(ConsolidationOrdersIT.AfterAKill.class)
class ConsolidationOrdersIT {
    /** A plan in the middle is there before the instance starts; agents have little time. */
    public static class AfterAKill implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(
                    new TestResourceEntry(KafkaAndPostgres.class),
                    new TestResourceEntry(LeftMoving.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "berth.inventory.consolidation.answer-within", "PT3S",
                    "berth.inventory.consolidation.least-mib-per-second", "100000",
                    "berth.inventory.consolidation.look-again-after", "PT1S");
        }
    }

    private static final String PATH = "/api/v1/consolidation-plans/";
    private static final Duration SOON = Duration.ofSeconds(40);

    private static VmDiskMoved answer(MoveVmDisk command, Outcome outcome, CsvId lies) {
        return new VmDiskMoved(
                command.host(),
                new DomainId("domain"),
                new BootId(1),
                Tenure.NONE,
                command.command(),
                command.vm(),
                command.disk(),
                lies,
                outcome,
                Duration.ofSeconds(40),
                outcome == Outcome.MOVED ? "" : "so says the agent",
                Instant.parse("2026-03-14T09:26:53Z"));
    }

    private static MoveVmDisk await(TopicReader<HostCommand> commands, String id) {
        return (MoveVmDisk) commands.await(SOON, e -> id(e).equals(id)).require();
    }

    private static String id(TopicReader.Entry<HostCommand> entry) {
        return entry.event() instanceof MoveVmDisk move ? move.command().value() : "";
    }

    private static void awaitStatus(String plan, String status) {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> get(PATH + plan).body("status", equalTo(status)));
    }

    /** Each step is done once: the first never again, the second by its old command, the third. */
    @Test
    void aPlanGoesOnWhereTheKilledInstanceStopped() {
        String plan = LeftMoving.PLAN;
        try (TopicReader<HostCommand> commands = TopicReader.fromBeginning(Topics.HOST_COMMANDS);
                TopicWriter agent = new TopicWriter()) {
            MoveVmDisk second = await(commands, plan + ".2.1");
            assertThat(second.vm().value()).isEqualTo(LeftMoving.vmId(2));
            assertThat(second.size()).isEqualTo(new MiB(1000));
            // The answer to the first step comes once more, as after an unsaved position.
            agent.write(
                    Topics.HOST_REPORTS,
                    answer(
                            new MoveVmDisk(
                                    second.host(),
                                    new CommandId(plan + ".1.1"),
                                    new VmId(LeftMoving.vmId(1)),
                                    "system.vhd",
                                    LeftMoving.FROM,
                                    LeftMoving.TO,
                                    null),
                            Outcome.MOVED,
                            LeftMoving.TO));
            agent.write(Topics.HOST_REPORTS, answer(second, Outcome.MOVED, LeftMoving.TO));
            MoveVmDisk third = await(commands, plan + ".3.1");
            agent.write(Topics.HOST_REPORTS, answer(third, Outcome.MOVED, LeftMoving.TO));
            awaitStatus(plan, "DONE");
            assertThat(
                            commands.awaitMany(2, SOON, e -> id(e).startsWith(plan + ".")).stream()
                                    .map(ConsolidationOrdersIT::id)
                                    .distinct())
                    .containsExactly(plan + ".2.1", plan + ".3.1");
        }
        get(PATH + plan)
                .body("steps.progress", contains("DONE", "DONE", "DONE"))
                .body("steps.attempts", contains(1, 1, 1))
                .body("progress.done", equalTo(3))
                .body("progress.percent", equalTo(100))
                .body("order", nullValue());
        for (int vm = 1; vm <= 3; vm++) {
            get("/api/v1/vms/" + LeftMoving.vmId(vm))
                    .body("disks.csv", contains(LeftMoving.TO.value()));
        }
    }

    private static void vm(Estate estate, String id, long mib, String csv) {
        post(
                        "/api/v1/vms",
                        """
                        {"id": "%s", "cluster": "%s", "wanted": "DEFINED", "vcpus": 1,
                         "memoryMiB": 1024, "highlyAvailable": true,
                         "disks": [{"name": "system.vhd", "sizeMiB": %d, "format": "FIXED",
                                    "csv": "%s"}]}
                        """
                                .formatted(id, estate.cluster, mib, csv))
                .statusCode(201);
    }

    private static String plan(Estate estate) {
        String id = fresh("plan");
        post(
                        "/api/v1/consolidation-plans",
                        "{\"id\": \"%s\", \"cluster\": \"%s\", \"headroomPercent\": 0}"
                                .formatted(id, estate.cluster))
                .statusCode(201);
        return id;
    }

    /** A silent agent is asked three times; then the plan stops, and a late answer still counts. */
    @Test
    void anAgentThatDoesNotAnswerIsAskedAgainAndThenGivenUp() {
        Estate estate = new Estate(1, 1024);
        String first = estate.csv();
        String second = estate.csv();
        vm(estate, fresh("vm"), 4096, first);
        vm(estate, fresh("vm"), 3000, second);
        String plan = plan(estate);
        try (TopicReader<HostCommand> commands = TopicReader.fromNow(Topics.HOST_COMMANDS);
                TopicWriter agent = new TopicWriter()) {
            post(PATH + plan + "/start", "")
                    .statusCode(202)
                    .body("order.step", equalTo(1))
                    .body("order.sends", equalTo(1))
                    .body("order.command", equalTo(plan + ".1.1"))
                    .body("progress.left", equalTo(1))
                    .body("progress.totalMiB", equalTo(3000));
            MoveVmDisk asked = await(commands, plan + ".1.1");
            awaitStatus(plan, "FAILED");
            get(PATH + plan)
                    .body("steps.progress", contains("FAILED"))
                    .body("steps.attempts", contains(1))
                    .body("steps[0].detail", containsString("no-answer: asked for 3 times"))
                    .body("steps[0].detail", containsString(asked.host().value()))
                    .body("order", nullValue());
            assertThat(commands.awaitMany(3, SOON, e -> id(e).startsWith(plan + ".")))
                    .hasSize(3)
                    .allSatisfy(entry -> assertThat(entry.event()).isEqualTo(asked));

            agent.write(Topics.HOST_REPORTS, answer(asked, Outcome.MOVED, new CsvId(first)));
            Awaitility.await()
                    .atMost(SOON)
                    .untilAsserted(() -> get(PATH + plan).body("steps.progress", contains("DONE")));
            post(PATH + plan + "/start", "").statusCode(202).body("status", equalTo("DONE"));
        }
    }

    /** The VM moves to the other host in the middle; what the first one did there shows. */
    @Test
    void aPlanFollowsAVmToAnotherHost() {
        Estate estate = new Estate(1, 1024);
        String first = estate.csv();
        String second = estate.csv();
        String vm = fresh("vm");
        vm(estate, fresh("vm"), 4096, first);
        vm(estate, vm, 3000, second);
        String plan = plan(estate);
        try (TopicReader<HostCommand> commands = TopicReader.fromNow(Topics.HOST_COMMANDS);
                TopicWriter wire = new TopicWriter()) {
            runs(wire, estate, vm, estate.hosts.get(0), 1);
            post(PATH + plan + "/start", "").statusCode(202);
            MoveVmDisk one = await(commands, plan + ".1.1");
            assertThat(one.host().value()).isEqualTo(estate.hosts.get(0));
            runs(wire, estate, vm, estate.hosts.get(1), 2);
            wire.write(
                    Topics.HOST_REPORTS,
                    answer(one, Outcome.REFUSED_VM_NOT_HERE, new CsvId(second)));
            MoveVmDisk two = await(commands, plan + ".1.2");
            assertThat(two.host().value()).isEqualTo(estate.hosts.get(1));
            get(PATH + plan)
                    .body("status", equalTo("RUNNING"))
                    .body("steps[0].detail", containsString("asked for 2 of 3 times"))
                    .body("steps[0].detail", containsString("REFUSED_VM_NOT_HERE"));
            // The first host has moved the disk after all, as only the second can tell.
            wire.write(
                    Topics.HOST_REPORTS,
                    answer(two, Outcome.REFUSED_NO_SUCH_DISK, new CsvId(first)));
            awaitStatus(plan, "DONE");
        }
        get("/api/v1/vms/" + vm).body("disks.csv", contains(first));
    }

    private static void runs(
            TopicWriter wire, Estate estate, String vm, String host, long revision) {
        wire.write(
                Topics.PLACEMENT_ASSIGNMENTS,
                new VmAssignment(
                        new VmId(vm),
                        new DomainId(estate.cluster),
                        new HostId(host),
                        new Epoch(revision),
                        AssignmentState.RUNNING,
                        revision));
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(
                        () -> get("/api/v1/vms/" + vm).body("assignment.host", equalTo(host)));
    }

    /** A disk that came meanwhile leaves no room: the plan stops and says so, and goes on later. */
    @Test
    void aStepThatWouldBreakAConditionStopsThePlan() {
        Estate estate = new Estate(1, 1024);
        String first = estate.csv();
        String second = estate.csv();
        vm(estate, fresh("vm"), 4096, first);
        vm(estate, fresh("vm"), 3000, second);
        String plan = plan(estate);
        String late = fresh("vm");
        vm(estate, late, 4000, first);
        post(PATH + plan + "/start", "")
                .statusCode(202)
                .body("status", equalTo("FAILED"))
                .body("steps.progress", contains("FAILED"))
                .body("steps.attempts", contains(0))
                .body(
                        "steps[0].detail",
                        containsString(
                                "no-room: CSV %s has 2144 MiB free beside its headroom of 0 %%, 3000 MiB are needed"
                                        .formatted(first)));
        Api.delete("/api/v1/vms/" + late).statusCode(204);
        post(PATH + plan + "/start", "")
                .statusCode(202)
                .body("status", equalTo("RUNNING"))
                .body("steps.progress", contains("ORDERED"));
        post(PATH + plan + "/cancel", "").statusCode(202).body("order", nullValue());
    }
}
