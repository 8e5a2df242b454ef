package io.berth.benchmarks.peers;

import io.berth.benchmarks.Report;
import io.berth.benchmarks.Sample;
import io.berth.benchmarks.Table;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Berth's engine beside CloudSim Plus, BtrPlace, Timefold, Ganeti and Pacemaker, on the same
 * instances, engine only. Exit code 1 when Berth is not ten times as fast as the fastest peer whose
 * answer is as good, or its packing needs more hosts than half a percent above the lower bound.
 */
@Command(
        name = "berth bench peers",
        mixinStandardHelpOptions = true,
        description = "Placement engines of others on the same instances, as ratios of one run.")
public final class PeersBench implements Callable<Integer> {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double NANOS_PER_MICRO = 1000;
    private static final double LEAST_GAIN = 10;
    private static final double MOST_ABOVE_BOUND = 1.005;

    private static final int MOST_WARM_UP = 2000;
    private static final double WARM_UP_MICROS = 3e6;

    /** Fills that differ by less are taken for alike. */
    private static final double SAME_FILL = 0.02;

    @Option(names = "--repetitions", defaultValue = "10", description = "Of each measurement.")
    private int repetitions = 10;

    @Option(names = "--seed", defaultValue = "1", description = "Of the instances.")
    private long seed = 1;

    @Option(names = "--task", description = "One of ${COMPLETION-CANDIDATES}; all by default.")
    private List<Task> tasks = List.of(Task.values());

    private final List<Peer> peers =
            List.of(
                    new Berth(),
                    CloudSim.bestFit(),
                    CloudSim.firstFit(),
                    new BtrPlace(),
                    new Timefold(),
                    new Ganeti(),
                    new Pacemaker());

    private record Measured(
            Peer peer, double first, double median, int runs, Fleet.Quality quality) {}

    /** Runs it. */
    static void main(String[] args) {
        System.exit(new CommandLine(new PeersBench()).execute(args));
    }

    @Override
    public Integer call() {
        boolean missed = false;
        for (Task task : tasks) {
            Report report = report(task);
            report.lines().forEach(System.out::println);
            missed |= !report.missed().isEmpty();
        }
        return missed ? 1 : 0;
    }

    private Report report(Task task) {
        Fleet fleet = task.instance(seed);
        List<Measured> all = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Peer peer : peers) {
            if (!peer.tasks().contains(task)) {
                continue;
            }
            System.err.println("  " + peer.name() + " …");
            try {
                all.add(measure(peer, fleet, task));
            } catch (IllegalStateException e) {
                notes.add(peer.name() + ": no valid answer: " + e.getMessage());
            }
        }
        Measured own = all.getFirst();
        List<List<String>> rows = all.stream().map(each -> row(each, own, task)).toList();
        if (task == Task.PACK) {
            notes.add("Lower bound: %,d hosts.".formatted(fleet.lowerBound()));
        }
        notes.add(
                "Processor time of the deciding thread, time of day for programs of their own."
                        + " First: before warming up, which lasts 3 s or 2,000 runs.");
        return new Report(
                task.title(),
                new Table(
                        List.of(
                                "",
                                "first",
                                "median",
                                "runs",
                                "ratio",
                                "unplaced",
                                "hosts",
                                "fullest"),
                        rows),
                notes,
                missed(task, fleet, own, all));
    }

    private Measured measure(Peer peer, Fleet fleet, Task task) {
        Peer.Session session = peer.prepare(fleet, task);
        long begun = clock(peer);
        int[] found = session.place();
        double first = (clock(peer) - begun) / NANOS_PER_MICRO;
        Fleet.Quality quality = fleet.judge(found);
        session.undo();
        if (!peer.isProgram()) {
            double warm = 0;
            for (int run = 0; run < MOST_WARM_UP && warm < WARM_UP_MICROS; run++) {
                warm += micros(peer, session);
            }
        }
        double[] all = new double[peer.repetitions(task, repetitions)];
        all[0] = first;
        for (int run = peer.isProgram() ? 1 : 0; run < all.length; run++) {
            all[run] = micros(peer, session);
        }
        int items = task.items(fleet);
        return new Measured(
                peer, first / items, new Sample(all).percentile(50) / items, all.length, quality);
    }

    /** Of one run, which leaves nothing behind. */
    private static double micros(Peer peer, Peer.Session session) {
        long begun = clock(peer);
        session.place();
        double micros = (clock(peer) - begun) / NANOS_PER_MICRO;
        session.undo();
        return micros;
    }

    private static long clock(Peer peer) {
        return peer.isProgram() ? System.nanoTime() : THREADS.getCurrentThreadCpuTime();
    }

    private static List<String> row(Measured each, Measured own, Task task) {
        return List.of(
                each.peer().name(),
                time(each.first()),
                time(each.median()),
                Integer.toString(each.runs()),
                String.format(Locale.ROOT, "%,.1f", each.median() / own.median()),
                Integer.toString(each.quality().unplaced()),
                task == Task.PACK ? Integer.toString(each.quality().hostsUsed()) : "",
                "%.0f %%".formatted(100 * each.quality().fullest()));
    }

    private static String time(double micros) {
        return micros < 10_000 ? "%,.1f µs".formatted(micros) : "%,.1f ms".formatted(micros / 1000);
    }

    private static List<String> missed(Task task, Fleet fleet, Measured own, List<Measured> all) {
        List<String> missed = new ArrayList<>();
        for (Measured each : all) {
            double gain = each.median() / own.median();
            if (each != own && isAsGood(each, own, task) && gain < LEAST_GAIN) {
                missed.add(
                        "%.1f times as fast as %s; at least %.0f"
                                .formatted(gain, each.peer().name(), LEAST_GAIN));
            }
        }
        int most = (int) (fleet.lowerBound() * MOST_ABOVE_BOUND);
        if (task == Task.PACK && own.quality().hostsUsed() > most) {
            missed.add("%d hosts; at most %d".formatted(own.quality().hostsUsed(), most));
        }
        return missed;
    }

    private static boolean isAsGood(Measured one, Measured other, Task task) {
        if (one.quality().unplaced() > other.quality().unplaced()) {
            return false;
        }
        return task == Task.PACK
                ? one.quality().hostsUsed() <= other.quality().hostsUsed()
                : one.quality().fullest() <= other.quality().fullest() + SAME_FILL;
    }
}
