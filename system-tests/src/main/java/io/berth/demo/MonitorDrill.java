package io.berth.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostUnreachable;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.demo.Fleet.Seen;
import io.berth.platform.ComponentName;
import io.berth.platform.PlatformClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Everything that must not be taken for the death of a host is done to the monitor, to the broker
 * and to the clocks of the hosts; after each a host really dies, and must be found. What the fold
 * does with steps of the broker's clock and changes of the partition leader cannot be shown here,
 * where one broker shares its clock with all: the scenarios and the simulation of the fold do.
 */
final class MonitorDrill {
    private static final String NAME = "monitor";
    private static final Duration BACK = Duration.ofSeconds(120);
    private static final Duration FOUND = Duration.ofSeconds(60);

    /** So long after a disturbance a host that is wrongly blamed would have been. */
    private static final Duration SETTLED =
            LeaseTimings.DEFAULT.threshold().plus(Duration.ofSeconds(2));

    /** Beside the threshold: a step of the fold, and the beat that was under way at the death. */
    private static final Duration ALLOWANCE = Duration.ofMillis(600);

    private static final double MILLIS = 1000.0;

    /**
     * What is done.
     *
     * @param doing takes the host that is to die; whoever does not kill it leaves that to the drill
     * @param kills whether the host dies meanwhile
     */
    private record Disturbance(String what, Consumer<HostId> doing, boolean kills) {
        Disturbance(String what, Runnable doing) {
            this(what, _ -> doing.run(), false);
        }
    }

    /** One line of the result. */
    private record Line(
            String what, Duration took, int blamed, int fenced, boolean found, double logSeconds) {}

    private final Platform platform;
    private final PlatformClient processes;
    private final Timeline timeline;

    /**
     * @throws DemoException where the processes are not ours to stop
     */
    MonitorDrill(Platform platform, Timeline timeline) {
        this.platform = platform;
        this.processes =
                platform.power()
                        .orElseThrow(() ->
                                new DemoException(
                                        "drill monitor needs a platform whose processes run here"));
        this.timeline = timeline;
    }

    /**
     * 0 when nobody was blamed and every death was found, 1 otherwise.
     *
     * @param only disturbances in whose name this stands; all when it is empty
     * @throws DemoException when there is none
     */
    int run(EstatePlan.Size size, long seed, String only) {
        try (Stage stage = new DemoRun(platform, timeline).stage(size, seed)) {
            List<Disturbance> chosen =
                    disturbances(stage).stream()
                            .filter(disturbance -> disturbance.what().contains(only))
                            .toList();
            if (chosen.isEmpty()) {
                throw new DemoException(
                        "No disturbance is named like \"%s\"; there are: %s"
                                .formatted(
                                        only,
                                        disturbances(stage).stream()
                                                .map(Disturbance::what)
                                                .collect(Collectors.joining("; "))));
            }
            if (!new EstatePhase(stage).run()) {
                return 1;
            }
            List<Line> lines = new ArrayList<>();
            List<HostId> hosts = stage.hosts();
            for (Disturbance disturbance : chosen) {
                HostId victim = hosts.get(lines.size() % hosts.size());
                lines.add(once(stage, disturbance, victim));
            }
            return tell(lines);
        }
    }

    private List<Disturbance> disturbances(Stage stage) {
        List<Disturbance> all = new ArrayList<>();
        for (int seconds : new int[] {5, 20, 60, 120}) {
            all.add(frozen(stage, ComponentName.MONITORING, seconds));
        }
        all.add(
                new Disturbance(
                        "a host dies while monitoring stands still, 15 s",
                        victim -> dieMeanwhile(stage, victim),
                        true));
        all.add(new Disturbance("SIGKILL of monitoring", () -> kill()));
        all.add(
                new Disturbance(
                        "a second monitoring joins",
                        () -> processes.startComponent(ComponentName.MONITORING_2)));
        all.add(frozen(stage, ComponentName.MONITORING, 30));
        all.add(new Disturbance("SIGKILL of one of two", () -> kill()));
        all.add(
                new Disturbance(
                        "the second monitoring leaves",
                        () -> processes.stopComponent(ComponentName.MONITORING_2)));
        all.add(frozen(stage, ComponentName.KAFKA, 8));
        for (int seconds : new int[] {8, 30}) {
            all.add(
                    new Disturbance(
                            "broker down for %d s".formatted(seconds),
                            () -> brokerDown(stage, Duration.ofSeconds(seconds))));
        }
        for (int hours : new int[] {1, -1}) {
            all.add(
                    new Disturbance(
                            "clocks of all hosts stepped by %d h".formatted(hours),
                            () -> stepClocks(stage, Duration.ofHours(hours))));
        }
        return all;
    }

    private Disturbance frozen(Stage stage, ComponentName part, int seconds) {
        return new Disturbance(
                "SIGSTOP of %s, %d s".formatted(part, seconds),
                () -> {
                    processes.pauseComponent(part);
                    stage.follower().pass(Duration.ofSeconds(seconds));
                    processes.resumeComponent(part);
                });
    }

    private void dieMeanwhile(Stage stage, HostId victim) {
        processes.pauseComponent(ComponentName.MONITORING);
        stage.follower().pass(Duration.ofSeconds(5));
        stage.fault("crash", List.of(victim));
        stage.follower().pass(Duration.ofSeconds(10));
        processes.resumeComponent(ComponentName.MONITORING);
    }

    private void kill() {
        processes.killComponent(ComponentName.MONITORING);
        processes.awaitHealthy(List.of(ComponentName.MONITORING), BACK);
    }

    private void brokerDown(Stage stage, Duration lasting) {
        processes.stopComponent(ComponentName.KAFKA);
        stage.follower().pass(lasting);
        processes.startComponent(ComponentName.KAFKA);
    }

    private static void stepClocks(Stage stage, Duration step) {
        ObjectNode by = RestApi.object().put("ms", step.toMillis());
        stage.fault("clock-step", stage.hosts(), by);
    }

    private Line once(Stage stage, Disturbance disturbance, HostId victim) {
        stage.settle();
        Instant from = timeline.now();
        timeline.tell(NAME, disturbance.what());
        disturbance.doing().accept(victim);
        processes.awaitHealthy(List.of(ComponentName.MONITORING), BACK);
        Instant lifted = timeline.now();
        List<HostId> others =
                stage.hosts().stream()
                        .filter(host -> !disturbance.kills() || !host.equals(victim))
                        .toList();
        stage.await(NAME, "hosts up", BACK, others.size(), fleet -> fleet.beating(others, lifted));
        stage.follower().pass(SETTLED);
        int blamed = stage.follower().look(fleet -> blamed(fleet, from, others));
        int fenced = stage.follower().look(fleet -> fenced(fleet, from));
        Instant died = disturbance.kills() ? from : stage.fault("crash", List.of(victim));
        double logSeconds = found(stage, victim, died);
        Line line =
                new Line(
                        disturbance.what(),
                        Duration.between(from, lifted),
                        blamed,
                        fenced,
                        !Double.isNaN(logSeconds),
                        logSeconds);
        timeline.tell(
                NAME,
                "%d blamed, %d fenced; %s was %s"
                        .formatted(
                                blamed,
                                fenced,
                                victim,
                                line.found()
                                        ? String.format(
                                                Locale.ROOT,
                                                "found dead after %.2f s of log time",
                                                logSeconds)
                                        : "NOT found dead"));
        return line;
    }

    private static int blamed(Fleet fleet, Instant from, List<HostId> alive) {
        return fleet.since(from, HostFailed.class, e -> alive.contains(e.host())).size()
                + fleet.since(from, HostUnreachable.class, e -> alive.contains(e.host())).size();
    }

    private static int fenced(Fleet fleet, Instant from) {
        return fleet.since(
                        from,
                        VmTableReported.class,
                        table -> table.trigger() == VmTableReported.Trigger.FENCED_ITSELF)
                .size();
    }

    /** Seconds of log time from the host's last beat to its failure; NaN when it is not found. */
    private double found(Stage stage, HostId victim, Instant at) {
        boolean found =
                stage.await(NAME, "failure", FOUND, fleet -> failures(fleet, victim, at).size());
        double logSeconds = Double.NaN;
        if (found) {
            HostFailed failed =
                    stage.follower().look(fleet -> failures(fleet, victim, at)).getFirst().event();
            logSeconds = Duration.between(failed.lastBeat(), failed.logTime()).toMillis() / MILLIS;
        }
        Instant on = stage.fault("power-on", List.of(victim));
        stage.await(
                NAME,
                "host back and unfenced",
                BACK,
                fleet -> fleet.beating(List.of(victim), on) * fleet.up(List.of(victim)));
        return logSeconds;
    }

    private static List<Seen<HostFailed>> failures(Fleet fleet, HostId host, Instant since) {
        return fleet.since(since, HostFailed.class, failed -> failed.host().equals(host));
    }

    private int tell(List<Line> lines) {
        int blamed = lines.stream().mapToInt(Line::blamed).sum();
        int fenced = lines.stream().mapToInt(Line::fenced).sum();
        long found = lines.stream().filter(Line::found).count();
        double[] times =
                lines.stream().filter(Line::found).mapToDouble(Line::logSeconds).sorted().toArray();
        timeline.tell(
                NAME,
                "%-48s %8s %7s %7s %s".formatted("", "lasted", "blamed", "fenced", "found after"));
        for (Line line : lines) {
            timeline.tell(
                    NAME,
                    String.format(
                            Locale.ROOT,
                            "%-48s %6.1f s %7d %7d %s",
                            line.what(),
                            line.took().toMillis() / MILLIS,
                            line.blamed(),
                            line.fenced(),
                            line.found()
                                    ? String.format(Locale.ROOT, "%.2f s", line.logSeconds())
                                    : "not found"));
        }
        double limit = LeaseTimings.DEFAULT.threshold().plus(ALLOWANCE).toMillis() / MILLIS;
        boolean inTime = times.length > 0 && times[times.length - 1] <= limit;
        timeline.tell(
                NAME,
                String.format(
                        Locale.ROOT,
                        "%d false deaths, %d hosts fenced, %d of %d deaths found; log time p50 %.2f"
                                + " s, p99 %.2f s, max %.2f s; limit %.2f s",
                        blamed,
                        fenced,
                        found,
                        lines.size(),
                        percentile(times, 50),
                        percentile(times, 99),
                        percentile(times, 100),
                        limit));
        timeline.figure("monitorFalseDeaths", blamed);
        timeline.figure("monitorFencedHosts", fenced);
        timeline.figure("monitorDeaths", lines.size());
        timeline.figure("monitorDeathsFound", found);
        return blamed == 0 && fenced == 0 && found == lines.size() && inTime ? 0 : 1;
    }

    private static double percentile(double[] sorted, int percent) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }
}
