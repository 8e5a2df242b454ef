package io.berth.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finding the changed blocks of an image and shipping them to another host, beside only reading the
 * image and beside rsync. Both hosts are in one JVM, which has {@value #HEAP_MIB} MiB of heap and
 * {@value #DIRECT_MIB} MiB of buffers, whatever the image.
 */
final class MoverBench {
    /** What finding and shipping may cost: at least this part of a plain read's throughput. */
    static final double FLOOR = 0.70;

    /** How far a throttled cycle may be from its rate. */
    static final double DEVIATION = 0.05;

    /** Resident, with both ends and the JVM itself. */
    static final double MOST_MIB = 128;

    static final int HEAP_MIB = 48;
    static final int DIRECT_MIB = 16;
    static final long SEED = 1;
    static final String IMAGE = "disk.img";
    static final String RSYNCED = "rsynced.img";
    private static final long[] RATES = {10_000_000, 50_000_000};

    private MoverBench() {}

    /**
     * What is measured.
     *
     * @param gib of the image
     * @param percent of its blocks that change before each cycle
     * @param folder on the disk that is measured
     */
    record Options(int gib, double percent, int blockKib, Path folder) {
        int blockBytes() {
            return blockKib << 10;
        }

        long bytes() {
            return (long) gib << 30;
        }
    }

    static Report run(Options options) {
        try {
            Path folder = Files.createTempDirectory(options.folder(), "berth-bench-mover");
            try {
                return measured(folder, options);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static Report measured(Path folder, Options options)
            throws IOException, InterruptedException {
        DiskImage image = new DiskImage(folder.resolve(IMAGE), options.blockBytes(), SEED);
        image.create(options.bytes());
        Files.copy(image.file(), folder.resolve(RSYNCED));
        return report(options, new Figures(child(folder, options)));
    }

    /** The lines of the JVM that measured. */
    record Figures(Map<String, List<Double>> all) {
        Figures(List<String> told) {
            this(new HashMap<>());
            for (String line : told) {
                String[] words = line.split(" ");
                all.computeIfAbsent(words[0], name -> new ArrayList<>())
                        .add(Double.parseDouble(words[1]));
            }
        }

        boolean has(String name) {
            return all.containsKey(name);
        }

        double median(String name) {
            return new Sample(values(name)).percentile(50);
        }

        double least(String name) {
            return new Sample(values(name)).percentile(0);
        }

        private double[] values(String name) {
            return all.getOrDefault(name, List.of()).stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
        }
    }

    static Report report(Options options, Figures figures) {
        List<List<String>> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        rows.add(row("first copy, shipped and committed", "first", "", options, figures));
        for (String cache : List.of("cold", "warm")) {
            String from = cache.equals("cold") ? "from the disk" : "from the page cache";
            String read = cache + "-read";
            rows.add(row(from + ": plain read", read, read, options, figures));
            rows.add(row(from + ": changes found", cache + "-scan", read, options, figures));
            rows.add(
                    row(
                            from + ": found, shipped and committed",
                            cache + "-cycle",
                            read,
                            options,
                            figures));
            notes.add(
                    "%s: of a cycle's %.0f ms, shipping took %.0f, the commit at its end %.0f"
                            .formatted(
                                    from,
                                    1e3 * figures.median(cache + "-cycle"),
                                    1e3 * figures.median(cache + "-ship"),
                                    1e3 * figures.median(cache + "-commit")));
            double ratio = figures.median(read) / figures.median(cache + "-cycle");
            if (ratio < FLOOR) {
                missed.add(
                        "%s, found, shipped and committed at %.0f %% of the plain read; the floor is %.0f %%"
                                .formatted(from, 100 * ratio, 100 * FLOOR));
            }
        }
        rsync(options, figures, rows, notes);
        if (figures.least("sent") < figures.median("changed")) {
            missed.add(
                    "%.0f blocks sent of %.0f changed ones"
                            .formatted(figures.least("sent"), figures.median("changed")));
        }
        throttles(figures, notes, missed);
        memory(figures, notes, missed);
        return new Report(
                "replica: %.1f %% of an image of %d GiB changed, blocks of %d KiB, over TLS to a copy on the same disk"
                        .formatted(options.percent(), options.gib(), options.blockKib()),
                new Table(
                        List.of("", "s median", "s best", "MiB/s", "CPU s", "of the plain read"),
                        rows),
                notes,
                missed);
    }

    private static List<String> row(
            String what, String name, String read, Options options, Figures figures) {
        double median = figures.median(name);
        return List.of(
                what,
                "%.3f".formatted(median),
                "%.3f".formatted(figures.least(name)),
                "%,.0f".formatted(options.bytes() / median / (1 << 20)),
                figures.has(name + "-cpu") ? "%.3f".formatted(figures.median(name + "-cpu")) : "",
                figures.has(read) ? "%.0f %%".formatted(100 * figures.median(read) / median) : "");
    }

    private static void rsync(
            Options options, Figures figures, List<List<String>> rows, List<String> notes) {
        if (figures.has("rsync")) {
            rows.add(
                    row(
                            "from the page cache: rsync --inplace --no-whole-file",
                            "rsync",
                            "warm-read",
                            options,
                            figures));
            notes.add(
                    "rsync has no map: it reads the target's copy, too. It neither encrypts nor"
                            + " makes safe what it writes.");
        } else if (figures.has("rsync-failed")) {
            notes.add("rsync ended with %.0f; no figure".formatted(figures.least("rsync-failed")));
        } else {
            notes.add("rsync is not installed here; no figure of it");
        }
    }

    private static void throttles(Figures figures, List<String> notes, List<String> missed) {
        for (long rate : RATES) {
            double deviation = figures.median("rate-" + rate) / rate - 1;
            String told =
                    "throttled to %,d MB/s, towards a target that keeps nothing: %.2f MB/s on the link, %+.1f %%"
                            .formatted(
                                    rate / 1_000_000,
                                    figures.median("rate-" + rate) / 1e6,
                                    100 * deviation);
            notes.add(told);
            if (Math.abs(deviation) > DEVIATION) {
                missed.add("%s; the limit is %.0f %%".formatted(told, 100 * DEVIATION));
            }
        }
    }

    private static void memory(Figures figures, List<String> notes, List<String> missed) {
        notes.add(
                "peak of the JVM with both ends: heap %.0f MiB of %d, buffers %.0f MiB of %d, resident %.0f MiB"
                        .formatted(
                                figures.median("heap"),
                                HEAP_MIB,
                                figures.median("buffers"),
                                DIRECT_MIB,
                                figures.median("resident")));
        if (figures.median("resident") > MOST_MIB) {
            missed.add(
                    "%.0f MiB resident; the limit is %.0f"
                            .formatted(figures.median("resident"), MOST_MIB));
        }
    }

    private static List<String> child(Path folder, Options options)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + HEAP_MIB + "m",
                                "-Xss512k",
                                "-XX:+UseSerialGC",
                                "-XX:ReservedCodeCacheSize=24m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:MaxDirectMemorySize=" + DIRECT_MIB + "m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                MoverRun.class.getName(),
                                folder.toString(),
                                Integer.toString(options.blockBytes()),
                                Double.toString(options.percent())));
        Arrays.stream(RATES).mapToObj(Long::toString).forEach(command::add);
        Process java =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> told =
                new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
        if (java.waitFor() != 0) {
            throw new IllegalStateException("the mover's JVM ended with " + java.exitValue());
        }
        return told;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).map(Path::toFile).forEach(File::delete);
        }
    }
}
