package io.berth.contracts;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A topic: its name, the sealed interface of its events and how the broker keeps them.
 *
 * @param name without the installation's prefix: {@code <owner>.<noun>}
 * @param family the sealed interface; each of its permitted records is an event type of this topic
 * @param kind how records are kept and stamped
 * @param partitioning which partition count applies
 */
public record Topic<E extends Event>(
        String name, Class<E> family, Kind kind, Partitioning partitioning) {
    /** How the broker keeps records. */
    public enum Kind {
        /**
         * Heartbeats: an hour, stamped by the broker on append, so that log time can be folded over
         * them.
         */
        LOG_TIME,
        /** A day. */
        DAY,
        /**
         * Facts, commands and requests: seven days, so that a decision can be replayed from its
         * inputs.
         */
        FACTS,
        /** Who did what with which key: four hundred days, so that a year can be looked back on. */
        AUDIT,
        /** The newest record per key, and all of the last seven days. */
        COMPACTED
    }

    /** Which partition count applies. */
    public enum Partitioning {
        /**
         * Keyed by placement domain: the same count for all such topics, so that a domain's records
         * lie side by side.
         */
        BY_DOMAIN,
        /** Keyed by one aggregate. */
        BY_AGGREGATE
    }

    /** Suffix of the topic that takes what could not be handled. */
    public static final String DEAD_LETTER_SUFFIX = ".dead-letter";

    /** The event records of this topic by their CloudEvents type. */
    public Map<String, Class<? extends E>> types() {
        Map<String, Class<? extends E>> types = new TreeMap<>();
        collect(family, types);
        return Collections.unmodifiableMap(types);
    }

    /** A family may have families of its own. */
    private void collect(Class<?> sealed, Map<String, Class<? extends E>> types) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                collect(permitted, types);
            } else {
                types.put(typeOf(permitted), permitted.asSubclass(family));
            }
        }
    }

    /** The name in an installation that shares its Kafka cluster with others. */
    public String name(String prefix) {
        return prefix + name;
    }

    /** The CloudEvents type of an event record. */
    public static String typeOf(Class<?> record) {
        EventType type = record.getAnnotation(EventType.class);
        if (type == null) {
            throw new IllegalStateException(record.getName() + " has no @EventType");
        }
        return type.value();
    }
}
