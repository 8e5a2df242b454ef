package io.berth.demo;

import io.berth.demo.CrashPhase.Sabotage;
import io.berth.platform.Installation;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code berth drill}: faults on the real platform, each followed by the checker. */
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        description = {
            "kill:     SIGKILL to every part in turn, and to placement in the middle of a",
            "          re-placement; the checker must pass.",
            "checker:  a start is withheld, then a VM is doubled; the checker must fail both"
                    + " times.",
            "monitor:  SIGSTOP, SIGKILL and rebalances of monitoring, broker outages, clock steps;",
            "          nobody may be blamed, and a host that dies after each must be found.",
            "compose:  docker kill to every container of the running compose project in turn.",
            "vault:    two key vaults and an inventory of its own: a kill, a key's whole life, and",
            "          the secrets sought in logs, topics, tables and metrics; the mode LOCAL and"
                    + " the",
            "          way out of it; the loss of the database, and its restore from a backup.",
            "replica:  failovers to another cluster: planned and back, with the link cut, from a",
            "          host that is cut off; disks compared byte for byte, recovery points and"
                    + " times;",
            "          with --minutes 10 everybody is killed at random afterwards.",
            "seeds [--seeds 100000] [--from 1] [--processes N]:  failure detection over so many",
            "          simulated clusters; needs no platform.",
            "fuzz [--seconds 60] [options of libFuzzer]:  pairs of guests that Jazzer thinks up;",
            "          needs no platform."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the drill went as it must",
            "1:it did not; the findings say why",
            "2:the drill could not be carried out"
        })
public final class DrillCommand implements Callable<Integer> {
    private static final int DEFAULT_SEED = 11;
    private static final EstatePlan.Size SMALL = new EstatePlan.Size(1, 2, 6, 80);
    private static final Set<String> KINDS =
            Set.of("kill", "checker", "monitor", "compose", "vault", "replica");
    private static final String NAME = "drill";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "kill|checker|monitor|compose|vault|replica",
            defaultValue = "kill",
            description = "Which drill (${DEFAULT-VALUE}).")
    private String kind = "kill";

    @Option(names = "--once", description = "Stop the platform at the end if the drill started it.")
    private boolean once;

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "${env:BERTH_PORT_BASE:-8080}",
            description = "First port when the platform must be started (${DEFAULT-VALUE}).")
    private int portBase;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "" + DEFAULT_SEED,
            description = "Of the estate's sizes (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Of drill monitor: only disturbances in whose name this stands.")
    private String only = "";

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Of drill replica: how long participants are killed at random at its end.")
    private long minutes;

    /** See the class. */
    public static void main(String[] args) {
        System.exit(DemoCommand.commandLine(new DrillCommand()).execute(args));
    }

    @Override
    public Integer call() {
        if (!KINDS.contains(kind)) {
            throw new DemoException(
                    "There is no drill \""
                            + kind
                            + "\"; allowed are kill, checker, monitor, compose, vault and"
                            + " replica");
        }
        Timeline timeline = DemoCommand.timeline();
        Installation installation = Installation.locate();
        if (kind.equals("compose")) {
            ComposeProject project = new ComposeProject(installation.root());
            return new ComposeDrill(project, installation.home().resolve("demo"), timeline)
                    .run(SMALL, seed);
        }
        if (kind.equals("vault")) {
            return VaultDrill.run(installation, timeline);
        }
        LocalPlatform platform = LocalPlatform.ensure(installation, portBase, timeline);
        try {
            return switch (kind) {
                case "kill" -> new KillDrill(platform, timeline).run(SMALL, seed);
                case "replica" ->
                        new ReplicaDrill(platform, installation, timeline)
                                .run(SMALL, seed, Duration.ofMinutes(minutes));
                case "monitor" -> new MonitorDrill(platform, timeline).run(SMALL, seed, only);
                default -> checker(platform, timeline);
            };
        } finally {
            if (once && platform.wasStartedHere()) {
                platform.stop(timeline);
            }
        }
    }

    private int checker(Platform platform, Timeline timeline) {
        boolean good = sabotaged(platform, timeline, null, 0);
        good &= sabotaged(platform, timeline, Sabotage.WITHHOLD, 1);
        good &= sabotaged(platform, timeline, Sabotage.DOUBLE, 1);
        return good ? 0 : 1;
    }

    private boolean sabotaged(
            Platform platform, Timeline timeline, @Nullable Sabotage sabotage, int expected) {
        timeline.tell(NAME, "a day with sabotage: " + (sabotage == null ? "none" : sabotage));
        int status = new DemoRun(platform, timeline).run(SMALL, seed, sabotage).status();
        timeline.tell(
                NAME,
                "the checker said %d, and %d is right: %s"
                        .formatted(status, expected, status == expected ? "good" : "BAD"));
        return status == expected;
    }
}
