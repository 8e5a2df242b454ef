package io.berth.replica.domain.adviser;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a solution needs. In {@code why} and {@code change}, <code>{required}</code> and <code>
 * {given}</code> stand for the figures.
 *
 * @param id stable, for programs
 * @param solutions those that need it
 * @param when the need exists only where all of these hold; absent for always
 * @param need what must hold
 * @param why the reason, for people
 * @param change what would have to change where it does not hold
 * @param source where the figure comes from, or that it is an assumption
 */
public record Need(
        String id,
        List<String> solutions,
        @Nullable List<Condition> when,
        Condition need,
        String why,
        String change,
        String source) {
    private static final Set<String> PLACES = Set.of("{required}", "{given}");

    /**
     * @throws IllegalArgumentException when a part is missing, or a text has a place that nothing
     *     fills
     */
    public Need {
        id = text("id", id);
        solutions = List.copyOf(present("solutions of " + id, solutions));
        if (solutions.isEmpty()) {
            throw new IllegalArgumentException("need " + id + " is of no solution");
        }
        when = when == null ? List.of() : List.copyOf(when);
        present("need of " + id, need);
        text("why of " + id, why);
        text("change of " + id, change);
        text("source of " + id, source);
        places(why);
        places(change);
    }

    /** The conditions under which it exists; empty for always. */
    public List<Condition> conditions() {
        return when == null ? List.of() : when;
    }

    static <T extends Object> T present(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    static String text(String name, @Nullable String value) {
        String present = present(name, value);
        if (present.isBlank()) {
            throw new IllegalArgumentException(name + " is empty");
        }
        return present;
    }

    private static void places(String text) {
        for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at + 1)) {
            int from = at;
            if (PLACES.stream().noneMatch(place -> text.startsWith(place, from))) {
                throw new IllegalArgumentException(
                        "only {required} and {given} are filled in: " + text);
            }
        }
    }
}
