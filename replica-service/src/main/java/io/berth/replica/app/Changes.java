package io.berth.replica.app;

import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.replica.domain.Decision;
import io.berth.replica.domain.EndedCycle;
import io.berth.replica.domain.Relationship;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the decisions of one transaction come to: the last state of each relationship, and what
 * happened on the way. Collected first and written together, so that a batch costs a few round
 * trips whatever its size.
 */
public final class Changes {
    private final Map<RelationshipId, Relationship> after = new LinkedHashMap<>();
    private final List<EndedCycle> ended = new ArrayList<>();
    private final List<ReplicaEvent> events = new ArrayList<>();
    private final List<RunReplicaCycle> orders = new ArrayList<>();
    private final List<Duration> lateness = new ArrayList<>();
    private final List<Decision.Ignored.Reason> ignored = new ArrayList<>();
    private long merged;

    /** Takes a decision about a relationship that the caller has locked. */
    void add(Decision decision) {
        switch (decision) {
            case Decision.Ordered ordered -> {
                changed(ordered.after());
                orders.add(ordered.order());
                events.addAll(ordered.events());
                lateness.add(ordered.late());
                merged += ordered.merged();
            }
            case Decision.Ended end -> {
                changed(end.after());
                ended.add(end.ended());
                events.addAll(end.events());
            }
            case Decision.Rescheduled(Relationship relationship) -> changed(relationship);
            case Decision.Ignored(Decision.Ignored.Reason reason) -> ignored.add(reason);
        }
    }

    /** The newest state of a relationship. */
    void changed(Relationship relationship) {
        after.put(relationship.id(), relationship);
    }

    List<Relationship> relationships() {
        return List.copyOf(after.values());
    }

    Map<RelationshipId, Relationship> byId() {
        return after;
    }

    List<EndedCycle> ended() {
        return ended;
    }

    List<ReplicaEvent> events() {
        return events;
    }

    List<RunReplicaCycle> orders() {
        return orders;
    }

    /** How late each order was. */
    List<Duration> lateness() {
        return lateness;
    }

    /** Answers that changed nothing. */
    List<Decision.Ignored.Reason> ignored() {
        return ignored;
    }

    /** Slots that were served together with another. */
    long merged() {
        return merged;
    }
}
