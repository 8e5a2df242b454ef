package io.berth.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.contracts.wire.EventCodec;
import io.berth.platform.Installation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * What a large estate costs: importing it, hearing of it, asking for parts of it, importing it
 * again and warming a placement with it. The services, their database and broker and the client
 * share the machine.
 */
final class InventoryBench implements AutoCloseable {
    private static final double LIMIT_IMPORT_SECONDS = 180;
    private static final double LIMIT_P99_MILLIS = 50;
    private static final double LIMIT_WARM_SECONDS = 20;
    private static final int WARM_UP = 50;
    private static final int CALLS = 300;
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final double MIB = 1024.0 * 1024.0;

    private final InventoryStand stand;
    private final HttpClient client = HttpClient.newHttpClient();
    private final String token;
    private double peakMiB;

    private InventoryBench(InventoryStand stand) {
        this.stand = stand;
        this.token = stand.token();
    }

    /** A question that is asked often. */
    private record Query(String name, IntFunction<String> path) {}

    static Report run(int hosts, int vms, long seed) {
        try (InventoryStand stand = new InventoryStand(Installation.locate());
                InventoryBench bench = new InventoryBench(stand)) {
            return bench.measured(
                    EstateFile.write(stand.file("estate.yaml"), hosts, vms, seed), seed);
        }
    }

    private Report measured(EstateFile estate, long seed) {
        List<List<String>> rows = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        try (StateCount states = new StateCount(stand.bootstrap())) {
            long begun = System.nanoTime();
            double first = imported(estate.path(), "APPLIED");
            double peak = peakMiB;
            rows.add(row("import, s", first));
            rows.add(row("import, peak heap seen, MiB (-Xmx1g)", peak));
            int announced = states.await(estate.entities(), PATIENCE);
            double published = (System.nanoTime() - begun) / 1e9;
            say(
                    "%,d of %,d on inventory.state after %.1f s"
                            .formatted(announced, estate.entities(), published));
            rows.add(row("import begun → last state on the topic, s", published));
            rows.add(row("states on the topic", announced));
            if (first > LIMIT_IMPORT_SECONDS) {
                missed.add(
                        "import took %.0f s; the limit is %.0f"
                                .formatted(first, LIMIT_IMPORT_SECONDS));
            }
            if (announced != estate.entities()) {
                missed.add("%,d states are lost".formatted(estate.entities() - announced));
            }
        }
        double second = imported(estate.path(), "UNCHANGED");
        rows.add(row("import of the same again, s", second));
        queries(estate, seed, rows, missed);
        warm(rows, missed);
        return new Report(
                "inventory: %,d hosts in %,d clusters and %,d VMs"
                        .formatted(estate.hosts(), estate.clusters(), estate.vms()),
                new Table(List.of("", "figure"), rows),
                plans(),
                missed);
    }

    private double imported(Path file, String expected) {
        long begun = System.nanoTime();
        JsonNode shown = json(post(file));
        String path = "/api/v1/estate/imports/" + shown.path("id").asLong();
        while (!shown.path("finished").asBoolean()) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException("the import does not end: " + shown);
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            peakMiB = Math.max(peakMiB, heapMiB());
            shown = json(get(stand.inventory() + path));
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        say("import: %s in %.1f s".formatted(shown.path("phase").asText(), seconds));
        if (!shown.path("phase").asText().equals(expected)) {
            throw new IllegalStateException("not " + expected + " but " + shown);
        }
        return seconds;
    }

    private double heapMiB() {
        return get(stand.inventory() + "/q/metrics")
                        .lines()
                        .filter(line ->
                                line.startsWith("jvm_memory_used_bytes")
                                        && line.contains("area=\"heap\""))
                        .mapToDouble(line ->
                                Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum()
                / MIB;
    }

    private void queries(
            EstateFile estate, long seed, List<List<String>> rows, List<String> missed) {
        SplittableRandom random = new SplittableRandom(seed);
        IntFunction<String> anyCluster = _ -> EstateFile.cluster(random.nextInt(estate.clusters()));
        List<Query> queries =
                List.of(
                        new Query(
                                "a VM", _ -> "vms/" + EstateFile.vm(random.nextInt(estate.vms()))),
                        new Query("VMs by id", _ -> "vms?limit=100"),
                        new Query(
                                "VMs of a cluster",
                                i -> "vms?limit=100&cluster=" + anyCluster.apply(i)),
                        new Query(
                                "VMs of a cluster, largest first",
                                i ->
                                        "vms?limit=100&sort=-memoryMiB&cluster="
                                                + anyCluster.apply(i)),
                        new Query("VMs, largest first", _ -> "vms?limit=100&sort=-memoryMiB"),
                        new Query(
                                "highly available VMs from 16 GiB on, by processors",
                                _ ->
                                        "vms?limit=100&sort=vcpus&highlyAvailable=true"
                                                + "&minMemoryMiB=16384"),
                        new Query("running VMs (there are none)", _ -> "vms?wanted=RUNNING"),
                        new Query(
                                "hosts of a site, most memory first",
                                i -> "hosts?limit=100&sort=-memoryMiB&site=site-" + i % 5),
                        new Query(
                                "search: a VM by a word",
                                _ -> "search?q=%06d".formatted(random.nextInt(estate.vms()))),
                        new Query("search: a word of all VMs", _ -> "search?q=bench&kind=vm"),
                        new Query(
                                "search: VMs of a domain by field",
                                i -> "search?kind=vm&field=domain&value=" + anyCluster.apply(i)),
                        new Query(
                                "history of a VM",
                                _ ->
                                        "history?kind=vm&id="
                                                + EstateFile.vm(random.nextInt(estate.vms()))),
                        new Query("history, newest", _ -> "history?limit=100"));
        for (Query query : queries) {
            Sample sample = sample(query);
            rows.add(
                    List.of(
                            query.name() + ", ms, p50 / p99",
                            "%.1f / %.1f".formatted(sample.percentile(50), sample.percentile(99))));
            if (sample.percentile(99) > LIMIT_P99_MILLIS) {
                missed.add(
                        "%s: p99 is %.0f ms; the limit is %.0f"
                                .formatted(query.name(), sample.percentile(99), LIMIT_P99_MILLIS));
            }
        }
    }

    private Sample sample(Query query) {
        for (int i = 0; i < WARM_UP; i++) {
            get(stand.inventory() + "/api/v1/" + query.path().apply(i));
        }
        double[] millis = new double[CALLS];
        for (int i = 0; i < CALLS; i++) {
            String url = stand.inventory() + "/api/v1/" + query.path().apply(i);
            long from = System.nanoTime();
            get(url);
            millis[i] = (System.nanoTime() - from) / 1e6;
        }
        return new Sample(millis);
    }

    /** From the start of the process to its readiness, which waits for all tables. */
    private void warm(List<List<String>> rows, List<String> missed) {
        long begun = System.nanoTime();
        stand.startPlacement();
        double seconds = (System.nanoTime() - begun) / 1e9;
        say("placement is warm after %.1f s".formatted(seconds));
        rows.add(row("cold placement, start → ready, s", seconds));
        if (seconds > LIMIT_WARM_SECONDS) {
            missed.add(
                    "placement took %.0f s to be warm; the limit is %.0f"
                            .formatted(seconds, LIMIT_WARM_SECONDS));
        }
    }

    /** How the database goes about the questions above. */
    private List<String> plans() {
        List<String> lines = new ArrayList<>();
        lines.add("Plans:");
        try (Connection connection = stand.database();
                Statement statement = connection.createStatement()) {
            for (String sql :
                    List.of(
                            "select * from vm where id > 'bench-vm-100' order by id limit 101",
                            "select * from vm where cluster = 'bench-c0001' and id >"
                                    + " 'bench-vm-100' order by id limit 101",
                            "select * from vm where (memory_mib, id) < (8192, 'bench-vm-100')"
                                    + " order by memory_mib desc, id desc limit 101",
                            "select * from vm where highly_available and memory_mib >= 16384 order"
                                    + " by vcpus, id limit 101",
                            "select * from vm where wanted = 'RUNNING' order by id limit 101",
                            "select * from host where site = 'site-1' order by memory_mib desc, id"
                                    + " desc limit 101",
                            "select * from register where removed_at is null and"
                                    + " register_words(state) @@ to_tsquery('simple', '000017:*')"
                                    + " order by kind, id limit 101",
                            "select * from register where removed_at is null and kind = 'vm' and"
                                    + " state @> '{\"domain\": \"bench-c0001\"}' order by kind, id"
                                    + " limit 101",
                            "select * from change where kind = 'vm' and id = 'bench-vm-000017'"
                                    + " order by number desc limit 101",
                            "select * from change where changed_by = 'nobody' order by number desc"
                                    + " limit 101")) {
                lines.add("  " + sql);
                try (ResultSet row = statement.executeQuery("explain (costs off) " + sql)) {
                    while (row.next()) {
                        lines.add("      " + row.getString(1));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the plans cannot be read: " + e.getMessage(), e);
        }
        return lines;
    }

    private String post(Path file) {
        try {
            return send(
                    HttpRequest.newBuilder(URI.create(stand.inventory() + "/api/v1/estate/imports"))
                            .header("Content-Type", "application/yaml")
                            .POST(BodyPublishers.ofFile(file)));
        } catch (IOException e) {
            throw new IllegalStateException(file + " cannot be read", e);
        }
    }

    private String get(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    private String send(HttpRequest.Builder builder) {
        HttpRequest request =
                builder.timeout(PATIENCE).header("Authorization", "Bearer " + token).build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        "%s answered %d: %s"
                                .formatted(request.uri(), response.statusCode(), response.body()));
            }
            return response.body();
        } catch (IOException e) {
            throw new IllegalStateException(request.uri() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return EventCodec.JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException("no JSON: " + text, e);
        }
    }

    private static List<String> row(String name, double figure) {
        return List.of(name, "%,.1f".formatted(figure));
    }

    private static List<String> row(String name, int figure) {
        return List.of(name, "%,d".formatted(figure));
    }

    private static void say(String line) {
        System.out.println("  " + line);
    }

    @Override
    public void close() {
        client.close();
    }
}
