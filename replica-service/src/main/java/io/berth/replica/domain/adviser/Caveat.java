package io.berth.replica.domain.adviser;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be said beside a verdict.
 *
 * @param id stable, for programs
 * @param solutions those of which it is said; absent where it stands beside any
 * @param when it is said only where all of these hold; absent for always
 * @param source where it comes from, or that it is an assumption
 */
public record Caveat(
        String id,
        @Nullable List<String> solutions,
        @Nullable List<Condition> when,
        String text,
        String source) {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public Caveat {
        Need.text("id", id);
        solutions = solutions == null ? List.of() : List.copyOf(solutions);
        when = when == null ? List.of() : List.copyOf(when);
        Need.text("text of " + id, text);
        Need.text("source of " + id, source);
    }

    /** Those of which it is said; empty where it stands beside any. */
    public List<String> of() {
        return solutions == null ? List.of() : solutions;
    }

    /** The conditions under which it is said; empty for always. */
    public List<Condition> conditions() {
        return when == null ? List.of() : when;
    }
}
