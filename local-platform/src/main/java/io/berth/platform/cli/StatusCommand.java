package io.berth.platform.cli;

import io.berth.platform.ComponentState;
import io.berth.platform.ComponentStatus;
import io.berth.platform.Installation;
import io.berth.platform.PlatformClient;
import io.berth.platform.supervisor.RunFile;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows every component. */
@Command(
        name = "status",
        description = "Shows every component; ends with 1 when one is not well, 3 when none runs.")
final class StatusCommand implements Callable<Integer> {
    private static final int KIB_PER_MIB = 1024;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Installation installation = Installation.locate();
        if (RunFile.ofRunning(installation).isEmpty()) {
            out.printf("No platform runs in %s. Start it with: berth up%n", installation.home());
            return Berth.NOT_RUNNING;
        }
        List<ComponentStatus> components = PlatformClient.connect(installation).status();
        Instant now = Instant.now();
        out.printf(
                "%-12s %-12s %-8s %8s %6s %9s %9s %9s%n",
                "COMPONENT", "STATE", "HEALTH", "PID", "PORT", "MEMORY", "UPTIME", "RESTARTS");
        for (ComponentStatus one : components) {
            out.printf(
                    "%-12s %-12s %-8s %8s %6d %9s %9s %9d%n",
                    one.name(),
                    one.state().label(),
                    health(one),
                    one.pid() == null ? "-" : one.pid().toString(),
                    one.port(),
                    one.pid() == null ? "-" : one.memoryKiB() / KIB_PER_MIB + " MiB",
                    uptime(one.startedAt(), now),
                    one.restarts());
        }
        long total = components.stream().mapToLong(ComponentStatus::memoryKiB).sum();
        out.printf("%-12s %63s%n", "total", total / KIB_PER_MIB + " MiB");
        components.stream()
                .filter(one -> one.problem() != null && one.state() != ComponentState.STOPPED)
                .forEach(one -> out.printf("%n%s: %s%n", one.name(), one.problem()));
        boolean well =
                components.stream()
                        .allMatch(one -> one.healthy() || one.state() == ComponentState.STOPPED);
        return well ? Berth.OK : Berth.FAILED;
    }

    private static String health(ComponentStatus one) {
        return switch (one.state()) {
            case READY -> one.healthy() ? "well" : "UNWELL";
            case STOPPED -> "-";
            case STARTING, PAUSED, STOPPING, BACKING_OFF, FAILED -> "?";
        };
    }

    private static String uptime(@Nullable Instant startedAt, Instant now) {
        if (startedAt == null) {
            return "-";
        }
        Duration up = Duration.between(startedAt, now);
        return up.toHours() > 0
                ? "%dh%02dm".formatted(up.toHours(), up.toMinutesPart())
                : "%dm%02ds".formatted(up.toMinutes(), up.toSecondsPart());
    }
}
