package io.berth.benchmarks;

import io.berth.platform.ComponentStatus;
import io.berth.platform.Installation;
import io.berth.platform.PlatformClient;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * From {@code berth up} to everything ready, and what it then holds in memory. The state folder is
 * that of the installation; the first start only warms it and the caches of the operating system.
 */
final class StartBench {
    private static final long MINUTES = 6;
    private static final double KIB_PER_MIB = 1024;
    private static final double NANOS = 1e9;

    /** What the launcher has set for this program and would take for its own again. */
    private static final Set<String> OF_OUR_OWN_LAUNCH = Set.of("modules", "tiers");

    private StartBench() {}

    /**
     * @param repetitions warm starts that are measured
     */
    static Report run(int repetitions) {
        Installation installation = Installation.locate();
        double[] seconds = new double[repetitions];
        Map<String, Long> memory = new TreeMap<>();
        for (int i = -1; i < repetitions; i++) {
            long begun = System.nanoTime();
            berth(installation, "up");
            double taken = (System.nanoTime() - begun) / NANOS;
            if (i >= 0) {
                seconds[i] = taken;
            }
            memory.clear();
            for (ComponentStatus one : PlatformClient.connect(installation).status()) {
                if (one.memoryKiB() > 0) {
                    memory.put(one.name(), one.memoryKiB());
                }
            }
            berth(installation, "down");
        }
        Sample starts = new Sample(seconds);
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "berth up, warm, until everything is ready",
                        "%.1f s".formatted(starts.percentile(50)),
                        "%.1f s".formatted(starts.max())));
        long all = 0;
        for (Map.Entry<String, Long> one : memory.entrySet()) {
            rows.add(memoryRow("resident memory of " + one.getKey(), one.getValue()));
            all += one.getValue();
        }
        rows.add(memoryRow("resident memory of all", all));
        return new Report(
                "start: %d warm starts of the whole platform".formatted(repetitions),
                new Table(List.of("", "p50", "max"), rows),
                List.of("Memory is that of the last start, right after it was ready."),
                List.of());
    }

    private static List<String> memoryRow(String name, long kib) {
        return List.of(name, "%,.0f MiB".formatted(kib / KIB_PER_MIB), "");
    }

    private static void berth(Installation installation, String command) {
        File launcher = installation.root().resolve("berth").toFile();
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(launcher.getPath(), command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().keySet().removeAll(OF_OUR_OWN_LAUNCH);
            Process process = builder.start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException("berth " + command + " failed");
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + launcher + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
