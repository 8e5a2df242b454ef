package io.berth.checker.edge;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.checker.Host;
import io.berth.checker.Position;
import io.berth.checker.Relationship;
import io.berth.checker.ReplicaFact;
import io.berth.checker.Vm;
import io.berth.checker.edge.Json.Unreadable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Turns records about replication into facts. */
final class ReplicaReader {
    static final String CYCLE_ORDER = "io.berth.hosts.run-replica-cycle.v1";
    static final String CYCLE_REPORT = "io.berth.hosts.replica-cycle-ended.v1";
    private static final String PREFIX = "io.berth.replica.";
    private static final Set<String> WITHOUT_COPY = Set.of("DISABLED", "REVERSED");

    private final List<ReplicaFact> facts = new ArrayList<>();

    /** All that were read. */
    List<ReplicaFact> facts() {
        return facts;
    }

    /** A command to copy. */
    void order(Position at, String eventId, Instant decidedAt, JsonNode body) throws Unreadable {
        facts.add(
                new ReplicaFact.Ordered(
                        at,
                        eventId,
                        decidedAt,
                        relationship(body),
                        vm(body),
                        Json.number(body, "cycle"),
                        initial(body),
                        new Host(Json.text(body, "host")),
                        new Host(Json.text(body, "target"))));
    }

    /** A host's answer; only a copy is a fact that a rule needs. */
    void report(Position at, String eventId, JsonNode body) throws Unreadable {
        if (Json.text(body, "outcome").equals("COPIED")) {
            facts.add(
                    new ReplicaFact.Copied(
                            at,
                            eventId,
                            relationship(body),
                            vm(body),
                            Json.number(body, "cycle"),
                            new Host(Json.text(body, "host"))));
        }
    }

    /** An event of the replica service. */
    void event(Position at, String type, String eventId, Instant decidedAt, JsonNode body)
            throws Unreadable {
        if (!type.startsWith(PREFIX)) {
            return;
        }
        switch (type.substring(PREFIX.length())) {
            case "relationship-created.v1" ->
                    facts.add(new ReplicaFact.Created(at, eventId, relationship(body), vm(body)));
            case "relationship-removed.v1" ->
                    facts.add(new ReplicaFact.Removed(at, eventId, relationship(body), vm(body)));
            case "cycle-completed.v1" ->
                    facts.add(
                            new ReplicaFact.Completed(
                                    at,
                                    eventId,
                                    decidedAt,
                                    relationship(body),
                                    vm(body),
                                    Json.number(body, "cycle"),
                                    initial(body),
                                    new Host(Json.text(body, "source")),
                                    Json.instant(body, "pointAt")));
            case "cycle-failed.v1" ->
                    facts.add(
                            new ReplicaFact.Failed(
                                    at,
                                    eventId,
                                    decidedAt,
                                    relationship(body),
                                    vm(body),
                                    Json.number(body, "cycle"),
                                    Json.text(body, "reason")));
            case "replication-state-changed.v1" -> {
                if (WITHOUT_COPY.contains(Json.text(body, "to"))) {
                    facts.add(
                            new ReplicaFact.CopyDropped(
                                    at, eventId, decidedAt, relationship(body), vm(body)));
                }
            }
            default -> {
                // an event type that no rule needs
            }
        }
    }

    private static boolean initial(JsonNode body) throws Unreadable {
        return Json.text(body, "kind").equals("INITIAL_COPY");
    }

    private static Relationship relationship(JsonNode body) throws Unreadable {
        return new Relationship(Json.text(body, "relationship"));
    }

    private static Vm vm(JsonNode body) throws Unreadable {
        return new Vm(Json.text(body, "vm"));
    }
}
