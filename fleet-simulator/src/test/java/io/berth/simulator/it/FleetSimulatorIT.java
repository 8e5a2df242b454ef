package io.berth.simulator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.berth.contracts.Topics;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.CommandCompleted.Outcome;
import io.berth.contracts.hosts.DiscardVmDisk;
import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.hosts.GrantTenure;
import io.berth.contracts.hosts.HostFactsReported;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.hosts.MigrateVm;
import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.hosts.MoveVmDisk;
import io.berth.contracts.hosts.OperateVm;
import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.ReplicaTestCleaned;
import io.berth.contracts.hosts.ReplicaTested;
import io.berth.contracts.hosts.ReportFacts;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.hosts.TestReplica;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.hosts.VmDiskMoved;
import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.hosts.VmOperationEnded;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.DiskFormat;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.telemetry.DiskLoadEvent;
import io.berth.contracts.telemetry.DiskLoadReported;
import io.berth.contracts.telemetry.HeartbeatEvent;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.KvpEvent;
import io.berth.contracts.telemetry.KvpReported;
import io.berth.contracts.telemetry.VmPower;
import io.berth.platform.EmbeddedKafka;
import io.berth.platform.InstallationKeys;
import io.berth.simulator.image.DiskOracle;
import io.berth.simulator.image.Finding;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each test plays placement for a cluster of its own. */
@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
@SuppressWarnings("NullAway.Init")
class FleetSimulatorIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final VmSpec HIGHLY_AVAILABLE =
            new VmSpec(2, 50, new MiB(1024), true, RestartPriority.MEDIUM, null);
    private static final VmSpec ORDINARY =
            new VmSpec(2, 50, new MiB(1024), false, RestartPriority.MEDIUM, null);

    private static final VmSpec WITH_DISK =
            new VmSpec(
                    1,
                    50,
                    new MiB(512),
                    true,
                    RestartPriority.MEDIUM,
                    null,
                    new VmDetails(
                            null,
                            List.of(
                                    new VmDisk(
                                            "system.vhd",
                                            new MiB(40),
                                            DiskFormat.FIXED,
                                            new CsvId("csv-1"))),
                            null,
                            null,
                            null,
                            List.of(),
                            List.of(),
                            List.of(),
                            false,
                            null,
                            null));

    private static final RelationshipId COPIES = new RelationshipId("copies");

    EmbeddedKafka kafka;
    InstallationKeys keys;

    @TestHTTPResource("/")
    URI base;

    private final HttpClient http = HttpClient.newHttpClient();
    private Wire wire;
    private Wire.Reader<HostReport> reports;

    @BeforeEach
    void open() {
        wire = new Wire(kafka.bootstrap());
        reports = wire.reader(Topics.HOST_REPORTS);
    }

    @AfterEach
    void close() {
        reports.close();
        wire.close();
    }

    @Test
    void aGrantedHostStartsVmsAndItsGuestsReport() throws Exception {
        try (Wire.Reader<HeartbeatEvent> beats = wire.reader(Topics.HEARTBEATS);
                Wire.Reader<KvpEvent> kvp = wire.reader(Topics.KVP)) {
            List<HostId> hosts = fleet("grant");
            HostId first = hosts.getFirst();
            awaitTable(first, Trigger.STARTED, Tenure.NONE);
            CommandId early = start(first, 1, "vm-early", 1, HIGHLY_AVAILABLE);
            awaitOutcome(early, Outcome.REFUSED_WRONG_TENURE);
            open(hosts);
            CommandId command = start(first, 1, "vm-grant", 1, HIGHLY_AVAILABLE);
            awaitOutcome(command, Outcome.STARTED);
            await().untilAsserted(() ->
                    assertThat(kvp.seen(KvpReported.class))
                            .anySatisfy(report ->
                                    assertThat(report.vm().value()).isEqualTo("vm-grant")));
            await().untilAsserted(() ->
                    assertThat(beats.seen(HostBeat.class))
                            .anySatisfy(beat -> assertRuns(beat, first)));
        }
    }

    private static void assertRuns(HostBeat beat, HostId host) {
        assertThat(beat.host()).isEqualTo(host);
        assertThat(beat.fenced()).isFalse();
        assertThat(beat.tenure()).isEqualTo(new Tenure(1));
        assertThat(beat.acknowledged()).isPositive();
        assertThat(beat.vms())
                .isNotNull()
                .anySatisfy(vm -> {
                    assertThat(vm.vm().value()).isEqualTo("vm-grant");
                    assertThat(vm.power()).isEqualTo(VmPower.RUNNING);
                });
    }

    @Test
    void aVmIsPausedSavedAndRestoredWhereItIs() throws Exception {
        List<HostId> hosts = fleet("operate");
        open(hosts);
        HostId first = hosts.getFirst();
        awaitOutcome(start(first, 1, "vm-operate", 1, HIGHLY_AVAILABLE), Outcome.STARTED);
        awaitPower(operate(first, VmAction.PAUSE), VmPower.PAUSED);
        awaitPower(operate(first, VmAction.SAVE), VmPower.SAVED);
        awaitPower(operate(first, VmAction.SNAPSHOT), VmPower.SAVED);
        awaitPower(operate(first, VmAction.RESTORE), VmPower.RUNNING);
        assertThat(running(first)).containsExactly("vm-operate");
    }

    private CommandId operate(HostId host, VmAction action) throws Exception {
        CommandId command = commandId();
        wire.command(
                new OperateVm(
                        host,
                        command,
                        new Tenure(1),
                        new VmId("vm-operate"),
                        new Epoch(1),
                        action,
                        action.namesSnapshot() ? new SnapshotName("before") : null));
        return command;
    }

    private void awaitPower(CommandId command, VmPower power) {
        await().untilAsserted(() ->
                assertThat(reports.seen(VmOperationEnded.class))
                        .anySatisfy(end -> {
                            assertThat(end.command()).isEqualTo(command);
                            assertThat(end.outcome()).isEqualTo(VmOperationEnded.Outcome.DONE);
                            assertThat(end.power()).isEqualTo(power);
                        }));
    }

    @Test
    void aVmGoesToAnotherHostAndGoesOnThereOnly() throws Exception {
        List<HostId> hosts = fleet("move");
        open(hosts);
        HostId source = hosts.getFirst();
        HostId target = hosts.get(1);
        awaitOutcome(start(source, 1, "vm-move", 1, HIGHLY_AVAILABLE), Outcome.STARTED);
        move(source, "vm-move", target, MigrationMode.LIVE);
        awaitMigration(source, VmMigrationEnded.Outcome.HANDED_OVER);
        assertThat(running(source)).isEmpty();

        awaitOutcome(resume(target, "vm-move", source), Outcome.STARTED);
        assertThat(running(target)).containsExactly("vm-move");
        awaitOutcome(resume(target, "vm-unheard-of", source), Outcome.REFUSED_BY_HYPERVISOR);
        assertThat(get("/api/v1/fleet/doubled-vms").get("doubled").findValuesAsText("vm"))
                .doesNotContain("vm-move");
    }

    @Test
    void aVmWhoseTargetIsOutOfReachGoesOnWhereItIs() throws Exception {
        List<HostId> hosts = fleet("stay");
        open(hosts);
        HostId source = hosts.getFirst();
        awaitOutcome(start(source, 1, "vm-stay", 1, HIGHLY_AVAILABLE), Outcome.STARTED);
        move(source, "vm-stay", new HostId("nowhere"), MigrationMode.QUICK);
        awaitMigration(source, VmMigrationEnded.Outcome.FAILED_TARGET_UNREACHABLE);
        assertThat(running(source)).containsExactly("vm-stay");
    }

    private void move(HostId source, String vm, HostId target, MigrationMode mode)
            throws Exception {
        wire.command(
                new MigrateVm(
                        source, commandId(), new VmId(vm), new Epoch(1), target, mode, 10_000L));
    }

    private CommandId resume(HostId target, String vm, HostId stateFrom) throws Exception {
        CommandId id = commandId();
        wire.command(
                new StartVm(
                        target,
                        id,
                        new Tenure(1),
                        new VmId(vm),
                        new Epoch(2),
                        HIGHLY_AVAILABLE,
                        stateFrom));
        return id;
    }

    private void awaitMigration(HostId source, VmMigrationEnded.Outcome outcome) {
        await().untilAsserted(() ->
                assertThat(reports.seen(VmMigrationEnded.class))
                        .anyMatch(report ->
                                report.host().equals(source) && report.outcome() == outcome));
    }

    @Test
    void aHostThatIsCutOffFencesItselfInTimeAndComesBackWithANewGrant() throws Exception {
        List<HostId> hosts = fleet("cut");
        open(hosts);
        HostId cut = hosts.getFirst();
        awaitOutcome(start(cut, 1, "vm-cut", 1, HIGHLY_AVAILABLE), Outcome.STARTED);
        awaitOutcome(start(cut, 1, "vm-plain", 1, ORDINARY), Outcome.STARTED);
        post("/api/v1/faults", "{\"kind\":\"partition\",\"hosts\":[\"%s\"]}".formatted(cut));
        await().atMost(Duration.ofSeconds(8))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(running(cut)).containsExactly("vm-plain"));
        assertThat(get("/api/v1/fleet/" + cut).get("fenced").asBoolean()).isTrue();
        post("/api/v1/faults", "{\"kind\":\"heal\",\"hosts\":[\"%s\"]}".formatted(cut));
        awaitTable(cut, Trigger.FENCED_ITSELF, new Tenure(1));
        wire.command(new GrantTenure(cut, commandId(), new BootId(1), new Tenure(2)));
        awaitTable(cut, Trigger.TENURE_OPENED, new Tenure(2));
        CommandId again = start(cut, 2, "vm-cut", 2, HIGHLY_AVAILABLE);
        awaitOutcome(again, Outcome.STARTED);
    }

    @Test
    void aFrozenHostIsResetByItsWatchdogAndBeginsANewLife() throws Exception {
        List<HostId> hosts = fleet("freeze");
        open(hosts);
        HostId frozen = hosts.getFirst();
        awaitOutcome(start(frozen, 1, "vm-freeze", 1, HIGHLY_AVAILABLE), Outcome.STARTED);
        post("/api/v1/faults", "{\"kind\":\"freeze\",\"hosts\":[\"%s\"]}".formatted(frozen));
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(reports.seen(VmTableReported.class))
                                .anySatisfy(table -> assertSecondLife(table, frozen)));
        assertThat(running(frozen)).isEmpty();
    }

    private static void assertSecondLife(VmTableReported table, HostId host) {
        assertThat(table.host()).isEqualTo(host);
        assertThat(table.boot()).isEqualTo(new BootId(2));
        assertThat(table.trigger()).isEqualTo(Trigger.STARTED);
        assertThat(table.vms()).singleElement().matches(vm -> vm.power() == VmPower.STOPPED);
    }

    @Test
    void aHostReportsItsFactsAndWhatIsAmissInThem() throws Exception {
        List<HostId> hosts = fleet("facts");
        HostId second = hosts.get(1);
        awaitTable(second, Trigger.STARTED, Tenure.NONE);

        HostFactsReported well = facts(second);
        assertThat(well.facts().probes()).hasSize(4);
        assertThat(well.facts().disks()).hasSize(2);

        post(
                "/api/v1/faults",
                "{\"kind\":\"facts\",\"hosts\":[\"%s\"],\"facts\":\"disk-not-seen\"}"
                        .formatted(second));
        assertThat(facts(second).facts().disks()).hasSize(1);

        strike("heal", second);
        assertThat(facts(second).facts()).isEqualTo(well.facts());
    }

    private HostFactsReported facts(HostId host) throws Exception {
        ReportFacts command = new ReportFacts(host, commandId(), null);
        wire.command(command);
        return await().alias("facts of " + host)
                .until(
                        () ->
                                reports.seen(HostFactsReported.class).stream()
                                        .filter(told -> told.command().equals(command.command()))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void aBrokerThatStandsStillForEightSecondsFencesNobody() throws Exception {
        List<HostId> hosts = fleet("outage");
        open(hosts);
        awaitOutcome(start(hosts.get(1), 1, "vm-outage", 1, HIGHLY_AVAILABLE), Outcome.STARTED);
        kafka.pause();
        try {
            await().pollInterval(Duration.ofMillis(100))
                    .atMost(Duration.ofSeconds(12))
                    .during(Duration.ofSeconds(8))
                    .until(() ->
                            hosts.stream().noneMatch(this::fenced)
                                    && running(hosts.get(1)).contains("vm-outage"));
        } finally {
            kafka.resume();
        }
        for (HostId host : hosts) {
            awaitTable(host, Trigger.RECONNECTED, new Tenure(1));
        }
        assertThat(hosts).noneMatch(this::fenced);
    }

    @Test
    void copiesOfAVmAreKeptByAnotherHostThroughItsReboot() throws Exception {
        List<HostId> hosts = fleet("copy");
        open(hosts);
        HostId source = hosts.get(0);
        HostId target = hosts.get(1);
        awaitOutcome(start(source, 1, "vm-copy", 1, HIGHLY_AVAILABLE), Outcome.STARTED);
        ReplicaCycleEnded first = cycle(source, target, 1, CycleKind.INITIAL_COPY);
        assertThat(first.outcome()).isEqualTo(ReplicaCycleEnded.Outcome.COPIED);
        assertThat(first.bytes())
                .as("64 writes, a few of them to the same block")
                .isBetween(50 * 4096L, 1_000_000L);
        assertThat(first.took()).isPositive();
        assertThat(keptCycles(target)).containsExactly(1L);

        bootsAndGivesWay(target);

        strike("crash", target);
        ReplicaCycleEnded off = cycle(source, target, 2, CycleKind.DELTA);
        assertThat(off.outcome()).isEqualTo(ReplicaCycleEnded.Outcome.TARGET_UNREACHABLE);
        strike("power-on", target);
        await().until(() -> get("/api/v1/fleet/" + target).get("power").asText().equals("ON"));
        ReplicaCycleEnded delta = cycle(source, target, 3, CycleKind.DELTA);
        assertThat(delta.outcome()).isEqualTo(ReplicaCycleEnded.Outcome.COPIED);
        assertThat(delta.bytes()).isPositive().isLessThan(first.bytes());
        assertThat(keptCycles(target)).containsExactly(3L);

        strike("lose-replicas", target);
        await().until(() -> keptCycles(target).isEmpty());
        ReplicaCycleEnded lost = cycle(source, target, 4, CycleKind.DELTA);
        assertThat(lost.outcome()).isEqualTo(ReplicaCycleEnded.Outcome.TARGET_LACKS_COPY);
        ReplicaCycleEnded again = cycle(source, target, 5, CycleKind.INITIAL_COPY);
        assertThat(again.outcome()).as(again.detail()).isEqualTo(ReplicaCycleEnded.Outcome.COPIED);

        assertThat(promote(target, 5)).isEqualTo(ReplicaPromoted.Outcome.REFUSED_VM_EXECUTES);
        strike("crash", source);
        await().until(() -> get("/api/v1/fleet/" + source).get("power").asText().equals("OFF"));
        assertThat(promote(target, 9)).isEqualTo(ReplicaPromoted.Outcome.REFUSED_NO_SUCH_POINT);
        assertThat(promote(target, 5)).isEqualTo(ReplicaPromoted.Outcome.PROMOTED_SHARED);
        Path disk =
                ConfigProvider.getConfig()
                        .getValue("berth.simulator.state", Path.class)
                        .resolveSibling("disks")
                        .resolve(get("/api/v1/fleet/" + target).get("domain").asText())
                        .resolve("vm-copy.img");
        assertThat(DiskOracle.verify(disk)).isInstanceOf(Finding.Sound.class);
        wire.command(new DiscardVmDisk(target, commandId(), COPIES, new VmId("vm-copy")));
        await().until(() -> Files.notExists(disk));
        wire.command(new DropReplica(target, commandId(), COPIES, new VmId("vm-copy")));
        await().until(() -> keptCycles(target).isEmpty());
    }

    /** The disk of a VM is moved by the host that runs it, once, also when it is asked twice. */
    @Test
    void aDiskIsMovedByTheHostThatRunsItsVm() throws Exception {
        List<HostId> hosts = fleet("disk");
        open(hosts);
        HostId runs = hosts.get(0);
        HostId other = hosts.get(1);
        awaitOutcome(start(runs, 1, "vm-disk", 1, WITH_DISK), Outcome.STARTED);
        assertThat(moved(other, commandId(), "csv-1", "csv-2").outcome())
                .isEqualTo(VmDiskMoved.Outcome.REFUSED_VM_NOT_HERE);

        post(
                "/api/v1/faults",
                "{\"kind\":\"moves\",\"hosts\":[\"%s\"],\"moves\":\"breaks-off\"}".formatted(runs));
        assertThat(moved(runs, commandId(), "csv-1", "csv-2").outcome())
                .isEqualTo(VmDiskMoved.Outcome.FAILED);
        strike("heal", runs);

        CommandId command = commandId();
        VmDiskMoved done = moved(runs, command, "csv-1", "csv-2");
        assertThat(done.outcome()).isEqualTo(VmDiskMoved.Outcome.MOVED);
        assertThat(done.csv()).isEqualTo(new CsvId("csv-2"));
        assertThat(done.took()).isPositive();
        wire.command(move(runs, command, "csv-1", "csv-2"));
        await().untilAsserted(
                        () -> assertThat(answers(command)).hasSize(2).containsOnly(done.outcome()));

        strike("crash", runs);
        strike("power-on", runs);
        await().atMost(Duration.ofSeconds(15))
                .until(() -> get("/api/v1/fleet/" + runs).get("power").asText().equals("ON"));
        VmDiskMoved again = moved(runs, commandId(), "csv-1", "csv-2");
        assertThat(again.outcome()).isEqualTo(VmDiskMoved.Outcome.REFUSED_NO_SUCH_DISK);
        assertThat(again.csv()).isEqualTo(new CsvId("csv-2"));
    }

    @Test
    void whatDisksAreAskedForIsReportedAndAHotDiskShows() throws Exception {
        List<HostId> hosts = fleet("load");
        open(hosts);
        HostId runs = hosts.get(0);
        post(
                "/api/v1/faults",
                """
                {"kind": "hot-disk", "hosts": ["%s"], "vm": "vm-load", "disk": "system.vhd",
                 "readIops": 900, "writeIops": 300}
                """
                        .formatted(runs));
        try (Wire.Reader<DiskLoadEvent> loads = wire.reader(Topics.DISK_LOAD)) {
            awaitOutcome(start(runs, 1, "vm-load", 1, WITH_DISK), Outcome.STARTED);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(loads.seen(DiskLoadReported.class))
                                    .filteredOn(report -> report.host().equals(runs))
                                    .flatExtracting(DiskLoadReported::disks)
                                    .anySatisfy(load -> {
                                        assertThat(load.vm().value()).isEqualTo("vm-load");
                                        assertThat(load.readIops()).isEqualTo(900);
                                        assertThat(load.writeIops()).isEqualTo(300);
                                    }));
        }
    }

    private List<VmDiskMoved.Outcome> answers(CommandId command) {
        return reports.seen(VmDiskMoved.class).stream()
                .filter(answer -> answer.command().equals(command))
                .map(VmDiskMoved::outcome)
                .toList();
    }

    private static MoveVmDisk move(HostId host, CommandId command, String from, String to) {
        return new MoveVmDisk(
                host,
                command,
                new VmId("vm-disk"),
                "system.vhd",
                new CsvId(from),
                new CsvId(to),
                null);
    }

    private VmDiskMoved moved(HostId host, CommandId command, String from, String to)
            throws Exception {
        wire.command(move(host, command, from, to));
        return await().alias("answer to " + command)
                .until(
                        () ->
                                reports.seen(VmDiskMoved.class).stream()
                                        .filter(answer -> answer.command().equals(command))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void whatIsWrongWithARequestIsSaid() throws Exception {
        HttpResponse<String> answer =
                send("POST", "/api/v1/faults", "{\"kind\":\"melt\",\"hosts\":[\"h\"]}", "operator");
        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.get("code").asText()).isEqualTo("unknown-fault");
        assertThat(problem.get("hint").asText()).contains("README");
        for (String malformed : List.of("{\"hosts\":7}", "{\"hosst\":[]}", "{hosts", "[")) {
            HttpResponse<String> refused = send("POST", "/api/v1/fleet", malformed, "operator");
            assertThat(refused.statusCode()).as(malformed).isEqualTo(400);
            assertThat(refused.body()).as(malformed).contains("malformed-request");
        }
        assertThat(send("POST", "/api/v1/fleet", "{\"hosts\":[]}", "viewer").statusCode())
                .isEqualTo(403);
        assertThat(send("GET", "/api/v1/fleet", "", null).statusCode()).isEqualTo(401);
        assertThat(send("GET", "/api/v1/fleet/none", "", "viewer").statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/fleet/doubled-vms").get("doubled")).isEmpty();
    }

    // Playing placement

    private List<HostId> fleet(String domain) throws Exception {
        List<HostId> hosts =
                List.of(
                        new HostId(domain + "-1"),
                        new HostId(domain + "-2"),
                        new HostId(domain + "-3"));
        StringBuilder body = new StringBuilder("{\"hosts\":[");
        for (HostId host : hosts) {
            body.append(body.toString().endsWith("[") ? "" : ",")
                    .append(
                            """
                            {"id":"%s","domain":"%s","nodes":["%s-1","%s-2","%s-3"],
                             "cores":16,"memoryMiB":65536,"watchdog":true}
                            """
                                    .formatted(host, domain, domain, domain, domain));
        }
        post("/api/v1/fleet", body.append("]}").toString());
        return hosts;
    }

    private void open(List<HostId> hosts) throws Exception {
        for (HostId host : hosts) {
            awaitTable(host, Trigger.STARTED, Tenure.NONE);
            wire.command(new GrantTenure(host, commandId(), new BootId(1), new Tenure(1)));
        }
        for (HostId host : hosts) {
            awaitTable(host, Trigger.TENURE_OPENED, new Tenure(1));
        }
    }

    private CommandId start(HostId host, long tenure, String vm, long epoch, VmSpec spec)
            throws Exception {
        CommandId id = commandId();
        wire.command(
                new StartVm(host, id, new Tenure(tenure), new VmId(vm), new Epoch(epoch), spec));
        return id;
    }

    private ReplicaCycleEnded cycle(HostId source, HostId target, long number, CycleKind kind)
            throws Exception {
        RunReplicaCycle command =
                new RunReplicaCycle(
                        source,
                        commandId(),
                        COPIES,
                        new VmId("vm-copy"),
                        new CycleNumber(number),
                        kind,
                        target);
        wire.command(command);
        return await().alias("end of cycle " + number)
                .until(
                        () ->
                                reports.seen(ReplicaCycleEnded.class).stream()
                                        .filter(ended -> ended.command().equals(command.command()))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private ReplicaPromoted.Outcome promote(HostId target, long point) throws Exception {
        PromoteReplica command =
                new PromoteReplica(
                        target, commandId(), COPIES, new VmId("vm-copy"), new CycleNumber(point));
        wire.command(command);
        return await().alias("promotion of cycle " + point)
                .until(
                        () ->
                                reports.seen(ReplicaPromoted.class).stream()
                                        .filter(ended -> ended.command().equals(command.command()))
                                        .findFirst(),
                        Optional::isPresent)
                .orElseThrow()
                .outcome();
    }

    /** What a test holds of a host's memory is not there for it as soon as a VM needs it. */
    private void bootsAndGivesWay(HostId target) throws Exception {
        TestReplica test =
                new TestReplica(
                        target,
                        commandId(),
                        COPIES,
                        new VmId("vm-copy"),
                        new CycleNumber(1),
                        new MiB(65_000),
                        Duration.ofMinutes(1),
                        Duration.ofHours(1));
        wire.command(test);
        ReplicaTested verdict =
                await().until(
                                () ->
                                        reports.seen(ReplicaTested.class).stream()
                                                .filter(e -> e.command().equals(test.command()))
                                                .findFirst(),
                                Optional::isPresent)
                        .orElseThrow();
        assertThat(verdict.outcome()).as(verdict.detail()).isEqualTo(ReplicaTested.Outcome.BOOTED);
        assertThat(verdict.bootTook()).isPositive();
        assertThat(reports.seen(ReplicaTestCleaned.class)).isEmpty();
        awaitOutcome(start(target, 1, "vm-room", 1, HIGHLY_AVAILABLE), Outcome.STARTED);
        await().until(() ->
                reports.seen(ReplicaTestCleaned.class).stream()
                        .anyMatch(cleaned -> cleaned.test().equals(test.command())));
    }

    private List<Long> keptCycles(HostId host) {
        return get("/api/v1/fleet/" + host)
                .get("replicas")
                .valueStream()
                .map(copy -> copy.get("cycle").asLong())
                .toList();
    }

    private void strike(String fault, HostId host) throws Exception {
        post("/api/v1/faults", "{\"kind\":\"%s\",\"hosts\":[\"%s\"]}".formatted(fault, host));
    }

    private static CommandId commandId() {
        return new CommandId(UUID.randomUUID().toString());
    }

    private void awaitTable(HostId host, Trigger trigger, Tenure tenure) {
        await().alias(trigger + " of " + host)
                .atMost(Duration.ofSeconds(15))
                .until(() ->
                        reports.seen(VmTableReported.class).stream()
                                .anyMatch(table ->
                                        table.host().equals(host)
                                                && table.trigger() == trigger
                                                && table.tenure().equals(tenure)));
    }

    private void awaitOutcome(CommandId command, Outcome outcome) {
        await().alias("answer to " + command)
                .untilAsserted(() ->
                        assertThat(reports.seen(CommandCompleted.class))
                                .filteredOn(done -> done.command().equals(command))
                                .singleElement()
                                .extracting(CommandCompleted::outcome)
                                .isEqualTo(outcome));
    }

    // Speaking HTTP

    private boolean fenced(HostId host) {
        return get("/api/v1/fleet/" + host).get("fenced").asBoolean();
    }

    private List<String> running(HostId host) {
        return get("/api/v1/fleet/" + host)
                .get("vms")
                .valueStream()
                .filter(vm -> vm.get("power").asText().equals("RUNNING"))
                .map(vm -> vm.get("vm").asText())
                .toList();
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<String> answer = send("GET", path, "", "viewer");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JSON.readTree(answer.body());
        } catch (Exception e) {
            throw new AssertionError("GET " + path + " failed", e);
        }
    }

    private void post(String path, String body) throws Exception {
        HttpResponse<String> answer = send("POST", path, body, "operator");
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }

    private HttpResponse<String> send(
            String method, String path, String body, @Nullable String role) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (role != null) {
            request.header(
                    "Authorization",
                    "Bearer " + keys.token(role, "tester", Duration.ofMinutes(10)));
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
