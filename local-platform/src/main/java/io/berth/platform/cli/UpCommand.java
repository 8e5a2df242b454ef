package io.berth.platform.cli;

import io.berth.platform.ComponentName;
import io.berth.platform.ComponentState;
import io.berth.platform.ComponentStatus;
import io.berth.platform.Installation;
import io.berth.platform.PlatformClient;
import io.berth.platform.PlatformException;
import io.berth.platform.PortPlan;
import io.berth.platform.Ports;
import io.berth.platform.supervisor.DaemonLauncher;
import io.berth.platform.supervisor.RunFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts the platform in the background and follows it until everything is ready. */
@Command(
        name = "up",
        description = "Starts the broker, the databases and all services; returns when ready.")
final class UpCommand implements Callable<Integer> {
    /** Every component may take its own two minutes; a machine that needs more is stuck. */
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final double NANOS_PER_SECOND = 1e9;

    /** States in which a component's start is decided, for good or ill. */
    private static final Set<ComponentState> SETTLED =
            EnumSet.of(ComponentState.READY, ComponentState.FAILED);

    @Option(
            names = "--port-base",
            defaultValue = "${env:BERTH_PORT_BASE:-8080}",
            paramLabel = "N",
            description =
                    "All ports lie between N and N+"
                            + PortPlan.HIGHEST_OFFSET
                            + " (default: ${DEFAULT-VALUE}).")
    private int portBase;

    @Option(names = "--no-simulator", description = "Without the simulated hosts.")
    private boolean noSimulator;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Installation installation = Installation.locate();
        PortPlan ports = new PortPlan(portBase);
        RunFile.ofRunning(installation).ifPresent(UpCommand::refuse);
        requireFree(ports);
        out.printf("Starting Berth on ports from %d; state in %s%n", portBase, installation.home());
        out.flush();
        long begun = System.nanoTime();
        ProcessHandle daemon = DaemonLauncher.launch(installation, portBase, !noSimulator);
        List<ComponentStatus> components = follow(installation, daemon, begun, out);
        List<ComponentStatus> failed =
                components.stream().filter(one -> one.state() == ComponentState.FAILED).toList();
        if (!failed.isEmpty()) {
            failed.forEach(one -> spec.commandLine().getErr().println("berth: " + one.problem()));
            spec.commandLine().getErr().println("berth: the rest runs; stop it with: berth down");
            return Berth.FAILED;
        }
        out.printf("Everything is ready after %.1f s.%n%n", seconds(begun));
        printAddresses(ports, out);
        return Berth.OK;
    }

    private static void refuse(RunFile running) {
        throw new PlatformException(
                "A platform runs here already: process %d, ports from %d. See: berth status. Stop it with: berth down. A second one beside it needs its own BERTH_HOME and --port-base."
                        .formatted(running.pid(), running.portBase()));
    }

    private void requireFree(PortPlan ports) {
        for (ComponentName component : ComponentName.ALL) {
            boolean wanted =
                    !ComponentName.SECOND_INSTANCES.contains(component)
                            && !(noSimulator && component.equals(ComponentName.SIMULATOR));
            if (wanted) {
                Ports.requireFree(ports.of(component), component.value());
            }
        }
        Ports.requireFree(ports.kafkaController(), "kafka's controller");
    }

    private List<ComponentStatus> follow(
            Installation installation, ProcessHandle daemon, long begun, PrintWriter out) {
        Map<String, ComponentState> shown = new HashMap<>();
        while (System.nanoTime() - begun < PATIENCE.toNanos()) {
            if (!daemon.isAlive()) {
                throw DaemonLauncher.problem(installation);
            }
            Optional<PlatformClient> client = client(installation);
            if (client.isPresent()) {
                boolean starting = client.get().isStarting();
                List<ComponentStatus> components = client.get().status();
                components.forEach(one -> show(one, shown, begun, out));
                if (!starting) {
                    return components;
                }
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        throw new PlatformException(
                "Not ready after %s and still trying; see: berth status, berth logs"
                        .formatted(PATIENCE));
    }

    /** Empty while the daemon does not take orders yet, or no more. */
    private static Optional<PlatformClient> client(Installation installation) {
        return RunFile.ofRunning(installation)
                .filter(running -> Files.exists(running.socket()))
                .map(running -> PlatformClient.connect(installation));
    }

    private static void show(
            ComponentStatus one, Map<String, ComponentState> shown, long begun, PrintWriter out) {
        if (SETTLED.contains(one.state()) && shown.put(one.name(), one.state()) != one.state()) {
            out.printf("  %-12s %-7s %6.1f s%n", one.name(), one.state().label(), seconds(begun));
            out.flush();
        }
    }

    private void printAddresses(PortPlan ports, PrintWriter out) {
        for (ComponentName service :
                List.of(
                        ComponentName.INVENTORY,
                        ComponentName.PLACEMENT,
                        ComponentName.MONITORING,
                        ComponentName.REPLICA,
                        ComponentName.KEYVAULT,
                        ComponentName.SIMULATOR)) {
            if (!(noSimulator && service.equals(ComponentName.SIMULATOR))) {
                out.printf("  %-12s %s/api/v1%n", service, ports.url(service));
            }
        }
        out.printf("  %-12s %s%n", ComponentName.KAFKA, ports.bootstrap());
        out.printf("%nNext: berth demo, berth status, berth token operator, berth down%n");
        out.flush();
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / NANOS_PER_SECOND;
    }
}
