package io.berth.contracts.wire;

import io.berth.contracts.Event;

/** What became of reading one record. Reading never throws for what a record holds. */
public sealed interface Decoded<E extends Event> {
    /** An event of a known type. */
    record Known<E extends Event>(EventEnvelope<E> envelope) implements Decoded<E> {}

    /** A well-formed CloudEvent of a type that this version does not know: ignored and counted. */
    record Unknown<E extends Event>(String id, String type) implements Decoded<E> {}

    /**
     * Not readable, for good: a dead letter.
     *
     * @param detail what was wrong, for people: at most {@link EventCodec#MAX_DETAIL} characters,
     *     on one line, and fit to be stored whatever was sent
     */
    record Rejected<E extends Event>(RejectionCode code, String detail) implements Decoded<E> {}
}
