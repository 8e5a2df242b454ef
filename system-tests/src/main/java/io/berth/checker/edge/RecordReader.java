package io.berth.checker.edge;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.checker.Answer;
import io.berth.checker.Boot;
import io.berth.checker.Decision;
import io.berth.checker.Definition;
import io.berth.checker.Domain;
import io.berth.checker.Epoch;
import io.berth.checker.History;
import io.berth.checker.Host;
import io.berth.checker.NodeFact;
import io.berth.checker.Observation;
import io.berth.checker.Observation.Outcome;
import io.berth.checker.Position;
import io.berth.checker.RpoClaim;
import io.berth.checker.SecretScan;
import io.berth.checker.Vm;
import io.berth.checker.Witness;
import io.berth.checker.edge.Json.Unreadable;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Turns raw records into facts, one after the other. What an agent sends may be anything, so an
 * unreadable record of an agent is left out; one of a service is remembered as a finding. Types
 * that no rule needs are left out too.
 */
final class RecordReader {
    static final String HEARTBEATS = "telemetry.heartbeats";
    static final String REPORTS = "hosts.reports";
    static final String NODE_EVENTS = "monitoring.node-events";
    static final String DECISIONS = "placement.decisions";
    static final String INVENTORY = "inventory.state";
    static final String COMMANDS = "hosts.commands";
    static final String REPLICA = "replica.events";

    /** All topics that are read. */
    static final Set<String> TOPICS =
            Set.of(HEARTBEATS, REPORTS, NODE_EVENTS, DECISIONS, INVENTORY, COMMANDS, REPLICA);

    private static final Set<String> LOSSES =
            Set.of("HOST_FAILED", "HOST_FENCED_ITSELF", "HOST_REBOOTED");

    private final List<Observation> observations = new ArrayList<>();
    private final List<NodeFact> nodeFacts = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final Map<String, Revised> definitions = new TreeMap<>();
    private final ReplicaReader replica = new ReplicaReader();
    private final List<Position> unreadable = new ArrayList<>();
    private Instant end = Instant.EPOCH;

    private record Revised(long revision, Definition definition) {}

    private final int heartbeatPartitions;

    /**
     * @param heartbeatPartitions how many the topic of heartbeats has: a beat in another one than
     *     its key belongs to is no beat
     */
    RecordReader(int heartbeatPartitions) {
        this.heartbeatPartitions = heartbeatPartitions;
    }

    /** Takes one record in. */
    void read(Position at, byte @Nullable [] key, Headers headers, byte @Nullable [] value) {
        if (at.topic().equals(HEARTBEATS) && at.time().isAfter(end)) {
            end = at.time();
        }
        try {
            switch (at.topic()) {
                case HEARTBEATS -> beat(at, key, headers, value);
                case REPORTS -> report(at, headers, value);
                case NODE_EVENTS -> nodeEvent(at, headers, value);
                case DECISIONS -> decision(at, headers, value);
                case INVENTORY -> definition(at, key, headers, value);
                case COMMANDS -> command(at, headers, value);
                case REPLICA ->
                        replica.event(
                                at, type(headers), eventId(headers), time(headers), body(value));
                default -> throw new IllegalArgumentException(at.topic() + " is not read");
            }
        } catch (Unreadable e) {
            if (!at.topic().equals(HEARTBEATS) && !at.topic().equals(REPORTS)) {
                unreadable.add(at);
            }
        }
    }

    /** All facts read so far, with what REST answered and what the search for secrets found. */
    History history(
            List<Answer> answers,
            List<Witness> witnesses,
            List<RpoClaim> rpoClaims,
            SecretScan scan) {
        return new History(
                observations,
                nodeFacts,
                decisions,
                definitions.values().stream().map(Revised::definition).toList(),
                answers,
                witnesses,
                replica.facts(),
                rpoClaims,
                scan,
                unreadable,
                end);
    }

    private void beat(Position at, byte @Nullable [] key, Headers headers, byte @Nullable [] value)
            throws Unreadable {
        if (!type(headers).equals("io.berth.telemetry.host-beat.v1")) {
            return;
        }
        JsonNode beat = body(value);
        if (key == null
                || !Json.text(beat, "domain").equals(new String(key, StandardCharsets.UTF_8))
                || Utils.toPositive(Utils.murmur2(key)) % heartbeatPartitions != at.partition()) {
            throw new Unreadable("the record does not lie where its domain belongs");
        }
        JsonNode vms = beat.get("vms");
        observations.add(
                new Observation.Beat(
                        at,
                        new Host(Json.text(beat, "host")),
                        new Boot(Json.number(beat, "boot")),
                        Json.number(beat, "sequence"),
                        Json.number(beat, "acknowledged"),
                        Json.flag(beat, "fenced"),
                        Json.text(beat, "vmDigest"),
                        vms == null || vms.isNull() ? null : running(beat)));
    }

    private static Map<Vm, Epoch> running(JsonNode node) throws Unreadable {
        Map<Vm, Epoch> running = new TreeMap<>();
        for (JsonNode vm : Json.array(node, "vms")) {
            if (Json.text(vm, "power").equals("RUNNING")) {
                running.put(new Vm(Json.text(vm, "vm")), new Epoch(Json.number(vm, "epoch")));
            }
        }
        return running;
    }

    private void report(Position at, Headers headers, byte @Nullable [] value) throws Unreadable {
        switch (type(headers)) {
            case "io.berth.hosts.vm-table-reported.v1" -> {
                JsonNode table = body(value);
                observations.add(
                        new Observation.Table(
                                at,
                                new Host(Json.text(table, "host")),
                                new Boot(Json.number(table, "boot")),
                                Json.flag(table, "fenced"),
                                Json.text(table, "trigger"),
                                running(table)));
            }
            case "io.berth.hosts.command-completed.v1" -> {
                JsonNode done = body(value);
                observations.add(
                        new Observation.Completion(
                                at,
                                new Host(Json.text(done, "host")),
                                new Boot(Json.number(done, "boot")),
                                new Vm(Json.text(done, "vm")),
                                new Epoch(Json.number(done, "epoch")),
                                outcome(Json.text(done, "outcome"))));
            }
            case "io.berth.hosts.vm-migration-ended.v1" -> {
                JsonNode ended = body(value);
                if (Json.text(ended, "outcome").equals("HANDED_OVER")) {
                    // Whoever has handed a VM over executes it no longer.
                    observations.add(
                            new Observation.Completion(
                                    at,
                                    new Host(Json.text(ended, "host")),
                                    new Boot(Json.number(ended, "boot")),
                                    new Vm(Json.text(ended, "vm")),
                                    new Epoch(Json.number(ended, "epoch")),
                                    Outcome.STOPPED));
                }
            }
            case ReplicaReader.CYCLE_REPORT -> replica.report(at, eventId(headers), body(value));
            default -> {
                // an event type that no rule needs
            }
        }
    }

    private void command(Position at, Headers headers, byte @Nullable [] value) throws Unreadable {
        if (type(headers).equals(ReplicaReader.CYCLE_ORDER)) {
            replica.order(at, eventId(headers), time(headers), body(value));
        }
    }

    private static Outcome outcome(String text) throws Unreadable {
        return switch (text) {
            case "STARTED" -> Outcome.STARTED;
            case "STOPPED" -> Outcome.STOPPED;
            default -> {
                if (!text.startsWith("REFUSED_")) {
                    throw new Unreadable("outcome is \"" + text + "\"");
                }
                yield Outcome.REFUSED;
            }
        };
    }

    private void nodeEvent(Position at, Headers headers, byte @Nullable [] value)
            throws Unreadable {
        switch (type(headers)) {
            case "io.berth.monitoring.host-failed.v1" -> {
                JsonNode failed = body(value);
                nodeFacts.add(
                        new NodeFact.Failed(
                                at,
                                eventId(headers),
                                new Domain(Json.text(failed, "domain")),
                                new Host(Json.text(failed, "host")),
                                Json.instant(failed, "logTime"),
                                Json.instant(failed, "lastBeat"),
                                Json.text(failed, "evidence")
                                        .equals("LEASE_EXPIRED_UNDER_WATCHDOG")));
            }
            case "io.berth.monitoring.failures-held.v1" ->
                    nodeFacts.add(
                            new NodeFact.Held(
                                    at,
                                    eventId(headers),
                                    new Domain(Json.text(body(value), "domain"))));
            case "io.berth.monitoring.hold-released.v1" ->
                    nodeFacts.add(
                            new NodeFact.Released(
                                    at,
                                    eventId(headers),
                                    new Domain(Json.text(body(value), "domain"))));
            default -> {
                // an event type that no rule needs
            }
        }
    }

    private void decision(Position at, Headers headers, byte @Nullable [] value) throws Unreadable {
        String prefix = "io.berth.placement.";
        String type = type(headers);
        if (!type.startsWith(prefix)) {
            return;
        }
        JsonNode body = body(value);
        String id = eventId(headers);
        Vm vm = new Vm(Json.text(body, "vm"));
        switch (type.substring(prefix.length())) {
            case "vm-placed.v1" ->
                    decisions.add(
                            new Decision.Placed(
                                    at,
                                    id,
                                    vm,
                                    epoch(body),
                                    host(body),
                                    LOSSES.contains(Json.text(body, "cause"))));
            case "vm-confirmed.v1" ->
                    decisions.add(new Decision.Confirmed(at, id, vm, epoch(body), host(body)));
            case "vm-lost.v1" ->
                    decisions.add(new Decision.Lost(at, id, vm, epoch(body), host(body)));
            case "vm-waiting-for-host.v1" ->
                    decisions.add(new Decision.Waiting(at, id, vm, epoch(body), host(body)));
            case "vm-unplaceable.v1" ->
                    decisions.add(
                            new Decision.Unplaceable(at, id, vm, epoch(body), explained(body)));
            case "vm-stopped.v1" -> decisions.add(new Decision.Stopped(at, id, vm, epoch(body)));
            default -> {
                // an event type that no rule needs
            }
        }
    }

    private static Epoch epoch(JsonNode body) throws Unreadable {
        return new Epoch(Json.number(body, "epoch"));
    }

    private static Host host(JsonNode body) throws Unreadable {
        return new Host(Json.text(body, "host"));
    }

    private static boolean explained(JsonNode body) throws Unreadable {
        JsonNode explanation = body.get("explanation");
        if (explanation == null || !explanation.isObject()) {
            throw new Unreadable("explanation is missing");
        }
        JsonNode refused = Json.array(explanation, "refused");
        for (JsonNode host : refused) {
            if (Json.array(host, "refusals").isEmpty()) {
                return false;
            }
        }
        return !refused.isEmpty();
    }

    private void definition(
            Position at, byte @Nullable [] key, Headers headers, byte @Nullable [] value)
            throws Unreadable {
        if (key == null) {
            throw new Unreadable("no key");
        }
        String entity = new String(key, StandardCharsets.UTF_8);
        if (!entity.startsWith("vm/")) {
            return;
        }
        if (value == null) {
            definitions.remove(entity);
            return;
        }
        if (!type(headers).equals("io.berth.inventory.vm-state.v1")) {
            return;
        }
        JsonNode state = body(value);
        JsonNode spec = state.get("spec");
        if (spec == null || !spec.isObject()) {
            throw new Unreadable("spec is missing");
        }
        long revision = Json.number(state, "revision");
        Revised known = definitions.get(entity);
        if (known == null || revision > known.revision()) {
            Definition definition =
                    new Definition(
                            at,
                            new Vm(Json.text(state, "vm")),
                            new Domain(Json.text(state, "domain")),
                            Json.flag(spec, "highlyAvailable"),
                            Json.text(spec, "restartPriority").equals("NO_AUTO_START"));
            definitions.put(entity, new Revised(revision, definition));
        }
    }

    private static JsonNode body(byte @Nullable [] value) throws Unreadable {
        if (value == null) {
            throw new Unreadable("no value");
        }
        return Json.tree(value);
    }

    private static String type(Headers headers) throws Unreadable {
        return header(headers, "ce_type");
    }

    private static String eventId(Headers headers) throws Unreadable {
        return header(headers, "ce_source") + " " + header(headers, "ce_id");
    }

    private static Instant time(Headers headers) throws Unreadable {
        String text = header(headers, "ce_time");
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new Unreadable("ce_time is \"" + text + "\", not a time in UTC");
        }
    }

    private static String header(Headers headers, String name) throws Unreadable {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            throw new Unreadable(name + " is missing");
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }
}
