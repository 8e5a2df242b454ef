package io.berth.kit.intake;

import io.berth.contracts.Event;
import io.berth.contracts.wire.EventEnvelope;
import io.berth.kit.topics.Traces;
import io.opentelemetry.context.Scope;
import org.jboss.logging.MDC;

/** A record that was read, understood and not applied before. */
public record Received<E extends Event>(EventEnvelope<E> envelope, Position position) {
    private static final String EVENT_ID = "eventId";

    /** The event itself. */
    public E event() {
        return envelope.event();
    }

    /**
     * Makes the calling thread work for this record until closed: log lines carry its event id, and
     * events put into the outbox its trace.
     */
    public Scope makeCurrent() {
        Scope trace = Traces.continueFrom(envelope.traceParent());
        MDC.put(EVENT_ID, envelope.id());
        return () -> {
            MDC.remove(EVENT_ID);
            trace.close();
        };
    }
}
