package io.berth.checker.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.checker.Domain;
import io.berth.checker.Host;
import io.berth.checker.Question;
import io.berth.checker.Question.Crash;
import io.berth.checker.Question.QuietPhase;
import io.berth.checker.edge.Json.Unreadable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one run of the checker is to read and to judge; a JSON file, so that whoever caused the
 * faults and the checker need not share a process.
 *
 * @param bootstrap Kafka's address
 * @param topicPrefix of the installation
 * @param start per topic the first offset of each partition; a topic that is absent is read from
 *     its beginning
 * @param placement base address of placement's REST interface; absent when it is not to be asked
 * @param replica base address of the replica service's REST interface; absent when it is not to be
 *     asked
 * @param secrets file with the planted secrets that no record may hold; absent when none are sought
 * @param simulator base address of the simulator's REST interface, whose hypervisors are then asked
 *     as witnesses; absent where hosts are real
 */
public record Job(
        String bootstrap,
        String topicPrefix,
        Map<String, List<Long>> start,
        @Nullable URI placement,
        @Nullable URI simulator,
        @Nullable URI replica,
        @Nullable Path secrets,
        Question question) {
    public Job {
        start = Map.copyOf(start);
    }

    /** Writes it where {@link #read} finds it. */
    public void write(Path file) throws IOException {
        ObjectNode job = Json.MAPPER.createObjectNode();
        job.put("bootstrap", bootstrap).put("topicPrefix", topicPrefix);
        ObjectNode offsets = job.putObject("start");
        new TreeMap<>(start)
                .forEach((topic, partitions) -> partitions.forEach(offsets.withArray(topic)::add));
        if (placement != null) {
            job.put("placement", placement.toString());
        }
        if (simulator != null) {
            job.put("simulator", simulator.toString());
        }
        if (replica != null) {
            job.put("replica", replica.toString());
        }
        if (secrets != null) {
            job.put("secrets", secrets.toString());
        }
        ObjectNode asked = job.putObject("question");
        ArrayNode domains = asked.putArray("domains");
        question.domains().stream().map(Domain::id).sorted().forEach(domains::add);
        ArrayNode crashes = asked.putArray("crashes");
        for (Crash crash : question.crashes()) {
            crashes.addObject().put("host", crash.host().id()).put("at", crash.at().toString());
        }
        ArrayNode phases = asked.putArray("quietPhases");
        for (QuietPhase phase : question.quietPhases()) {
            ObjectNode node = phases.addObject();
            node.put("name", phase.name())
                    .put("from", phase.from().toString())
                    .put("to", phase.to().toString())
                    .put("atLeast", phase.atLeast().toString());
            ArrayNode silenced = node.putArray("silenced");
            phase.silenced().stream().map(Host::id).sorted().forEach(silenced::add);
            Domain held = phase.heldDomain();
            if (held != null) {
                node.put("heldDomain", held.id());
            }
        }
        Question.Replication replication = question.replication();
        if (replication != null) {
            asked.putObject("replication")
                    .put("patience", replication.patience().toString())
                    .put("rpoTolerance", replication.rpoTolerance().toString());
        }
        asked.put("unplaceableAllowed", question.unplaceableAllowed())
                .put("answersExpected", question.answersExpected())
                .put("leaseGuard", question.leaseGuard().toString())
                .put("living", question.living().toString())
                .put("tolerance", question.tolerance().toString());
        Json.MAPPER.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), job);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException when it cannot be read, or naming the field that is not what it must be
     */
    public static Job read(Path file) throws IOException {
        try {
            JsonNode job = Json.tree(Files.readAllBytes(file));
            Map<String, List<Long>> start = new TreeMap<>();
            JsonNode offsets = job.path("start");
            for (Map.Entry<String, JsonNode> topic : offsets.properties()) {
                List<Long> partitions = new ArrayList<>();
                topic.getValue().forEach(offset -> partitions.add(offset.longValue()));
                start.put(topic.getKey(), partitions);
            }
            String placement = Json.textOrNull(job, "placement");
            String simulator = Json.textOrNull(job, "simulator");
            String replica = Json.textOrNull(job, "replica");
            String secrets = Json.textOrNull(job, "secrets");
            return new Job(
                    Json.text(job, "bootstrap"),
                    Json.text(job, "topicPrefix"),
                    start,
                    placement == null ? null : URI.create(placement),
                    simulator == null ? null : URI.create(simulator),
                    replica == null ? null : URI.create(replica),
                    secrets == null ? null : Path.of(secrets),
                    question(job.path("question")));
        } catch (Unreadable | DateTimeException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static Question question(JsonNode node) throws Unreadable {
        Set<Domain> domains = new HashSet<>();
        Json.array(node, "domains").forEach(domain -> domains.add(new Domain(domain.textValue())));
        List<Crash> crashes = new ArrayList<>();
        for (JsonNode crash : Json.array(node, "crashes")) {
            crashes.add(new Crash(new Host(Json.text(crash, "host")), Json.instant(crash, "at")));
        }
        List<QuietPhase> phases = new ArrayList<>();
        for (JsonNode phase : Json.array(node, "quietPhases")) {
            phases.add(phase(phase));
        }
        return new Question(
                domains,
                crashes,
                phases,
                Json.flag(node, "unplaceableAllowed"),
                Json.flag(node, "answersExpected"),
                replication(node.path("replication")),
                Duration.parse(Json.text(node, "leaseGuard")),
                Duration.parse(Json.text(node, "living")),
                Duration.parse(Json.text(node, "tolerance")));
    }

    private static Question.@Nullable Replication replication(JsonNode node) throws Unreadable {
        return node.isMissingNode()
                ? null
                : new Question.Replication(
                        Duration.parse(Json.text(node, "patience")),
                        Duration.parse(Json.text(node, "rpoTolerance")));
    }

    private static QuietPhase phase(JsonNode node) throws Unreadable {
        Set<Host> silenced = new HashSet<>();
        Json.array(node, "silenced").forEach(host -> silenced.add(new Host(host.textValue())));
        String held = Json.textOrNull(node, "heldDomain");
        return new QuietPhase(
                Json.text(node, "name"),
                Json.instant(node, "from"),
                Json.instant(node, "to"),
                silenced,
                Duration.parse(Json.text(node, "atLeast")),
                held == null ? null : new Domain(held));
    }
}
