package io.berth.contracts;

/**
 * Anything that travels on a topic. Each topic has one sealed interface that extends this, each
 * event type one record with an {@link EventType}.
 */
public interface Event {
    /** The record key: the id of the aggregate whose events must stay in order. */
    String partitionKey();
}
