package io.berth.demo;

import io.berth.contracts.ids.HostId;
import io.berth.demo.CrashPhase.Sabotage;
import io.berth.platform.ComponentName;
import io.berth.platform.Role;
import org.jspecify.annotations.Nullable;

/**
 * One whole demo on a running platform. When something does not come in time, the rest is left out
 * and the checker is asked at once, since its verdict is what counts.
 */
final class DemoRun {
    private static final int MAX_ESTATES = 100;

    private final Platform platform;
    private final Timeline timeline;

    DemoRun(Platform platform, Timeline timeline) {
        this.platform = platform;
        this.timeline = timeline;
    }

    /** Everything, on an estate of its own. */
    CheckPhase.Outcome run(EstatePlan.Size size, long seed, @Nullable Sabotage sabotage) {
        try (Stage stage = stage(size, seed)) {
            boolean inTime = phases(stage, sabotage);
            if (inTime && sabotage != null) {
                timeline.tell("check", "the checker must find what was sabotaged");
            }
            CheckPhase.Outcome outcome = new CheckPhase(stage, platform.folder()).run();
            if (!inTime && outcome.status() == 0) {
                timeline.tell("check", "but something did not come as it had to; see above");
                outcome = new CheckPhase.Outcome(1, outcome.verdict());
            }
            if (sabotage == Sabotage.WITHHOLD) {
                stage.fault("heal", stage.hosts());
            }
            return outcome;
        }
    }

    private static boolean phases(Stage stage, @Nullable Sabotage sabotage) {
        if (!new EstatePhase(stage).run()) {
            return false;
        }
        CrashPhase crash = new CrashPhase(stage, sabotage);
        HostId victim = crash.victim();
        if (sabotage == null && !new ReplicatePhase(stage).run(victim)) {
            return false;
        }
        if (!crash.crash(victim, () -> {}) || sabotage != null) {
            return sabotage != null;
        }
        QuietPhases quiet = new QuietPhases(stage);
        return new ZombiePhase(stage).run(victim)
                && quiet.hold(elsewhere(stage.plan(), victim))
                && quiet.brokerOutage()
                && new KeyvaultPhase(stage).run()
                && new RpoPhase(stage).run(victim);
    }

    /** A cluster that the victim is not in; its own where there is no other. */
    static EstatePlan.Cluster elsewhere(EstatePlan plan, HostId victim) {
        return plan.clusters().stream()
                .filter(cluster ->
                        cluster.hosts().stream().noneMatch(host -> host.id().equals(victim)))
                .findFirst()
                .orElseGet(() -> plan.clusters().getFirst());
    }

    /** A stage for an estate with names that nobody has taken yet. */
    Stage stage(EstatePlan.Size size, long seed) {
        return new Stage(platform, EstatePlan.draw(size, seed, freeSuffix(size, seed)), timeline);
    }

    private String freeSuffix(EstatePlan.Size size, long seed) {
        try (RestApi inventory = Stage.api(platform, ComponentName.INVENTORY, Role.VIEWER)) {
            for (int i = 1; i <= MAX_ESTATES; i++) {
                String suffix = i == 1 ? "" : "-" + i;
                EstatePlan plan = EstatePlan.draw(size, seed, suffix);
                if (!inventory.exists("host-groups/" + plan.groups().getFirst().id())) {
                    return suffix;
                }
            }
        }
        throw new DemoException(
                "There are "
                        + MAX_ESTATES
                        + " demo estates already; start over with an empty state"
                        + " folder: berth down, then remove it");
    }
}
