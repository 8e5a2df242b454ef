package io.berth.demo;

import static io.berth.demo.ReplicatePhase.relationship;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.FailoverStep;
import io.berth.contracts.replica.FailoverStepTaken;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
    private final Set<VmId> used = new HashSet<>();

    ReplicaDrill(Platform platform, Timeline timeline) {
        this.platform = platform;
        this.timeline = timeline;
        this.promises = new Promises(timeline, NAME);
    }

    /** 0 when every promise was kept and the checker agrees. */
    int run(EstatePlan.Size size, long seed) {
        DemoRun demo = new DemoRun(platform, timeline);
        try (Stage stage = demo.stage(size, seed)) {
            boolean ready = new EstatePhase(stage).run();
            HostId crowded = new CrashPhase(stage, null).victim();
            promises.check(
                    ready && new ReplicatePhase(stage).run(crowded), "every VM has its first copy");
            if (promises.kept()) {
                planned(stage);
                linkCut(stage);
                unreachable(stage);
            }
            int verdict = new CheckPhase(stage, platform.folder()).run().status();
            promises.tell(promises.kept() ? "every promise was kept" : "a promise was BROKEN");
            return verdict == 0 && !promises.kept() ? 1 : verdict;
        }
    }

    /** A VM that is replicated and runs. */
    private record Case(Stage stage, VmId vm, HostId source, HostId target) {
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
                                                                && cycle.source()
                                                                        .equals(one.target()))
                                        .size()),
                "reversed: %s copies %s to %s".formatted(one.target(), one.vm(), one.source()));
        over(
                new Case(stage, one.vm(), one.target(), one.source()),
                RestApi.object().put("kind", "planned"),
                "planned, back again");
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
        promises.check(
                reaches(one, FailoverStep.CANCELLED) && runsOn(one, null, one.target()),
                "cancelled: %s runs in its own cluster again".formatted(one.vm()));
        stage.fault("heal", List.of(one.source()));
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
                runsOn(one, one.target(), null),
                "%s runs on %s and nowhere else".formatted(one.vm(), one.target()));
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
                over && runsOn(one, one.target(), null),
                "%s: %s went from %s to %s; recovery time %s, recovery point %s"
                        .formatted(
                                what,
                                one.vm(),
                                one.source(),
                                one.target(),
                                now.path("recoveryTime").asText("none"),
                                now.path("pointAt").asText("none")));
        if (now.has("recoveryTime")) {
            timeline.figure(
                    "recoveryMillis of " + what,
                    Duration.parse(now.path("recoveryTime").asText()).toMillis());
        }
    }

    private static JsonNode failover(Case one) {
        return one.stage().replica().get(one.path() + "/failover");
    }

    private boolean reaches(Case one, FailoverStep step) {
        String[] last = {""};
        return one.stage()
                .follower()
                .await(
                        FAILOVER,
                        _ -> failover(one).path("step").asText().equals(step.name()),
                        _ -> {
                            JsonNode now = failover(one);
                            String line =
                                    now.path("step").asText() + " " + now.path("waiting").asText();
                            if (!line.equals(last[0])) {
                                last[0] = line;
                                promises.tell("… " + one.id() + " " + line);
                            }
                        });
    }

    /** Whether it runs on that host, or on any; and not on the other. */
    private boolean runsOn(Case one, @Nullable HostId host, @Nullable HostId not) {
        return one.stage()
                .await(
                        NAME,
                        one.vm() + " where it belongs",
                        FAILOVER,
                        fleet -> {
                            Fleet.Place place = fleet.running().get(one.vm());
                            return place != null
                                            && (host == null || place.host().equals(host))
                                            && !place.host().equals(not)
                                    ? 1
                                    : 0;
                        });
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
