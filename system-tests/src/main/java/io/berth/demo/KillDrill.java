package io.berth.demo;

import io.berth.checker.Question.QuietPhase;
import io.berth.contracts.ids.HostId;
import io.berth.platform.ComponentName;
import io.berth.platform.PlatformClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * SIGKILL to every part in turn while the estate runs, each of which must pass unnoticed by the
 * fleet; then a host dies while monitoring has just been killed, and placement is killed in the
 * middle of the re-placement. Nothing may be lost or doubled.
 */
final class KillDrill {
    private static final String NAME = "kill";
    private static final Duration RECOVERY = Duration.ofSeconds(90);

    /** So long after its return a part would have done what it wrongly does. */
    private static final Duration SETTLED = Duration.ofSeconds(6);

    private static final List<ComponentName> PARTS =
            List.of(
                    ComponentName.INVENTORY,
                    ComponentName.MONITORING,
                    ComponentName.PLACEMENT,
                    ComponentName.REPLICA,
                    ComponentName.KEYVAULT,
                    ComponentName.POSTGRES,
                    ComponentName.KAFKA);

    private static final List<ComponentName> SERVICES =
            List.of(
                    ComponentName.INVENTORY,
                    ComponentName.MONITORING,
                    ComponentName.PLACEMENT,
                    ComponentName.REPLICA,
                    ComponentName.KEYVAULT);

    private final Platform platform;
    private final PlatformClient processes;
    private final Timeline timeline;

    /**
     * @throws DemoException where the processes are not ours to kill
     */
    KillDrill(Platform platform, Timeline timeline) {
        this.platform = platform;
        this.processes =
                platform.power()
                        .orElseThrow(() ->
                                new DemoException(
                                        "drill kill needs a platform whose processes run here; for"
                                                + " containers there is: berth drill compose"));
        this.timeline = timeline;
    }

    /** The checker's exit status, or 1 when something did not come back in time. */
    int run(EstatePlan.Size size, long seed) {
        DemoRun demo = new DemoRun(platform, timeline);
        try (Stage stage = demo.stage(size, seed)) {
            boolean inTime = new EstatePhase(stage).run() && kills(stage);
            int status = new CheckPhase(stage, platform.folder()).run().status();
            return status == 0 && !inTime ? 1 : status;
        }
    }

    private boolean kills(Stage stage) {
        HostId victim = new CrashPhase(stage, null).victim();
        boolean inTime = new ReplicatePhase(stage).run(victim);
        for (ComponentName part : PARTS) {
            inTime = inTime && unnoticed(stage, part);
        }
        return inTime && duringRecovery(stage, victim) && new RpoPhase(stage).run(victim);
    }

    private boolean unnoticed(Stage stage, ComponentName part) {
        stage.settle();
        Instant from = timeline.now();
        kill(part);
        back(part, from);
        List<HostId> hosts = stage.hosts();
        Instant now = timeline.now();
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
                        "kill of " + part, from, timeline.now(), Set.of(), Duration.ZERO, null));
        return beating;
    }

    private boolean duringRecovery(Stage stage, HostId victim) {
        CrashPhase crash = new CrashPhase(stage, null);
        stage.settle();
        kill(ComponentName.MONITORING);
        boolean replaced =
                crash.crash(
                        victim,
                        () -> {
                            Instant from = timeline.now();
                            kill(ComponentName.PLACEMENT);
                            back(ComponentName.PLACEMENT, from);
                        });
        return replaced && new ZombiePhase(stage).run(victim);
    }

    private void kill(ComponentName part) {
        processes.killComponent(part);
        timeline.tell(NAME, "SIGKILL to " + part);
    }

    private void back(ComponentName part, Instant killed) {
        processes.awaitHealthy(List.of(part), RECOVERY);
        processes.awaitHealthy(SERVICES, RECOVERY);
        timeline.tell(
                NAME,
                "%s is back, and all services are healthy, after %s"
                        .formatted(part, EstatePhase.seconds(killed, timeline.now())));
    }
}
