package io.berth.kit.rest;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Path and query parameters as typed values. */
public final class Parameters {
    private Parameters() {}

    /**
     * @throws ProblemException with status 400 when the parameter is missing or not what it must be
     */
    public static <T> T required(String name, @Nullable String text, Function<String, T> type) {
        T value = optional(name, text, type);
        if (value == null) {
            throw new ProblemException(
                    Problem.of(400, "missing-parameter", "Missing parameter", name + " is missing")
                            .with("parameter", name));
        }
        return value;
    }

    /**
     * @return null when the parameter is missing or empty
     * @throws ProblemException with status 400 when it is not what it must be
     */
    public static <T> @Nullable T optional(
            String name, @Nullable String text, Function<String, T> type) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return type.apply(text);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    Problem.of(400, "bad-parameter", "Bad parameter", name + ": " + e.getMessage())
                            .with("parameter", name));
        }
    }
}
