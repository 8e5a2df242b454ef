package io.berth.monitoring.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What rows must fulfil to be listed, with the values of its parameters. Not for several threads.
 */
public final class Conditions {
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    /** What is always asked; its parameters follow by {@link #with}. */
    public Conditions(String always) {
        conditions.add(always);
    }

    /** A value for a parameter that a condition names. */
    public Conditions with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** The field has this value; null asks for nothing. */
    public Conditions equal(String field, @Nullable Object value) {
        if (value != null) {
            conditions.add(field + " = :" + field);
            values.put(field, value);
        }
        return this;
    }

    /** The condition holds, or does not; null asks for nothing. */
    public Conditions holds(String condition, @Nullable Boolean wanted) {
        if (wanted != null) {
            conditions.add(wanted ? condition : "not (" + condition + ")");
        }
        return this;
    }

    /** All of them together. */
    public String text() {
        return String.join(" and ", conditions);
    }

    /** By the names of parameters. */
    public Map<String, Object> values() {
        return values;
    }
}
