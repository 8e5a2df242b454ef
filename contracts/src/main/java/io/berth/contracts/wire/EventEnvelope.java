package io.berth.contracts.wire;

import io.berth.contracts.Event;
import io.berth.contracts.Require;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event with its CloudEvents attributes.
 *
 * @param id unique per source; a repeated delivery has the same id
 * @param source who produced it, as a URI reference: {@code /berth/monitoring}
 * @param time when the producer made it, by its own clock; for people, never for decisions
 * @param traceParent W3C trace context, so that one incident can be followed through all services;
 *     absent where not traced
 */
public record EventEnvelope<E extends Event>(
        String id, String source, Instant time, @Nullable String traceParent, E event) {
    /** Longest id, source or trace context, in characters. */
    public static final int MAX_ATTRIBUTE = 256;

    /**
     * @throws IllegalArgumentException when an attribute is missing, empty, too long or holds a
     *     control character
     */
    public EventEnvelope {
        attribute("ce_id", id);
        attribute("ce_source", source);
        Require.present("ce_time", time);
        if (traceParent != null) {
            attribute("traceparent", traceParent);
        }
        Require.present("event", event);
    }

    /**
     * What CloudEvents asks of a string attribute, with a bound.
     *
     * @throws IllegalArgumentException when it is missing, empty, longer than {@link
     *     #MAX_ATTRIBUTE} or holds a control character or an unpaired surrogate
     */
    static void attribute(String name, String value) {
        if (isPlain(value)) {
            return;
        }
        Require.text(name, value, MAX_ATTRIBUTE);
        if (value.isEmpty()) {
            throw new IllegalArgumentException(name + " is empty");
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                throw new IllegalArgumentException(
                        "%s holds the control character U+%04X at position %d"
                                .formatted(name, (int) value.charAt(i), i));
            }
        }
    }

    /** As {@link #isPlain(String)}, of the bytes of a header. */
    static boolean isPlain(byte[] value) {
        if (value.length == 0 || value.length > MAX_ATTRIBUTE) {
            return false;
        }
        for (byte b : value) {
            if (b < ' ' || b > '~') {
                return false;
            }
        }
        return true;
    }

    /** Printable ASCII of a length that is allowed, which nearly every attribute is. */
    private static boolean isPlain(@Nullable String value) {
        if (value == null || value.isEmpty() || value.length() > MAX_ATTRIBUTE) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
