package io.berth.benchmarks;

import io.berth.benchmarks.TelemetryLog.Contents;
import io.berth.benchmarks.TelemetryReading.Full;
import io.berth.benchmarks.TelemetryReading.Took;
import io.berth.contracts.Topics;
import io.berth.platform.EmbeddedKafka;
import io.berth.platform.Ports;
import io.berth.platform.TopicSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** What the whole way of beats costs, from a broker to the load of hosts, beside its ceilings. */
final class TelemetryBench {
    /** Of the batch ceiling of the same run. */
    static final double FLOOR_OF_CEILING = 0.6;

    static final long FLOOR_SMALL = 200_000;
    static final long FLOOR_TABLE = 40_000;

    /** The largest fleet, twice a second, with a table in each twentieth beat. */
    private static final int FLEET = 10_000;

    private static final int BEATS_PER_SECOND = 2;
    private static final int TABLE_EVERY = 20;
    private static final int VMS = 25;
    private static final double MAX_HEAP_MIB = 400;
    private static final int MAX_CATCH_UP_SECONDS = 30;
    private static final int ROUNDS = 5;

    /** Ten minutes of beats. */
    private static final int BACKLOG_ROUNDS = 600 * BEATS_PER_SECOND;

    private TelemetryBench() {}

    /**
     * @param backlogHosts whose ten minutes are caught up with
     */
    static Report run(int backlogHosts) {
        Contents small = new Contents("small.", FLEET, 50, 0, 0, false);
        Contents table = new Contents("table.", FLEET, 8, VMS, 1, false);
        Contents backlog =
                new Contents("backlog.", backlogHosts, BACKLOG_ROUNDS, VMS, TABLE_EVERY, true);
        Path home = folder();
        try (EmbeddedKafka kafka =
                EmbeddedKafka.start(home.resolve("kafka"), Ports.free(), Ports.free())) {
            for (Contents contents : List.of(small, table, backlog)) {
                TopicSetup.create(kafka.bootstrap(), contents.prefix(), 1);
            }
            keepOldRecords(kafka.bootstrap(), backlog);
            List<List<String>> rows = new ArrayList<>();
            List<String> missed = new ArrayList<>();
            double smallCpu = measure(kafka, small, "small beats", FLOOR_SMALL, rows, missed);
            double tableCpu =
                    measure(kafka, table, "with a table of 25 VMs", FLOOR_TABLE, rows, missed);
            double cores =
                    FLEET
                            * BEATS_PER_SECOND
                            * (smallCpu * (TABLE_EVERY - 1) + tableCpu)
                            / TABLE_EVERY
                            / 1e9;
            if (cores > 1) {
                missed.add("%.2f cores for the largest fleet; the limit is 1".formatted(cores));
            }
            List<String> notes = new ArrayList<>();
            notes.add(
                    "The ceiling is the service's channel with a method that looks at nothing; the"
                            + " full path goes through the same channel.");
            notes.add(
                    "Medians of %d rounds; per core: by processor time of the JVM, garbage collection included, without the broker."
                            .formatted(ROUNDS));
            notes.add(
                    "%,d hosts with %d VMs, %d beats a second, a table in each %dth: %.2f cores."
                            .formatted(FLEET, VMS, BEATS_PER_SECOND, TABLE_EVERY, cores));
            heap(kafka, table, notes, missed);
            catchUp(kafka, backlog, notes, missed);
            return new Report(
                    "telemetry: one partition of %,d hosts, from a broker on this machine"
                            .formatted(FLEET),
                    new Table(
                            List.of(
                                    "",
                                    "records/s",
                                    "µs CPU",
                                    "per core and s",
                                    "of the batch ceiling"),
                            rows),
                    notes,
                    missed);
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("berth-bench-telemetry");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ten minutes ago is long ago where the stamps are made up. */
    private static void keepOldRecords(String bootstrap, Contents contents) {
        ConfigResource topic =
                new ConfigResource(
                        ConfigResource.Type.TOPIC, Topics.HEARTBEATS.name(contents.prefix()));
        try (Admin admin =
                Admin.create(
                        Map.<String, Object>of(
                                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            admin.incrementalAlterConfigs(
                            Map.of(
                                    topic,
                                    List.of(
                                            set("message.timestamp.type", "CreateTime"),
                                            set("retention.ms", "-1"))))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the topic of the backlog", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static AlterConfigOp set(String key, String value) {
        return new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
    }

    /** Four rows; returns the processor time of a beat on the full path, in nanoseconds. */
    private static double measure(
            EmbeddedKafka kafka,
            Contents contents,
            String name,
            long floor,
            List<List<String>> rows,
            List<String> missed) {
        TelemetryLog.write(kafka.bootstrap(), contents);
        TelemetryReading reading = new TelemetryReading(kafka.bootstrap(), contents);
        List<Supplier<Took>> ways =
                List.of(
                        reading::plain,
                        reading::handedOver,
                        reading::channel,
                        () -> full(reading, contents));
        List<List<Took>> taken = ways.stream().<List<Took>>map(_ -> new ArrayList<>()).toList();
        for (int round = -2; round < ROUNDS; round++) {
            for (int way = 0; way < ways.size(); way++) {
                Took took = ways.get(way).get();
                if (round >= 0) {
                    taken.get(way).add(took);
                }
            }
        }
        double ceiling = wall(taken.get(2));
        List<String> names =
                List.of(
                        "plain consumer, no work",
                        "handed to a thread, no work",
                        "batches of the channel, no work",
                        "full path");
        for (int way = 0; way < ways.size(); way++) {
            double wall = wall(taken.get(way));
            double cpu = cpu(taken.get(way));
            rows.add(
                    List.of(
                            name + ": " + names.get(way),
                            "%,.0f".formatted(1e9 / wall),
                            "%.2f".formatted(cpu / 1000),
                            "%,.0f".formatted(1e9 / cpu),
                            "%.0f %%".formatted(100 * ceiling / wall)));
        }
        double cpu = cpu(taken.get(3));
        if (1e9 / cpu < floor) {
            missed.add(
                    "%s: %,.0f beats/s and core; the floor is %,d"
                            .formatted(name, 1e9 / cpu, floor));
        }
        double share = ceiling / wall(taken.get(3));
        if (share < FLOOR_OF_CEILING) {
            missed.add(
                    "%s: %.0f %% of the batch ceiling; the floor is %.0f %%"
                            .formatted(name, 100 * share, 100 * FLOOR_OF_CEILING));
        }
        return cpu;
    }

    private static Took full(TelemetryReading reading, Contents contents) {
        Full full = new Full();
        Took took = reading.full(full);
        if (full.accepted() != contents.beats()) {
            throw new IllegalStateException(
                    "%,d of %,d beats were accepted".formatted(full.accepted(), contents.beats()));
        }
        return took;
    }

    private static double wall(List<Took> taken) {
        return new Sample(taken.stream().mapToDouble(Took::wallNanos).toArray()).percentile(50);
    }

    private static double cpu(List<Took> taken) {
        return new Sample(taken.stream().mapToDouble(Took::cpuNanos).toArray()).percentile(50);
    }

    private static void heap(
            EmbeddedKafka kafka, Contents contents, List<String> notes, List<String> missed) {
        double without = usedMiB();
        Full full = new Full();
        new TelemetryReading(kafka.bootstrap(), contents).full(full);
        double heap = Math.max(0, usedMiB() - without);
        long bytes = full.bytes();
        notes.add(
                "Heap after reading for %,d hosts: %.0f MiB more than before; saved every two seconds as %,.1f MiB of text."
                        .formatted(contents.hosts(), heap, bytes / 1024.0 / 1024.0));
        if (heap > MAX_HEAP_MIB) {
            missed.add("%.0f MiB of heap; the limit is %.0f".formatted(heap, MAX_HEAP_MIB));
        }
    }

    private static double usedMiB() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1024.0 / 1024.0;
    }

    private static void catchUp(
            EmbeddedKafka kafka, Contents contents, List<String> notes, List<String> missed) {
        TelemetryLog.write(kafka.bootstrap(), contents);
        Full full = new Full();
        Took took = new TelemetryReading(kafka.bootstrap(), contents).full(full);
        double seconds = took.wallNanos() * (contents.beats() + contents.rosters()) / 1e9;
        notes.add(
                "Ten minutes of %,d hosts (%,d beats) are caught up with in %.1f s; facts beside %,d HostUp: %d."
                        .formatted(
                                contents.hosts(),
                                contents.beats(),
                                seconds,
                                full.ups(),
                                full.wrong()));
        if (seconds > MAX_CATCH_UP_SECONDS) {
            missed.add(
                    "%.1f s to catch up; the limit is %d s"
                            .formatted(seconds, MAX_CATCH_UP_SECONDS));
        }
        if (full.wrong() > 0 || full.ups() != contents.hosts()) {
            missed.add(
                    "%d hosts up of %d, and %d other facts"
                            .formatted(full.ups(), contents.hosts(), full.wrong()));
        }
    }
}
