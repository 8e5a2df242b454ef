package io.berth.monitoring.domain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * {@code berth drill seeds}: {@link SimulatedFleetTest} over more seeds than a build has time for,
 * in processes of their own, because one seed takes one processor and none waits for another. It
 * goes on after a seed that fails, and says at the end how to see each again.
 */
public final class SeedsDrill {
    private static final int BAD_SEED = 1;
    private static final int NOT_CARRIED_OUT = 2;

    /** Told one by one; of more it is only counted how many there are. */
    private static final int MAX_TOLD = 20;

    private static final long TELL_EVERY = TimeUnit.SECONDS.toNanos(5);

    /** What a worker says before the number of a seed that went well, or did not. */
    private static final String GOOD = "good ";

    private static final String BAD = "bad ";
    private static final String FOUND = "found ";

    private final long from;
    private final long seeds;
    private final int processes;
    private final PrintStream out;
    private final Map<Long, String> bad = new TreeMap<>();
    private long good;
    private long badSeeds;
    private long deaths;
    private long found;
    private long verdicts;
    private long toldAt;

    /**
     * @param from the first seed
     * @param seeds how many
     */
    SeedsDrill(long from, long seeds, int processes, PrintStream out) {
        this.from = from;
        this.seeds = seeds;
        this.processes = processes;
        this.out = out;
    }

    /**
     * {@code [--seeds 100000] [--from 1] [--processes N]}. Exit status 0: every seed went well; 1:
     * some did not; 2: it could not be carried out.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length == 4 && arguments[0].equals("worker")) {
            work(number(arguments[1]), number(arguments[2]), number(arguments[3]), System.out);
            return;
        }
        Map<String, Long> options = new TreeMap<>();
        options.put("--seeds", 100_000L);
        options.put("--from", 1L);
        options.put("--processes", (long) Runtime.getRuntime().availableProcessors());
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length
                    || options.replace(arguments[i], number(arguments[i + 1])) == null) {
                System.err.println(
                        "berth drill seeds: allowed are --seeds N, --from SEED and --processes N,"
                                + " not "
                                + arguments[i]);
                System.exit(NOT_CARRIED_OUT);
            }
        }
        long seeds = options.getOrDefault("--seeds", 1L);
        int processes = Math.clamp(options.getOrDefault("--processes", 1L), 1, 64);
        SeedsDrill drill =
                new SeedsDrill(
                        options.getOrDefault("--from", 1L),
                        seeds,
                        (int) Math.min(processes, seeds),
                        System.out);
        System.exit(drill.run());
    }

    private static long number(String text) {
        try {
            long number = Long.parseLong(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        System.err.println("berth drill seeds: " + text + " is no number from 1 on");
        System.exit(NOT_CARRIED_OUT);
        return 0;
    }

    /** Every so-many-th seed, each told on a line. */
    static void work(long first, long last, long step, PrintStream out) {
        SimulatedFleetTest test = new SimulatedFleetTest();
        for (long seed = first; seed <= last; seed += step) {
            try {
                test.check(seed);
                out.println(GOOD + seed);
            } catch (AssertionError e) {
                out.println(BAD + seed + " " + reason(e));
            }
        }
        out.println(FOUND + test.deaths() + " " + test.found() + " " + test.verdicts());
    }

    /** On one line: what failed under the line that says which seed. */
    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        String text = String.valueOf(cause.getMessage()).strip().replaceAll("\\s+", " ");
        return text.length() > 300 ? text.substring(0, 300) : text;
    }

    /** Runs; returns the exit status. */
    int run() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        toldAt = begun;
        long last = from + seeds - 1;
        out.printf("Seeds %,d to %,d in %d processes.%n", from, last, processes);
        List<Process> workers = new ArrayList<>();
        List<Thread> readers = new ArrayList<>();
        try {
            for (int i = 0; i < processes; i++) {
                Process worker = start(from + i, last, processes);
                workers.add(worker);
                readers.add(Thread.ofVirtual().start(() -> read(worker, begun)));
            }
            for (Thread reader : readers) {
                reader.join();
            }
            for (Process worker : workers) {
                if (worker.waitFor() != 0) {
                    out.printf("A process ended with status %d.%n", worker.exitValue());
                    return NOT_CARRIED_OUT;
                }
            }
        } finally {
            workers.forEach(Process::destroy);
        }
        return tellResult(Duration.ofNanos(System.nanoTime() - begun));
    }

    private static Process start(long first, long last, long step) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SeedsDrill.class.getName(),
                        "worker",
                        Long.toString(first),
                        Long.toString(last),
                        Long.toString(step))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private void read(Process worker, long begun) {
        try (BufferedReader lines = worker.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                take(line, begun);
            }
        } catch (IOException e) {
            out.println("A process cannot be read: " + e);
        }
    }

    private synchronized void take(String line, long begun) {
        if (line.startsWith(GOOD)) {
            good++;
        } else if (line.startsWith(BAD)) {
            String[] parts = line.split(" ", 3);
            badSeeds++;
            if (bad.size() < MAX_TOLD) {
                bad.put(Long.valueOf(parts[1]), parts[2]);
            }
            out.printf("Seed %s FAILED: %s%n", parts[1], parts[2]);
        } else if (line.startsWith(FOUND)) {
            String[] parts = line.split(" ");
            deaths += Long.parseLong(parts[1]);
            found += Long.parseLong(parts[2]);
            verdicts += Long.parseLong(parts[3]);
        }
        long now = System.nanoTime();
        if (now - toldAt >= TELL_EVERY) {
            toldAt = now;
            long done = good + badSeeds;
            double perSecond = done / ((now - begun) / 1e9);
            out.printf(
                    "%,9d of %,d, %,.0f a second, %s left, %d failed%n",
                    done, seeds, perSecond, left(seeds - done, perSecond), badSeeds);
        }
    }

    private static String left(long seeds, double perSecond) {
        long seconds = Math.round(seeds / perSecond);
        return "%d:%02d min".formatted(seconds / 60, seconds % 60);
    }

    private int tellResult(Duration took) {
        out.printf(
                "%,d seeds in %,.0f s, %,.0f a second: %,d good, %,d failed. %,d hosts were called"
                        + " failed; %,d died, of whom %,d had to be found and were.%n",
                good + badSeeds,
                took.toMillis() / 1000.0,
                (good + badSeeds) / (took.toMillis() / 1000.0),
                good,
                badSeeds,
                verdicts,
                deaths,
                found);
        bad.keySet()
                .forEach(seed ->
                        out.printf(
                                "Again: ./berth drill seeds --from %d --seeds 1, or ./mvnw test -pl"
                                        + " monitoring-service -Dtest=SimulatedFleetTest"
                                        + " -Dberth.monitoring.seed=%d%n",
                                seed, seed));
        if (good + badSeeds != seeds) {
            return NOT_CARRIED_OUT;
        }
        return badSeeds == 0 ? 0 : BAD_SEED;
    }
}
