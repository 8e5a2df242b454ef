package io.berth.checker;

import java.time.Instant;

/**
 * One record about a relationship: what the replica service ordered and claims, and what a host
 * reports about it.
 */
public sealed interface ReplicaFact {
    /** Where it lies. */
    Position at();

    /** The CloudEvents id; a relay that was killed publishes an event twice under one id. */
    String eventId();

    /** The relationship. */
    Relationship relationship();

    /** Its VM. */
    Vm vm();

    /** Made on request. */
    record Created(Position at, String eventId, Relationship relationship, Vm vm)
            implements ReplicaFact {}

    /** Removed on request. */
    record Removed(Position at, String eventId, Relationship relationship, Vm vm)
            implements ReplicaFact {}

    /**
     * The target is to keep nothing more: a failover was made final, or turned the direction round.
     *
     * @param decidedAt when, by the event itself
     */
    record CopyDropped(
            Position at, String eventId, Instant decidedAt, Relationship relationship, Vm vm)
            implements ReplicaFact {}

    /**
     * A cycle was ordered from a host.
     *
     * @param decidedAt when, by the event itself: unlike the record's stamp it does not depend on
     *     which of two topics a restarted relay reaches first
     * @param number of the cycle; the first is 1
     * @param initial whether everything is copied, not only what changed
     */
    record Ordered(
            Position at,
            String eventId,
            Instant decidedAt,
            Relationship relationship,
            Vm vm,
            long number,
            boolean initial,
            Host source,
            Host target)
            implements ReplicaFact {}

    /**
     * How a cycle ended, by the service: a claim.
     *
     * @param decidedAt when, by the event itself
     */
    sealed interface Ended extends ReplicaFact {
        Instant decidedAt();

        long number();
    }

    /**
     * The copy is complete.
     *
     * @param pointAt the moment to which the copy goes back
     */
    record Completed(
            Position at,
            String eventId,
            Instant decidedAt,
            Relationship relationship,
            Vm vm,
            long number,
            boolean initial,
            Host source,
            Instant pointAt)
            implements Ended {}

    /** No copy came of it. */
    record Failed(
            Position at,
            String eventId,
            Instant decidedAt,
            Relationship relationship,
            Vm vm,
            long number,
            String reason)
            implements Ended {}

    /** A host reports that it copied: the truth about a cycle. */
    record Copied(
            Position at, String eventId, Relationship relationship, Vm vm, long number, Host source)
            implements ReplicaFact {}
}
