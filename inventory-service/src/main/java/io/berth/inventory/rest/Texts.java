package io.berth.inventory.rest;

import io.berth.contracts.Require;
import io.berth.kit.rest.Fields;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads texts of requests within their bounds. */
public final class Texts {
    private Texts() {}

    /** A text that must be there and not be blank. */
    public static Supplier<String> required(
            String field, @Nullable String text, int max, Fields fields) {
        return fields.read(field, text, given -> named(field, given, max));
    }

    /** A text that may be missing; one that is there is not blank. */
    public static Supplier<@Nullable String> optional(
            String field, @Nullable String text, int max, Fields fields) {
        return fields.optional(field, text, given -> named(field, given, max));
    }

    /** Something that may be missing and that {@code make} accepts. */
    public static <F, T> Supplier<@Nullable T> optional(
            String field, @Nullable F value, Function<F, T> make, Fields fields) {
        return fields.optional(field, value, make);
    }

    /** A list that may be missing, which means an empty one; nothing stands in it twice. */
    public static <T> Supplier<List<T>> distinct(
            String field,
            @Nullable List<@Nullable String> texts,
            int max,
            Function<String, T> make,
            Fields fields) {
        if (texts == null) {
            return List::of;
        }
        Supplier<List<T>> read =
                fields.list(
                        field,
                        texts,
                        max,
                        (text, at) -> at.read("", text, given -> make.apply(given)));
        long named = texts.stream().filter(text -> text != null).count();
        return texts.stream().filter(text -> text != null).distinct().count() == named
                ? read
                : fields.fault(field, field + " names something twice");
    }

    /** The elements as they stand in a request; absent rather than an empty list. */
    public static <T> @Nullable List<@Nullable T> some(List<T> elements) {
        return some(elements, element -> element);
    }

    /** The elements as {@code show} makes them; absent rather than an empty list. */
    public static <F, T> @Nullable List<@Nullable T> some(List<F> elements, Function<F, T> show) {
        return elements.isEmpty() ? null : elements.stream().<@Nullable T>map(show::apply).toList();
    }

    /**
     * A text that is not blank and can be stored.
     *
     * @throws IllegalArgumentException when it is blank, too long or cannot be stored
     */
    public static String named(String field, String text, int max) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(field + " is blank");
        }
        return Require.text(field, text, max);
    }
}
