package io.berth.benchmarks;

import io.berth.placement.domain.pack.BinFiller;
import io.berth.placement.domain.pack.PackingSearch;
import io.berth.placement.domain.pack.PackingTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Public instances of vector bin packing: Berth's packing beside the heuristics of others. */
final class VbpBench {
    private static final long SLICE = 200_000;
    private static final double NANOS = 1e9;
    private static final int HEURISTICS = PublishedHeuristics.values().length;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private VbpBench() {}

    /** Sums over the instances of a class. */
    private static final class Sums {
        private final long[] published = new long[HEURISTICS];
        private int instances;
        private long consolidate;
        private long batch;
        private long planner;
        private long bound;
        private long known;
        private double batchNanos;

        void add(Sums other) {
            Arrays.setAll(published, i -> published[i] + other.published[i]);
            instances += other.instances;
            consolidate += other.consolidate;
            batch += other.batch;
            planner += other.planner;
            bound += other.bound;
            known += other.known;
            batchNanos += other.batchNanos;
        }

        List<String> row(String name) {
            List<String> row = new ArrayList<>();
            row.add(name);
            row.add("%,d".formatted(instances));
            row.add("%,d".formatted(consolidate));
            for (long bins : published) {
                row.add("%,d".formatted(bins));
            }
            row.add("%,d".formatted(batch));
            row.add("%.1f".formatted(batchNanos / instances / 1e6));
            row.add("%,d".formatted(planner));
            row.add(known > 0 ? "%,d".formatted(known) : "");
            row.add("%,d".formatted(bound));
            return row;
        }
    }

    /**
     * @param folder with instances anywhere below it, and perhaps a table of what is known of them
     * @param seconds of processor time that the planner has for each
     * @param every takes each so-manieth instance
     */
    static Report run(Path folder, double seconds, int every) throws IOException {
        Map<String, Long> known = known(folder);
        List<Path> files = files(folder, VbpInstance.ENDING);
        if (files.isEmpty()) {
            throw new IllegalArgumentException(
                    "no instances (*%s) below %s".formatted(VbpInstance.ENDING, folder));
        }
        Map<String, Sums> classes = new TreeMap<>();
        Sums all = new Sums();
        for (int i = 0; i < files.size(); i += every) {
            VbpInstance instance = VbpInstance.read(files.get(i));
            Sums one = measure(instance, seconds);
            one.known = known.getOrDefault(instance.name(), 0L);
            classes.computeIfAbsent(instance.family(), family -> new Sums()).add(one);
            all.add(one);
        }
        return report(classes, all, seconds);
    }

    private static Sums measure(VbpInstance instance, double seconds) {
        Sums sums = new Sums();
        sums.instances = 1;
        double[][] parts = instance.parts();
        sums.consolidate = PublishedHeuristics.consolidate(parts);
        for (PublishedHeuristics heuristic : PublishedHeuristics.values()) {
            sums.published[heuristic.ordinal()] = heuristic.bins(parts);
        }
        PackingTask task = instance.task();
        long begun = THREADS.getCurrentThreadCpuTime();
        sums.batch = instance.judge(BinFiller.fill(task));
        sums.batchNanos = THREADS.getCurrentThreadCpuTime() - begun;
        long start = THREADS.getCurrentThreadCpuTime();
        PackingSearch search = new PackingSearch(task, 1);
        while (!search.isOver() && THREADS.getCurrentThreadCpuTime() - start < seconds * NANOS) {
            search.advance(SLICE);
        }
        sums.planner = instance.judge(search.best());
        sums.bound = search.bound();
        return sums;
    }

    private static Report report(Map<String, Sums> classes, Sums all, double seconds) {
        List<String> head = new ArrayList<>(List.of("", "instances", "one by one"));
        for (PublishedHeuristics heuristic : PublishedHeuristics.values()) {
            head.add(heuristic.title());
        }
        head.addAll(List.of("batch", "ms", "planner", "best known", "bound"));
        List<List<String>> rows = new ArrayList<>();
        classes.forEach((name, sums) -> rows.add(sums.row(name)));
        rows.add(all.row("all"));
        List<String> missed = new ArrayList<>();
        long best = Arrays.stream(all.published).min().orElseThrow();
        if (all.batch > best) {
            missed.add(
                    "the batch takes %,d bins, the best published heuristic %,d"
                            .formatted(all.batch, best));
        }
        if (all.planner > all.batch || (all.planner == all.batch && all.batch > all.bound)) {
            missed.add(
                    "the planner takes %,d bins and the batch %,d: it should come closer"
                            .formatted(all.planner, all.batch));
        }
        return new Report(
                "vector bin packing: bins in total, public instances",
                new Table(head, rows),
                List.of(
                        "One by one: in the order of the file, by the rule of CONSOLIDATE.",
                        "Batch: all at once, as POST /api/v1/plans begins (BinFiller); ms: of"
                                + " processor time for one instance.",
                        "Planner: %.1f s of processor time for each instance at most."
                                .formatted(seconds),
                        "Best known: the optimum where it is known, otherwise the best that the"
                                + " instances' own table tells."),
                missed);
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    /** From tables with the columns {@code instance_name}, {@code OPT} and {@code best_overall}. */
    private static Map<String, Long> known(Path folder) throws IOException {
        Map<String, Long> known = new HashMap<>();
        for (Path file : files(folder, ".csv")) {
            try (Stream<String> lines = Files.lines(file)) {
                List<List<String>> rows = lines.map(line -> List.of(line.split("\t", -1))).toList();
                List<String> head = rows.isEmpty() ? List.of() : rows.getFirst();
                int name = head.indexOf("instance_name");
                int optimum = head.indexOf("OPT");
                int best = head.indexOf("best_overall");
                if (name < 0 || optimum < 0 || best < 0) {
                    continue;
                }
                for (List<String> row : rows.subList(1, rows.size())) {
                    long proven = Long.parseLong(row.get(optimum).strip());
                    known.put(
                            row.get(name),
                            proven > 0 ? proven : Long.parseLong(row.get(best).strip()));
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        return known;
    }
}
