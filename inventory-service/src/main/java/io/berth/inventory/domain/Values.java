package io.berth.inventory.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The values that broke a rule, by name and in the order in which they are told: texts, numbers,
 * booleans, and lists and maps of those. Immutable.
 */
public final class Values {
    /** Nothing to tell. */
    public static final Values NONE = new Values(Map.of());

    private final Map<String, Object> byName;

    private Values(Map<String, Object> byName) {
        this.byName = byName;
    }

    /** One value. */
    public static Values of(String name, Object value) {
        return NONE.and(name, value);
    }

    /** These values and one more. */
    public Values and(String name, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(byName);
        more.put(name, value);
        return new Values(more);
    }

    /** All of them, in order. */
    public Map<String, Object> asMap() {
        return Collections.unmodifiableMap(byName);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Values values && byName.equals(values.byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    @Override
    public String toString() {
        return byName.toString();
    }
}
