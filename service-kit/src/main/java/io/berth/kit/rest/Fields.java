package io.berth.kit.rest;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a request into typed values and collects what is wrong with each, so that a
 * caller hears of all faults at once. Values are handed out as suppliers, to be asked only after
 * {@link #check()} has found nothing wrong.
 */
public final class Fields {
    /**
     * A field that could not be read.
     *
     * @param pointer JSON Pointer into the request body
     */
    public record Fault(String pointer, String detail) {}

    private final String prefix;
    private final List<Fault> faults;

    /** No fault yet, at the top of the request. */
    public Fields() {
        this("", new ArrayList<>());
    }

    private Fields(String prefix, List<Fault> faults) {
        this.prefix = prefix;
        this.faults = faults;
    }

    /** The same collection of faults, for the fields of an object inside the request. */
    public Fields under(String pointer) {
        return new Fields(prefix + pointer, faults);
    }

    /** A field that must be there. */
    public <T> Supplier<T> present(String field, @Nullable T value) {
        return read(field, value, Function.identity());
    }

    /** A field that must be there and that {@code make} accepts. */
    public <F, T> Supplier<T> read(String field, @Nullable F value, Function<F, T> make) {
        if (value == null) {
            return fault(field, field + " is missing");
        }
        try {
            T made = make.apply(value);
            return () -> made;
        } catch (IllegalArgumentException e) {
            return fault(field, String.valueOf(e.getMessage()));
        }
    }

    /** A field that may be missing; where it is there, {@code make} must accept it. */
    public <F, T> Supplier<@Nullable T> optional(
            String field, @Nullable F value, Function<F, T> make) {
        if (value == null) {
            return () -> null;
        }
        Supplier<T> made = read(field, value, make);
        return made::get;
    }

    /** A whole number that may be missing; where it is there, it must be in range. */
    public <N extends Number> Supplier<@Nullable N> optionalRange(
            String field, @Nullable N value, long min, long max) {
        if (value == null) {
            return () -> null;
        }
        Supplier<N> made = range(field, value, min, max);
        return made::get;
    }

    /** A length of time in ISO 8601 that must be there and in range, both ends included. */
    public Supplier<Duration> duration(
            String field, @Nullable String value, Duration min, Duration max) {
        return read(
                field,
                value,
                text -> {
                    String allowed = "; allowed is " + min + " to " + max;
                    Duration duration;
                    try {
                        duration = Duration.parse(text);
                    } catch (DateTimeParseException e) {
                        throw new IllegalArgumentException(
                                field + " is no ISO 8601 duration such as " + max + allowed, e);
                    }
                    if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
                        throw new IllegalArgumentException(field + " is " + duration + allowed);
                    }
                    return duration;
                });
    }

    /** A length of time that may be missing; where it is there, it must be in range. */
    public Supplier<@Nullable Duration> optionalDuration(
            String field, @Nullable String value, Duration min, Duration max) {
        if (value == null) {
            return () -> null;
        }
        Supplier<Duration> made = duration(field, value, min, max);
        return made::get;
    }

    /** The elements of a list that may be missing, which is as good as empty. */
    public <F, T> Supplier<List<T>> optionalList(
            String field,
            @Nullable List<? extends @Nullable F> values,
            int max,
            ElementReader<F, T> reader) {
        return values == null ? List::of : list(field, values, max, reader);
    }

    /** A whole number that must be there and in range. */
    public <N extends Number> Supplier<N> range(
            String field, @Nullable N value, long min, long max) {
        return read(
                field,
                value,
                number -> {
                    if (number.longValue() < min || number.longValue() > max) {
                        throw new IllegalArgumentException(
                                field + " is " + number + "; allowed is " + min + " to " + max);
                    }
                    return number;
                });
    }

    /** The elements of a list that must be there; at most {@code max} are read. */
    public <F, T> Supplier<List<T>> list(
            String field,
            @Nullable List<? extends @Nullable F> values,
            int max,
            ElementReader<F, T> reader) {
        if (values == null) {
            return fault(field, field + " is missing");
        }
        if (values.size() > max) {
            return fault(
                    field,
                    "%s has %d entries; at most %d are allowed"
                            .formatted(field.isEmpty() ? "the array" : field, values.size(), max));
        }
        List<Supplier<T>> elements = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            String pointer = (field.isEmpty() ? "" : "/" + field) + "/" + i;
            F value = values.get(i);
            if (value == null) {
                faults.add(new Fault(prefix + pointer, "the element is null"));
            } else {
                elements.add(reader.read(value, under(pointer)));
            }
        }
        return () -> elements.stream().map(Supplier::get).toList();
    }

    /** Notes a fault that concerns the object as a whole, or several of its fields. */
    public <T> Supplier<T> fault(String field, String detail) {
        faults.add(new Fault(field.isEmpty() ? prefix : prefix + "/" + field, detail));
        return () -> {
            throw new IllegalStateException("asked for " + prefix + "/" + field + " unchecked");
        };
    }

    /** What is wrong so far, for who reads many requests and tells of the faults in another way. */
    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /**
     * @throws ProblemException (400 {@code invalid-request}) naming every fault
     */
    public void check() {
        if (!faults.isEmpty()) {
            throw Requests.invalid(faults);
        }
    }

    /** Reads one element of a list. */
    @FunctionalInterface
    public interface ElementReader<F, T> {
        /** Reads {@code value} with faults noted in {@code fields}. */
        Supplier<T> read(F value, Fields fields);
    }
}
