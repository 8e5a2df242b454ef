package io.berth.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.contracts.wire.EventCodec;
import io.berth.demo.CrashPhase.Sabotage;
import io.berth.platform.ComponentName;
import io.berth.platform.Installation;
import io.berth.platform.PlatformException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code berth demo}: the whole way, told as it happens, with the checker's verdict at its end. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Makes an estate of 48 hosts and 400 VMs, replicates some to another site, cuts the",
            "power of a host, lets it come back, silences most of a cluster, stops the broker,"
                    + " kills",
            "an instance of the key vault, and has everything checked from the log.",
            "Where BERTH_DEMO_BOOTSTRAP is set, a running platform is used that others run."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every promise was kept",
            "1:a promise was broken; the findings say which",
            "2:the demo or its checker could not be carried out"
        })
public final class DemoCommand implements Callable<Integer> {
    /** The checker, or the demo, could not be carried out. */
    static final int NOT_CARRIED_OUT = 2;

    private static final int DEFAULT_SEED = 7;

    @Option(names = "--once", description = "Stop the platform at the end if the demo started it.")
    private boolean once;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write timeline, figures and verdict there.")
    private @Nullable Path json;

    @Option(
            names = "--sabotage",
            paramLabel = "withhold|double",
            description =
                    "Make Berth break its promise during the crash: the checker must notice. The"
                            + " exit status is then 1.")
    private @Nullable String sabotage;

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

    /** See the class. */
    public static void main(String[] args) {
        System.exit(commandLine(new DemoCommand()).execute(args));
    }

    /**
     * A command whose problems are told in one line. Kafka's client speaks of every lost
     * connection; the timeline says what matters of it.
     */
    static CommandLine commandLine(Object command) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
        return new CommandLine(command)
                .setExecutionExceptionHandler((problem, line, parsed) -> {
                    if (problem instanceof DemoException || problem instanceof PlatformException) {
                        line.getErr().println("berth: " + problem.getMessage());
                        return NOT_CARRIED_OUT;
                    }
                    throw problem;
                })
                .setExitCodeExceptionMapper(problem -> NOT_CARRIED_OUT);
    }

    /** A timeline on standard output. */
    static Timeline timeline() {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        boolean terminal =
                Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        return new Timeline(
                out, InstantSource.system(), terminal && System.getenv("NO_COLOR") == null);
    }

    @Override
    public Integer call() throws IOException {
        Sabotage chosen = sabotage == null ? null : sabotage(sabotage);
        Timeline timeline = timeline();
        Optional<AttachedPlatform> attached = AttachedPlatform.of(System.getenv());
        CheckPhase.Outcome outcome =
                attached.isPresent()
                        ? attached(attached.get(), timeline, chosen)
                        : local(timeline, chosen);
        if (json != null) {
            write(timeline, outcome, json);
        }
        return outcome.status();
    }

    private CheckPhase.Outcome attached(
            AttachedPlatform platform, Timeline timeline, @Nullable Sabotage chosen) {
        timeline.tell("platform", "attached; Kafka at " + platform.bootstrap());
        return run(platform, timeline, chosen);
    }

    private CheckPhase.Outcome local(Timeline timeline, @Nullable Sabotage chosen) {
        LocalPlatform platform = LocalPlatform.ensure(Installation.locate(), portBase, timeline);
        boolean stopping = once && platform.wasStartedHere();
        CheckPhase.Outcome outcome;
        try {
            outcome = run(platform, timeline, chosen);
        } finally {
            if (stopping) {
                platform.stop(timeline);
            }
        }
        if (!stopping) {
            addresses(platform, timeline);
        }
        return outcome;
    }

    private CheckPhase.Outcome run(
            Platform platform, Timeline timeline, @Nullable Sabotage chosen) {
        timeline.tell("demo", "seed " + seed);
        return new DemoRun(platform, timeline).run(EstatePlan.Size.DEMO, seed, chosen);
    }

    private static Sabotage sabotage(String name) {
        return switch (name) {
            case "withhold" -> Sabotage.WITHHOLD;
            case "double" -> Sabotage.DOUBLE;
            default ->
                    throw new DemoException(
                            "--sabotage is \"" + name + "\"; allowed are withhold and double");
        };
    }

    private static void addresses(Platform platform, Timeline timeline) {
        for (ComponentName service :
                List.of(
                        ComponentName.INVENTORY,
                        ComponentName.PLACEMENT,
                        ComponentName.MONITORING,
                        ComponentName.REPLICA,
                        ComponentName.KEYVAULT,
                        ComponentName.SIMULATOR)) {
            timeline.tell("platform", "%-11s %s/api/v1".formatted(service, platform.url(service)));
        }
        timeline.tell("platform", "%-11s %s".formatted("kafka", platform.bootstrap()));
        timeline.tell("platform", "a token: ./berth token viewer      stop it: ./berth down");
    }

    private static void write(Timeline timeline, CheckPhase.Outcome outcome, Path file)
            throws IOException {
        ObjectNode root = timeline.toJson();
        root.put("exitStatus", outcome.status());
        root.set("verdict", outcome.verdict());
        EventCodec.JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
    }
}
