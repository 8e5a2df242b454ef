package io.berth.demo;

import static io.berth.demo.ReplicatePhase.relationship;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.FailoverStep;
import io.berth.contracts.replica.FailoverStepTaken;
import io.berth.platform.Installation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Failovers of VMs to another cluster on the real platform: planned and back again; unplanned with
 * both sides alive and the link between them cut, and undone; unplanned from a host that nobody can
 * reach, and made final. Each tells its recovery point and time, and the checker judges the day.
 */
final class ReplicaDrill {
    private static final String NAME = "replica";

    /** A guest shuts down within two minutes; the rest takes seconds. */
    private static final Duration FAILOVER = Duration.ofSeconds(180);

    /** A cycle that runs stands in the way, and none takes longer on this link. */
    private static final Duration TAKEN_UP = Duration.ofSeconds(30);

    private static final String NEVER = Instant.EPOCH.toString();

    /** The database's clock and the broker's are of one machine, read a moment apart. */
    private static final Duration STAMPS = Duration.ofSeconds(1);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Platform platform;
    private final Timeline timeline;
    private final Promises promises;
    private final DiskWitness witness;
    private final Set<VmId> used = new HashSet<>();

    ReplicaDrill(Platform platform, Installation installation, Timeline timeline) {
        this.platform = platform;
        this.witness =
                new DiskWitness(
                        installation.home().resolve("simulator"),
                        platform.folder().resolve("disks"));
        this.timeline = timeline;
        this.promises = new Promises(timeline, NAME);
    }

    /**
     * 0 when every promise was kept and the checker agrees.
     *
     * @param storm how long participants are killed at random afterwards; zero for not at all
     */
    int run(EstatePlan.Size size, long seed, Duration storm) {
        DemoRun demo = new DemoRun(platform, timeline);
        try (witness;
                Stage stage = demo.stage(size, seed)) {
            boolean ready = new EstatePhase(stage).run();
            HostId crowded = new CrashPhase(stage, null).victim();
            promises.check(
                    ready && new ReplicatePhase(stage).run(crowded), "every VM has its first copy");
            if (promises.kept()) {
                tried(stage);
                planned(stage);
                linkCut(stage);
                unreachable(stage);
                if (storm.isPositive()) {
                    new ReplicaStorm(stage, witness, promises, seed).run(storm);
                }
            }
            int verdict = new CheckPhase(stage, platform.folder()).run().status();
            promises.tell(promises.kept() ? "every promise was kept" : "a promise was BROKEN");
            return verdict == 0 && !promises.kept() ? 1 : verdict;
        }
    }

    /** A VM that is replicated and runs. */
    private record Case(Stage stage, VmId vm, HostId source, HostId target) {
        /** The cluster of a host. */
        DomainId cluster(HostId host) {
            return stage.plan().clusters().stream()
                    .filter(one -> one.hosts().stream().anyMatch(h -> h.id().equals(host)))
                    .map(EstatePlan.Cluster::domain)
                    .findFirst()
                    .orElseThrow(() -> new DemoException(host + " is in no cluster"));
        }

        RelationshipId id() {
            return relationship(vm);
        }

        String path() {
            return "relationships/" + id();
        }
    }

    private Case next(Stage stage) {
        for (JsonNode one : stage.replica().get("relationships?limit=500").path("items")) {
            VmId vm = new VmId(one.path("vm").asText());
            Optional<Fleet.Place> place =
                    stage.follower().look(fleet -> Optional.ofNullable(fleet.running().get(vm)));
            if (place.isPresent()
                    && one.path("id").asText().equals(relationship(vm).value())
                    && used.add(vm)) {
                return new Case(
                        stage, vm, place.get().host(), new HostId(one.path("targetHost").asText()));
            }
        }
        throw new DemoException("no replicated VM is left that runs");
    }

    /** A replica boots beside its VM, which goes on, and nothing of it is left. */
    private void tried(Stage stage) {
        Case one = next(stage);
        post(one, "tests", RestApi.object());
        boolean over =
                Polling.await(
                        FAILOVER,
                        BETWEEN_LOOKS,
                        () -> newestTest(one).path("step").asText().equals("CLOSED"));
        JsonNode test = newestTest(one);
        promises.check(
                over && test.path("outcome").asText().equals("BOOTED"),
                "tested: the replica of %s at %s: %s from point %s, in %s"
                        .formatted(
                                one.vm(),
                                one.target(),
                                test.path("outcome").asText("no outcome"),
                                test.path("point").asText(),
                                test.path("bootTook").asText("no time")));
        promises.check(
                stage.replica().get(one.path()).path("state").asText().equals("REPLICATING")
                        && place(one).equals(one.source()),
                "%s runs on at %s and is copied on; nothing of the test is left"
                        .formatted(one.vm(), one.source()));
    }

    private static JsonNode newestTest(Case one) {
        return one.stage().replica().get(one.path() + "/tests?limit=1").path("items").path(0);
    }

    private void planned(Stage stage) {
        Case one = next(stage);
        over(one, RestApi.object().put("kind", "planned"), "planned");
        promises.check(
                !Instant.parse(failover(one).path("pointAt").asText(NEVER))
                        .isBefore(stoppedSince(one)),
                "its recovery point is of after its stop: nothing is lost");

        Instant from = timeline.now();
        post(one, "reverse", RestApi.object());
        promises.check(
                stage.await(
                        NAME,
                        "first copy in the other direction",
                        FAILOVER,
                        fleet ->
                                fleet.since(
                                                from,
                                                CycleCompleted.class,
                                                cycle ->
                                                        cycle.relationship().equals(one.id())
                                                                && cycle.kind()
                                                                        == CycleKind.INITIAL_COPY
                                                                && one.cluster(cycle.source())
                                                                        .equals(
                                                                                one.cluster(
                                                                                        one
                                                                                                .target())))
                                        .size()),
                "reversed: %s copies %s to %s".formatted(place(one), one.vm(), one.source()));
        over(
                new Case(stage, one.vm(), place(one), one.source()),
                RestApi.object().put("kind", "planned"),
                "planned, back again");
        post(one, "reverse", RestApi.object());
        promises.tell("reversed again: it is copied as at the beginning");
    }

    /** When the failover began to copy what was written before the stop. */
    private Instant stoppedSince(Case one) {
        return one.stage()
                .follower()
                .look(fleet ->
                        fleet.since(
                                        Instant.EPOCH,
                                        FailoverStepTaken.class,
                                        step ->
                                                step.relationship().equals(one.id())
                                                        && step.step() == FailoverStep.COPYING_LAST)
                                .getLast()
                                .at()
                                .minus(STAMPS));
    }

    /** Both hosts live and obey; no byte goes from one to the other. */
    private void linkCut(Stage stage) {
        Case one = next(stage);
        stage.fault("cut-peers", List.of(one.source()));
        promises.tell("the links of " + one.source() + " to all other hosts are cut; it lives");
        over(one, unplanned(one), "unplanned, link cut");
        post(one, "cancel", RestApi.object().put("acceptLoss", true));
        stage.fault("heal", List.of(one.source()));
        promises.check(
                reaches(one, FailoverStep.CANCELLED) && runsBeside(one, one.source()),
                "cancelled: %s runs in its own cluster again".formatted(one.vm()));
    }

    /** The host runs the VM and hears nobody; it stops the VM when its lease ends. */
    private void unreachable(Stage stage) {
        Case one = next(stage);
        Instant cut = stage.fault("partition", List.of(one.source()));
        promises.tell(one.source() + " is cut off while it runs " + one.vm());
        over(one, unplanned(one), "unplanned, host cut off");
        boolean evidence =
                stage.follower()
                        .look(fleet ->
                                !fleet.since(
                                                cut,
                                                HostFailed.class,
                                                failed -> failed.host().equals(one.source()))
                                        .isEmpty());
        promises.check(evidence, "it waited until " + one.source() + " was declared failed");
        stage.fault("heal", List.of(one.source()));
        Instant healed = timeline.now();
        promises.check(
                stage.await(
                        NAME,
                        "host back",
                        FAILOVER,
                        fleet -> fleet.beating(List.of(one.source()), healed.plusSeconds(1))),
                one.source() + " is back");
        promises.check(
                runsBeside(one, one.target()),
                "%s runs in %s and nowhere else".formatted(one.vm(), one.cluster(one.target())));
        post(one, "complete", RestApi.object());
        promises.check(
                one.stage().replica().get(one.path()).path("state").asText().equals("DISABLED"),
                "made final: points and old disk are dropped");
    }

    private ObjectNode unplanned(Case one) {
        JsonNode newest =
                one.stage().replica().get(one.path() + "/failover-preview").path("points").get(0);
        if (newest == null) {
            throw new DemoException(one.id() + " has no recovery point");
        }
        promises.tell(
                "preview of %s: point %s of %s, up to %s lost"
                        .formatted(
                                one.id(),
                                newest.path("cycle").asText(),
                                newest.path("pointAt").asText(),
                                newest.path("loss").asText()));
        return RestApi.object()
                .put("kind", "unplanned")
                .put("point", newest.path("cycle").asLong())
                .put("acceptLossSince", newest.path("pointAt").asText());
    }

    private void over(Case one, ObjectNode wish, String what) {
        post(one, "failover", wish);
        boolean over = reaches(one, FailoverStep.FAILED_OVER);
        JsonNode now = failover(one);
        promises.check(
                over && runsBeside(one, one.target()),
                "%s: %s went from %s to %s; recovery time %s, recovery point %s"
                        .formatted(
                                what,
                                one.vm(),
                                one.source(),
                                over ? place(one) : "nowhere",
                                now.path("recoveryTime").asText("none"),
                                now.path("pointAt").asText("none")));
        if (over) {
            disks(one, what);
        }
        if (now.has("recoveryTime")) {
            timeline.figure(
                    "recoveryMillis of " + what,
                    Duration.parse(now.path("recoveryTime").asText()).toMillis());
        }
    }

    /** The disk of the VM beside the recovery point and the disk that it had before. */
    private void disks(Case one, String what) {
        DiskWitness.Image point =
                witness.point(one.target(), one.id(), failover(one).path("point").asLong());
        DomainId there = one.cluster(one.target());
        boolean written =
                Polling.await(
                        FAILOVER,
                        BETWEEN_LOOKS,
                        () ->
                                witness.disk(there, one.vm()).superblock().generation()
                                        != point.superblock().generation());
        DiskWitness.Comparison disk = DiskWitness.compare(witness.disk(there, one.vm()), point);
        promises.check(
                written && disk.goesOnFrom(point),
                "its disk is the recovery point: %d of %d blocks alike byte for byte, %d written by its guest since"
                        .formatted(disk.equal(), disk.blocks(), disk.writtenSince()));
        long primary = witness.disk(one.cluster(one.source()), one.vm()).writes();
        promises.check(
                what.startsWith("unplanned")
                        ? primary >= point.writes()
                        : primary == point.writes(),
                "of %d writes of the guest at the primary the point holds %d"
                        .formatted(primary, point.writes()));
        timeline.figure("writesLost of " + what, primary - point.writes());
    }

    private static JsonNode failover(Case one) {
        return one.stage().replica().get(one.path() + "/failover");
    }

    private boolean reaches(Case one, FailoverStep step) {
        String[] last = {""};
        return Polling.await(
                FAILOVER,
                BETWEEN_LOOKS,
                () -> {
                    JsonNode now = failover(one);
                    boolean there = now.path("step").asText().equals(step.name());
                    String line = now.path("step").asText() + " " + now.path("waiting").asText();
                    if (!there && !line.equals(last[0])) {
                        last[0] = line;
                        promises.tell("… " + one.id() + " " + line);
                    }
                    return there;
                });
    }

    /** Whether it runs in the cluster of a host, whose nodes share their storage. */
    private boolean runsBeside(Case one, HostId host) {
        DomainId cluster = one.cluster(host);
        return one.stage()
                .await(
                        NAME,
                        one.vm() + " in " + cluster,
                        FAILOVER,
                        fleet -> {
                            Fleet.Place place = fleet.running().get(one.vm());
                            return place != null && one.cluster(place.host()).equals(cluster)
                                    ? 1
                                    : 0;
                        });
    }

    private static HostId place(Case one) {
        return one.stage()
                .follower()
                .look(fleet -> Optional.ofNullable(fleet.running().get(one.vm())))
                .map(Fleet.Place::host)
                .orElseThrow(() -> new DemoException(one.vm() + " does not run"));
    }

    /** A cycle that runs is waited for. */
    private void post(Case one, String operation, ObjectNode body) {
        Instant giveUp = timeline.now().plus(TAKEN_UP);
        RestApi.Reply reply = one.stage().replica().tryPost(one.path() + "/" + operation, body);
        while (reply.code().equals("cycle-runs") && timeline.now().isBefore(giveUp)) {
            one.stage().follower().pass(BETWEEN_LOOKS);
            reply = one.stage().replica().tryPost(one.path() + "/" + operation, body);
        }
        if (!reply.good()) {
            throw new DemoException(
                    "%s of %s answered %d: %s"
                            .formatted(operation, one.id(), reply.status(), reply.body()));
        }
    }
}
