package io.berth.monitoring.it;

import static io.berth.contracts.telemetry.IntegrationHeartbeat.LOST_COMMUNICATION;
import static io.berth.contracts.telemetry.IntegrationHeartbeat.OK;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.berth.contracts.Topics;
import io.berth.contracts.guests.GuestEvent;
import io.berth.contracts.guests.GuestServicesJudged;
import io.berth.contracts.guests.HeartbeatEnding;
import io.berth.contracts.guests.KvpChanged;
import io.berth.contracts.guests.KvpFlag;
import io.berth.contracts.guests.KvpFlagged;
import io.berth.contracts.guests.RestartDecision;
import io.berth.contracts.guests.VmHeartbeatLost;
import io.berth.contracts.guests.VmHeartbeatReturned;
import io.berth.contracts.guests.VmRestartDecided;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.GuestCare;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.IntegrationService;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.placement.OperateVmRequested;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.telemetry.KvpItem;
import io.berth.contracts.telemetry.KvpReported;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TestTokens;
import io.berth.kit.test.TopicReader;
import io.berth.kit.test.TopicWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is known and told of guests, from topics and over REST. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class GuestsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static RequestSpecification as(String role) {
        return given().header("Authorization", TestTokens.bearer(role));
    }

    private static <E extends GuestEvent> E told(
            TopicReader<GuestEvent> facts, Class<E> type, String vm, Predicate<E> which) {
        return type.cast(
                facts.await(
                                PATIENCE,
                                entry ->
                                        type.isInstance(entry.event())
                                                && type.cast(entry.event()).vm().value().equals(vm)
                                                && which.test(type.cast(entry.event())))
                        .require());
    }

    private static void specify(
            TopicWriter writer,
            String vm,
            String domain,
            @Nullable GuestSystem guest,
            @Nullable GuestCare care) {
        VmDetails none = VmDetails.NONE;
        VmDetails details =
                new VmDetails(
                        null,
                        none.disks(),
                        null,
                        null,
                        guest,
                        none.possibleOwners(),
                        none.preferredOwners(),
                        none.adapters(),
                        false,
                        null,
                        null,
                        null,
                        null,
                        care);
        writer.write(
                Topics.INVENTORY_STATE,
                new VmState(
                        new VmId(vm),
                        new DomainId(domain),
                        new VmSpec(
                                1, 50, new MiB(512), true, RestartPriority.MEDIUM, null, details),
                        1));
    }

    @Test
    void aGuestThatStopsAnsweringIsToldAndItsVmResetAsOftenAsIsAllowed() {
        try (VirtualFleet fleet = new VirtualFleet("guests3", 3);
                TopicWriter writer = new TopicWriter();
                TopicReader<NodeEvent> nodes = TopicReader.fromNow(Topics.NODE_EVENTS);
                TopicReader<PlacementRequest> requests =
                        TopicReader.fromNow(Topics.PLACEMENT_REQUESTS);
                TopicReader<GuestEvent> facts = TopicReader.fromNow(Topics.GUEST_EVENTS)) {
            HostId host = fleet.host(1);
            specify(
                    writer,
                    "guests3-web",
                    "guests3",
                    null,
                    new GuestCare(Duration.ofSeconds(5), 1, List.of()));
            fleet.guest(host, "guests3-web", OK);
            fleet.guest(host, "guests3-db", OK);
            fleet.start();
            nodes.awaitMany(
                    3,
                    PATIENCE,
                    e -> e.event() instanceof HostUp up && up.domain().equals(fleet.domain()));
            heartbeat("guests3-web", "OK");
            shown("berth_monitoring_vm_answers", "guests3-web", "1.0");
            shown("berth_monitoring_vm_running", "guests3-db", "1.0");

            fleet.guest(host, "guests3-web", LOST_COMMUNICATION);
            shown("berth_monitoring_vm_answers", "guests3-web", "0.0");
            shown("berth_monitoring_top_vm_silent_seconds", "guests3-web", "");
            VmHeartbeatLost lost = told(facts, VmHeartbeatLost.class, "guests3-web", e -> true);
            assertThat(lost.host()).isEqualTo(host);
            assertThat(lost.occurrence()).isEqualTo(1);
            assertThat(Duration.between(lost.silentSince(), lost.logTime()))
                    .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(7));
            VmRestartDecided decided =
                    told(facts, VmRestartDecided.class, "guests3-web", e -> true);
            assertThat(decided.decision()).isEqualTo(RestartDecision.REQUESTED);
            OperateVmRequested request =
                    (OperateVmRequested)
                            requests.await(
                                            PATIENCE,
                                            e ->
                                                    e.event() instanceof OperateVmRequested asked
                                                            && asked.vm()
                                                                    .value()
                                                                    .equals("guests3-web"))
                                    .require();
            assertThat(request.action()).isEqualTo(VmAction.RESET);
            assertThat(request.command()).isEqualTo(decided.command());
            showsWhatIsMissed(host);

            fleet.guest(host, "guests3-web", OK);
            VmHeartbeatReturned returned =
                    told(facts, VmHeartbeatReturned.class, "guests3-web", e -> true);
            assertThat(returned.ending()).isEqualTo(HeartbeatEnding.ANSWERS);
            heartbeat("guests3-web", "OK");

            fleet.guest(host, "guests3-web", LOST_COMMUNICATION);
            VmRestartDecided again =
                    told(
                            facts,
                            VmRestartDecided.class,
                            "guests3-web",
                            e -> e.decision() != RestartDecision.REQUESTED);
            assertThat(again.decision()).isEqualTo(RestartDecision.BOUND_REACHED);
            assertThat(again.restartsInHour()).isEqualTo(1);

            fleet.crash(host);
            VmHeartbeatReturned gone =
                    told(
                            facts,
                            VmHeartbeatReturned.class,
                            "guests3-web",
                            e -> e.ending() != HeartbeatEnding.ANSWERS);
            assertThat(gone.ending()).isEqualTo(HeartbeatEnding.HOST_GONE);
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            as("viewer")
                                    .get("/api/v1/vms/guests3-db/heartbeat")
                                    .then()
                                    .statusCode(404));
        }
    }

    /** A time series of a VM of this domain, and how its value begins. */
    private static void shown(String metric, String vm, String value) {
        String series = metric + "{domain=\"guests3\",vm=\"" + vm + "\"";
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(given().get("/q/metrics").asString().lines())
                                .anyMatch(line ->
                                        line.startsWith(series)
                                                && line.substring(line.indexOf("} ") + 2)
                                                        .startsWith(value)));
    }

    private static void heartbeat(String vm, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        as("viewer")
                                .get("/api/v1/vms/" + vm + "/heartbeat")
                                .then()
                                .statusCode(200)
                                .body("heartbeat", equalTo(state))
                                .body("missed", nullValue())
                                .body("watch.threshold", notNullValue()));
    }

    private static void showsWhatIsMissed(HostId host) {
        as("viewer")
                .get("/api/v1/vms/guests3-web/heartbeat")
                .then()
                .statusCode(200)
                .body("host", equalTo(host.value()))
                .body("heartbeat", equalTo("LOST_COMMUNICATION"))
                .body("missed.occurrence", equalTo(1))
                .body("watch.threshold", equalTo("PT5S"))
                .body("watch.restartsPerHour", equalTo(1));
        as("viewer")
                .get("/api/v1/vms/heartbeats?missed=true&domain=guests3")
                .then()
                .statusCode(200)
                .body("items.vm", equalTo(List.of("guests3-web")));
        as("viewer")
                .get("/api/v1/vms/heartbeats?heartbeat=OK&host=" + host)
                .then()
                .body("items.vm", equalTo(List.of("guests3-db")));
        String cursor =
                as("viewer")
                        .get("/api/v1/vms/heartbeats?domain=guests3&limit=1")
                        .then()
                        .body("items.vm", equalTo(List.of("guests3-db")))
                        .extract()
                        .path("nextCursor");
        as("viewer")
                .get("/api/v1/vms/heartbeats?domain=guests3&limit=1&cursor=" + cursor)
                .then()
                .body("items.vm", equalTo(List.of("guests3-web")))
                .body("nextCursor", nullValue());
        as("viewer").get("/api/v1/vms/heartbeats?heartbeat=WELL").then().statusCode(400);
        as("viewer").get("/api/v1/vms/heartbeats?missed=perhaps").then().statusCode(400);
        as("agent").get("/api/v1/vms/heartbeats").then().statusCode(403);
    }

    private static KvpReported report(String vm, KvpItem... items) {
        return new KvpReported(new VmId(vm), new HostId("kvp-host"), List.of(items));
    }

    private static KvpItem auto(String key, String value) {
        return new KvpItem(2, key, value);
    }

    @Test
    void pairsAreFoundAcrossTheEstate() {
        try (TopicWriter writer = new TopicWriter()) {
            List<String> versions = List.of("2.1", "3.1", "3.0.9", "10.0", "?", "2.1.25-rc1");
            for (int i = 0; i < versions.size(); i++) {
                writer.write(
                        Topics.KVP,
                        report(
                                "find-" + i,
                                auto("FindVersion", versions.get(i)),
                                auto("FindName", i % 2 == 0 ? "CentOS Linux" : "<script>\u0000")));
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            as("viewer")
                                    .get("/api/v1/kvp?key=FindVersion")
                                    .then()
                                    .statusCode(200)
                                    .body("items", hasSize(6)));
            as("viewer")
                    .get("/api/v1/kvp?key=FindVersion&versionBelow=3.1")
                    .then()
                    .body("items.vm", equalTo(List.of("find-0", "find-5", "find-2")))
                    .body("items.value", equalTo(List.of("2.1", "2.1.25-rc1", "3.0.9")))
                    .body("items[0].pool", equalTo("AUTO"));
            as("viewer")
                    .get("/api/v1/kvp?key=FindVersion&versionFrom=3.1&versionBelow=10")
                    .then()
                    .body("items.vm", equalTo(List.of("find-1")));
            as("viewer")
                    .queryParam("value", "CentOS Linux")
                    .get("/api/v1/kvp?key=FindName")
                    .then()
                    .body("items.vm", equalTo(List.of("find-0", "find-2", "find-4")));
            as("viewer")
                    .get("/api/v1/kvp?key=FindName&flag=CONTROL_CHARACTER&pool=AUTO")
                    .then()
                    .body("items.value", hasItem("<script>\\u0000"))
                    .body("items", hasSize(3));
            String cursor =
                    as("viewer")
                            .get("/api/v1/kvp?key=FindVersion&versionBelow=99&limit=3")
                            .then()
                            .body("items", hasSize(3))
                            .extract()
                            .path("nextCursor");
            as("viewer")
                    .get("/api/v1/kvp?key=FindVersion&versionBelow=99&limit=3&cursor=" + cursor)
                    .then()
                    .body("items.vm", equalTo(List.of("find-1", "find-3")));
            as("viewer").get("/api/v1/kvp").then().statusCode(400);
            as("viewer").get("/api/v1/kvp?key=k&versionBelow=new").then().statusCode(400);
            as("viewer").get("/api/v1/kvp?key=k&flag=odd").then().statusCode(400);
            as("viewer").get("/api/v1/kvp?key=k&cursor=Zm9v").then().statusCode(400);
            as("agent").get("/api/v1/kvp?key=k").then().statusCode(403);
        }
    }

    @Test
    void whatGuestsChangeIsToldEscapedAndWhatIsOddOnceUntilItIsMended() {
        try (TopicWriter writer = new TopicWriter();
                TopicReader<GuestEvent> facts = TopicReader.fromNow(Topics.GUEST_EVENTS)) {
            writer.write(
                    Topics.KVP, report("told", auto("OSName", "a\u001b[31m"), auto("osname", "b")));
            KvpChanged changed = told(facts, KvpChanged.class, "told", e -> true);
            assertThat(changed.changes().getFirst().value()).isEqualTo("a\\u001B[31m");
            assertThat(changed.untold()).isZero();
            KvpFlagged odd = told(facts, KvpFlagged.class, "told", e -> true);
            assertThat(odd.flags())
                    .containsExactly(KvpFlag.CONTROL_CHARACTER, KvpFlag.SAME_KEY_IN_OTHER_CASE);
            assertThat(odd.flagged()).isEqualTo(2);

            writer.write(Topics.KVP, report("told", auto("OSName", "a\u001b[31m")));
            writer.write(Topics.KVP, report("told", auto("OSName", "plain")));
            KvpFlagged less = told(facts, KvpFlagged.class, "told", e -> e.flagged() == 1);
            assertThat(less.flags()).containsExactly(KvpFlag.SAME_KEY_IN_OTHER_CASE);

            as("viewer").delete("/api/v1/vms/told/kvp").then().statusCode(403);
            as("operator").delete("/api/v1/vms/told/kvp").then().statusCode(204);
            as("operator").delete("/api/v1/vms/told/kvp").then().statusCode(404);
            assertThat(told(facts, KvpFlagged.class, "told", KvpFlagged::over).flags()).isEmpty();
            as("viewer").get("/api/v1/vms/told/kvp").then().statusCode(404);
        }
    }

    @Test
    void aGuestThatChangesAllTheTimeIsToldOfUpToABound() {
        try (TopicWriter writer = new TopicWriter();
                TopicReader<GuestEvent> facts = TopicReader.fromNow(Topics.GUEST_EVENTS)) {
            int reports = 100;
            for (int i = 0; i < reports; i++) {
                writer.write(Topics.KVP, report("busy", auto("counter", "v" + i)));
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            as("viewer")
                                    .get("/api/v1/vms/busy/kvp")
                                    .then()
                                    .body("values[0].value", equalTo("v" + (reports - 1)))
                                    .body("history", hasSize(20)));
            assertThat(facts.readFor(Duration.ofSeconds(2)))
                    .filteredOn(
                            e -> e.event() instanceof KvpChanged c && c.vm().value().equals("busy"))
                    .hasSize(60);
        }
    }

    @Test
    void oldIntegrationServicesAreAdvisedAgainst() {
        try (TopicWriter writer = new TopicWriter();
                TopicReader<GuestEvent> facts = TopicReader.fromNow(Topics.GUEST_EVENTS)) {
            specify(writer, "old-ic", "some", new GuestSystem("RHEL 6.0", null, "2.1"), null);
            writer.write(Topics.KVP, report("new-ic", auto("IntegrationServicesVersion", "3.1")));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> {
                        writer.write(
                                Topics.KVP,
                                report("old-ic", auto("IntegrationServicesVersion", "2.1.25")));
                        as("viewer")
                                .get("/api/v1/kvp/outdated-services")
                                .then()
                                .statusCode(200)
                                .body("items.vm", hasItem("old-ic"))
                                .body("items.vm", not(hasItem("new-ic")));
                    });
            GuestServicesJudged judged =
                    told(facts, GuestServicesJudged.class, "old-ic", e -> true);
            assertThat(judged.outdated()).isTrue();
            assertThat(judged.needed()).isEqualTo("3.1");
            as("viewer")
                    .get("/api/v1/vms/old-ic/kvp")
                    .then()
                    .body("services.outdated", equalTo(true))
                    .body("services.advice", containsString("Install 3.1 or later"));
            writer.write(Topics.KVP, report("old-ic", auto("IntegrationServicesVersion", "3.4")));
            told(facts, GuestServicesJudged.class, "old-ic", e -> !e.outdated());
        }
    }

    @Test
    void pairsAreNotTakenWhereTheExchangeIsSwitchedOffAndGoWithTheVm() {
        try (TopicWriter writer = new TopicWriter()) {
            writer.write(Topics.KVP, report("switched", auto("OSName", "before")));
            awaitValue("before", true);
            specify(
                    writer,
                    "switched",
                    "some",
                    null,
                    new GuestCare(null, 0, List.of(IntegrationService.KVP_EXCHANGE)));
            awaitValue("before", false);
            writer.write(Topics.KVP, report("switched", auto("OSName", "after")));
            writer.write(Topics.KVP, report("other", auto("OSName", "after")));
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> as("viewer").get("/api/v1/vms/other/kvp").then().statusCode(200));
            awaitValue("before", false);

            writer.write(
                    new ProducerRecord<>(
                            Topics.INVENTORY_STATE.name(),
                            "vm/switched".getBytes(StandardCharsets.UTF_8),
                            null));
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            as("viewer").get("/api/v1/vms/switched/kvp").then().statusCode(404));
        }
    }

    private static void awaitValue(String value, boolean collected) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        as("viewer")
                                .get("/api/v1/vms/switched/kvp")
                                .then()
                                .statusCode(200)
                                .body("collected", equalTo(collected))
                                .body("values.value", hasItems(value)));
    }

    @Test
    void aHostIsTestedForFencingWithoutHarm() {
        try (VirtualFleet fleet = new VirtualFleet("fence3", 3);
                TopicReader<NodeEvent> nodes = TopicReader.fromNow(Topics.NODE_EVENTS)) {
            fleet.start();
            nodes.awaitMany(
                    3,
                    PATIENCE,
                    e -> e.event() instanceof HostUp up && up.domain().equals(fleet.domain()));
            String path = "/api/v1/hosts/" + fleet.host(1) + "/fence-test";
            as("operator")
                    .post(path)
                    .then()
                    .statusCode(200)
                    .body("failsOverByItself", equalTo(true))
                    .body("evidence", hasItem("LEASE_EXPIRED_UNDER_WATCHDOG"))
                    .body("ways.means", hasItems("WATCHDOG", "CLUSTER", "BMC", "OPERATOR"))
                    .body("ways[0].result", equalTo("OK"))
                    .body("ways[1].detail", containsString("1 of 3 nodes would be silent"))
                    .body("ways[2].result", equalTo("NOT_CONFIGURED"));
            as("viewer").post(path).then().statusCode(403);
            as("operator").post("/api/v1/hosts/nobody/fence-test").then().statusCode(404);
        }
    }
}
