package io.berth.demo;

import io.berth.checker.Question.QuietPhase;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.CycleCompleted;
import io.berth.demo.ComposeProject.Container;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code docker kill} to every long-running container of the compose project in turn, while an
 * estate runs. After each the platform must become healthy again by itself or by {@code docker
 * start}, every host must beat, a new VM must find its place, and a replication cycle must
 * complete.
 */
final class ComposeDrill {
    private static final String NAME = "compose";
    private static final Duration BY_ITSELF = Duration.ofSeconds(3);
    private static final Duration HEALTHY = Duration.ofSeconds(120);
    private static final Duration RECOVERY = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /** So long after its return a container would have done what it wrongly does. */
    private static final Duration SETTLED = Duration.ofSeconds(6);

    /** Its death is a power failure of all hosts, so the fleet may not pass it unnoticed. */
    private static final String FLEET = "simulator";

    private final ComposeProject project;
    private final Path folder;
    private final Timeline timeline;
    private Set<String> watched = Set.of();

    /**
     * @param folder where job and verdict are kept
     */
    ComposeDrill(ComposeProject project, Path folder, Timeline timeline) {
        this.project = project;
        this.folder = folder;
        this.timeline = timeline;
    }

    /** The checker's exit status, or 1 when something did not come back in time. */
    int run(EstatePlan.Size size, long seed) {
        List<Container> killed = longRunning();
        watched = killed.stream().map(Container::service).collect(Collectors.toSet());
        timeline.tell(
                NAME,
                "%d containers to be killed in turn: %s"
                        .formatted(
                                killed.size(),
                                killed.stream()
                                        .map(Container::service)
                                        .collect(Collectors.joining(", "))));
        AttachedPlatform platform = project.attach(folder);
        try (Stage stage = new DemoRun(platform, timeline).stage(size, seed)) {
            boolean good = new EstatePhase(stage).run() && kills(stage, killed);
            int status = new CheckPhase(stage, folder).run().status();
            return status == 0 && !good ? 1 : status;
        }
    }

    private boolean kills(Stage stage, List<Container> containers) {
        boolean good = new ReplicatePhase(stage).run(new CrashPhase(stage, null).victim());
        for (int i = 0; good && i < containers.size(); i++) {
            Container container = containers.get(i);
            good =
                    (container.service().equals(FLEET)
                                    ? powerFailure(stage, container)
                                    : unnoticed(stage, container))
                            && workGoesOn(stage, i, container.service());
        }
        return good;
    }

    private List<Container> longRunning() {
        List<Container> running = project.containers().stream().filter(Container::runs).toList();
        if (running.isEmpty()) {
            throw new DemoException(
                    "no container of the project runs; start it with: docker compose up -d --wait");
        }
        return running;
    }

    private boolean unnoticed(Stage stage, Container container) {
        stage.settle();
        Instant from = timeline.now();
        if (!killAndHeal(stage, container, from)) {
            return false;
        }
        Instant now = timeline.now();
        List<HostId> hosts = stage.hosts();
        boolean beating =
                stage.await(
                        NAME,
                        "hosts beating unfenced",
                        RECOVERY,
                        hosts.size(),
                        fleet -> fleet.beating(hosts, now));
        stage.follower().pass(SETTLED);
        stage.quiet(
                new QuietPhase(
                        "kill of " + container.service(),
                        from,
                        timeline.now(),
                        Set.of(),
                        Duration.ZERO,
                        null));
        return beating;
    }

    private boolean powerFailure(Stage stage, Container container) {
        stage.settle();
        Instant from = timeline.now();
        if (!killAndHeal(stage, container, from)) {
            return false;
        }
        Instant now = timeline.now();
        List<HostId> hosts = stage.hosts();
        Set<VmId> vms =
                stage.plan().vms().stream().map(EstatePlan.Vm::id).collect(Collectors.toSet());
        return stage.await(
                        NAME,
                        "hosts beating unfenced",
                        RECOVERY,
                        hosts.size(),
                        fleet -> fleet.beating(hosts, now))
                && stage.await(
                        NAME,
                        "VMs running again",
                        RECOVERY,
                        vms.size(),
                        fleet -> fleet.running(vms));
    }

    private boolean killAndHeal(Stage stage, Container container, Instant from) {
        project.kill(container);
        timeline.tell(NAME, "SIGKILL to " + container.service());
        stage.follower().pass(BY_ITSELF);
        boolean started = !project.container(container.service()).runs();
        if (started) {
            project.start(container);
        }
        Instant giveUp = from.plus(HEALTHY);
        List<Container> ill = ill();
        while (!ill.isEmpty() && timeline.now().isBefore(giveUp)) {
            stage.follower().pass(BETWEEN_LOOKS);
            ill = ill();
        }
        timeline.tell(
                NAME,
                ill.isEmpty()
                        ? "%s is back%s and all are healthy after %s"
                                .formatted(
                                        container.service(),
                                        started ? " by docker start" : " by itself",
                                        EstatePhase.seconds(from, timeline.now()))
                        : "after %d s these are not healthy: %s"
                                .formatted(HEALTHY.toSeconds(), ill));
        return ill.isEmpty();
    }

    /** Containers that ran at the beginning and are not healthy; one-off ones have ended. */
    private List<Container> ill() {
        return project.containers().stream()
                .filter(container -> watched.contains(container.service()))
                .filter(container -> !container.healthy())
                .toList();
    }

    private boolean workGoesOn(Stage stage, int number, String after) {
        // What follows changes the fleet, and the quiet before it is judged by the next look at it.
        stage.settle();
        VmId vm = new EstatePhase(stage).oneMore(number);
        Instant since = timeline.now();
        RelationshipId relationship =
                stage.follower()
                        .look(fleet ->
                                fleet.since(timeline.start(), CycleCompleted.class, c -> true))
                        .getFirst()
                        .event()
                        .relationship();
        stage.replica().post("relationships/" + relationship + "/replicate-now", RestApi.object());
        boolean placed =
                stage.await(
                        NAME, "new VM running", RECOVERY, 1, fleet -> fleet.running(Set.of(vm)));
        boolean copied =
                stage.await(
                        NAME,
                        "cycle of " + relationship + " complete",
                        RECOVERY,
                        fleet ->
                                fleet.since(
                                                since,
                                                CycleCompleted.class,
                                                cycle -> cycle.relationship().equals(relationship))
                                        .size());
        if (placed && copied) {
            timeline.tell(
                    NAME,
                    "after the kill of %s: %d hosts beat, a new VM runs, a cycle is complete"
                            .formatted(after, stage.hosts().size()));
        }
        return placed && copied;
    }
}
