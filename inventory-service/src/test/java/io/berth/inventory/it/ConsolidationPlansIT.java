package io.berth.inventory.it;

import static io.berth.inventory.it.Api.delete;
import static io.berth.inventory.it.Api.fresh;
import static io.berth.inventory.it.Api.get;
import static io.berth.inventory.it.Api.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.berth.contracts.Topics;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.MoveVmDisk;
import io.berth.contracts.hosts.VmDiskMoved;
import io.berth.contracts.hosts.VmDiskMoved.Outcome;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Tenure;
import io.berth.inventory.it.StorageIT.Estate;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Plans are made, and carried out with an agent that answers on Kafka. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class ConsolidationPlansIT {
    private static final String PATH = "/api/v1/consolidation-plans";
    private static final Duration SOON = Duration.ofSeconds(30);

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

    private static void answer(
            TopicWriter agent, MoveVmDisk command, Estate estate, Outcome outcome) {
        agent.write(
                Topics.HOST_REPORTS,
                new VmDiskMoved(
                        command.host(),
                        new DomainId(estate.cluster),
                        new BootId(1),
                        Tenure.NONE,
                        command.command(),
                        command.vm(),
                        command.disk(),
                        outcome == Outcome.MOVED ? command.to() : command.from(),
                        outcome,
                        Duration.ofSeconds(40),
                        outcome == Outcome.MOVED ? "" : "the copy broke off",
                        Instant.parse("2026-03-14T09:26:53Z")));
    }

    private static MoveVmDisk command(TopicReader<HostCommand> commands, String id) {
        return (MoveVmDisk)
                commands.await(
                                SOON,
                                e ->
                                        e.event() instanceof MoveVmDisk move
                                                && move.command().value().equals(id))
                        .require();
    }

    private static String plan(Estate estate) {
        String id = fresh("plan");
        post(
                        PATH,
                        "{\"id\": \"%s\", \"cluster\": \"%s\", \"headroomPercent\": 0}"
                                .formatted(id, estate.cluster))
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("status", equalTo("PLANNED"));
        return id;
    }

    private static void awaitStatus(String plan, String status) {
        await().atMost(SOON)
                .untilAsserted(() -> get(PATH + "/" + plan).body("status", equalTo(status)));
    }

    /** Two moves; the second fails at first and is ordered again. Then the volumes may go. */
    @Test
    void aPlanIsCarriedOutStepByStep() {
        Estate estate = new Estate(2, 1024);
        estate.attach(2, 2);
        String first = estate.csv();
        String second = estate.csv();
        String third = estate.csv();
        vm(estate, fresh("vm"), 4096, first);
        vm(estate, fresh("vm"), 3000, second);
        vm(estate, fresh("vm"), 3000, third);
        String plan = plan(estate);
        get(PATH + "/" + plan)
                .body("csvsBefore", equalTo(3))
                .body("csvsAfter", equalTo(1))
                .body("best", equalTo(true))
                .body("reservationsBefore", equalTo(24))
                .body("reservationsAfter", equalTo(8))
                .body("emptiedCsvs", contains(second, third))
                .body("steps.to", contains(first, first))
                .body("steps[0].reason", containsString("is emptied"));

        try (TopicReader<HostCommand> commands = TopicReader.fromNow(Topics.HOST_COMMANDS);
                TopicWriter agent = new TopicWriter()) {
            post(PATH + "/" + plan + "/start", "")
                    .statusCode(202)
                    .body("status", equalTo("RUNNING"))
                    .body("steps.progress", contains("ORDERED", "PLANNED"));
            MoveVmDisk one = command(commands, plan + ".1.1");
            assertThat(estate.hosts).contains(one.host().value());
            answer(agent, one, estate, Outcome.MOVED);
            MoveVmDisk two = command(commands, plan + ".2.1");
            answer(agent, one, estate, Outcome.MOVED); // Once more, as another event.
            answer(agent, two, estate, Outcome.FAILED);
            awaitStatus(plan, "FAILED");
            get(PATH + "/" + plan)
                    .body("steps.progress", contains("DONE", "FAILED"))
                    .body("steps[1].detail", containsString("the copy broke off"));
            delete("/api/v1/csvs/" + two.from())
                    .statusCode(409)
                    .body("code", equalTo("csv-not-empty"));

            post(PATH + "/" + plan + "/start", "").statusCode(202);
            answer(agent, command(commands, plan + ".2.2"), estate, Outcome.MOVED);
            awaitStatus(plan, "DONE");
        }
        get(PATH + "/" + plan).body("steps.attempts", contains(1, 2));
        post(PATH + "/" + plan + "/start", "")
                .statusCode(409)
                .body("code", equalTo("illegal-plan-operation"));
        delete("/api/v1/csvs/" + second).statusCode(204);
        delete("/api/v1/csvs/" + third).statusCode(204);
        get("/api/v1/arrays/" + estate.array + "/reservations").body("reservations", equalTo(8));
    }

    @Test
    void aCancelledPlanTakesTheAnswerThatIsUnderWayAndOrdersNothingMore() {
        Estate estate = new Estate(1, 1024);
        String first = estate.csv();
        String second = estate.csv();
        String third = estate.csv();
        vm(estate, fresh("vm"), 4096, first);
        vm(estate, fresh("vm"), 3000, second);
        vm(estate, fresh("vm"), 3000, third);
        String plan = plan(estate);
        String other = plan(estate);
        try (TopicReader<HostCommand> commands = TopicReader.fromNow(Topics.HOST_COMMANDS);
                TopicWriter agent = new TopicWriter()) {
            post(PATH + "/" + plan + "/start", "").statusCode(202);
            post(PATH + "/" + other + "/start", "")
                    .statusCode(409)
                    .body("code", equalTo("another-plan-runs"))
                    .body("values.plan", equalTo(plan));
            MoveVmDisk one = command(commands, plan + ".1.1");
            post(PATH + "/" + plan + "/cancel", "")
                    .statusCode(202)
                    .body("status", equalTo("CANCELLED"));
            answer(agent, one, estate, Outcome.MOVED);
            await().atMost(SOON)
                    .untilAsserted(() ->
                            get(PATH + "/" + plan)
                                    .body("steps.progress", contains("DONE", "PLANNED"))
                                    .body("status", equalTo("CANCELLED")));

            // The other plan finds its first move made: it leaves it out and goes on.
            post(PATH + "/" + other + "/start", "")
                    .statusCode(202)
                    .body("steps.progress", contains("SKIPPED", "ORDERED"))
                    .body("steps[0].detail", containsString("now"));
            answer(agent, command(commands, other + ".2.1"), estate, Outcome.MOVED);
            awaitStatus(other, "DONE");
        }
        get("/api/v1/csvs/advice?cluster=" + estate.cluster)
                .statusCode(200)
                .body("advice.code", hasItem("empty-csv"))
                .body("advice.code", hasItem("one-vm-per-csv"))
                .body("advice.code", hasItem("host-not-attached"));
    }

    @Test
    void unknownAndUnreadableIsRefused() {
        post(
                        PATH,
                        "{\"id\": \"%s\", \"cluster\": \"x y\", \"headroomPercent\": 91}"
                                .formatted(fresh("p")))
                .statusCode(400)
                .body("values.errors.pointer", contains("/cluster", "/headroomPercent"));
        post(
                        PATH,
                        "{\"id\": \"%s\", \"cluster\": \"none\", \"array\": \"none\"}"
                                .formatted(fresh("p")))
                .statusCode(422)
                .body("values.errors.code", contains("unknown-cluster", "unknown-storage-array"));
        get(PATH + "/nothing")
                .statusCode(404)
                .body("code", equalTo("consolidation-plan-not-found"));
        get(PATH + "?limit=1").statusCode(200);
    }

    @Test
    void aDiskIsAssessedFromItsSamples() {
        Estate estate = new Estate(1, 64);
        String csv = estate.csv();
        String sample =
                """
                {"readIops": 300, "writeIops": 100, "mbPerSecond": 12.5, "blockKiB": 8,
                 "latencyMs": 6}
                """;
        post(
                        "/api/v1/storage/assessment",
                        """
                        {"cluster": "%s", "disks": [{"disk": "data", "sizeMiB": 10240,
                         "raidLevel": "RAID_5", "iopsPerSpindle": 250, "separateSpindles": true,
                         "samples": [%s]}]}
                        """
                                .formatted(
                                        estate.cluster,
                                        String.join(",", Collections.nCopies(24, sample))))
                .statusCode(200)
                .body("$", hasSize(1))
                .body("[0].enough", equalTo(true))
                .body("[0].spindleIops", equalTo(700))
                .body("[0].spindles", equalTo(3))
                .body("[0].format", equalTo("PASS_THROUGH"));
        post(
                        "/api/v1/storage/assessment",
                        """
                        {"cluster": "%s", "disks": [{"disk": "data", "sizeMiB": 10240,
                         "raidLevel": "RAID_10", "iopsPerSpindle": 180, "separateSpindles": true,
                         "samples": [%s]}]}
                        """
                                .formatted(
                                        estate.cluster,
                                        String.join(",", Collections.nCopies(24, sample))))
                .body("[0].format", equalTo("FIXED"))
                .body("[0].csv", equalTo(csv))
                .body("[0].reasons", hasItem(containsString("not borne out")));
    }
}
