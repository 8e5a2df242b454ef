package io.berth.contracts;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The checks that records make of their parts; every message names the field, the value and what is
 * allowed.
 */
public final class Require {
    private Require() {}

    /**
     * @throws IllegalArgumentException when the field is missing
     */
    public static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    /**
     * @throws IllegalArgumentException when the value is outside {@code min..max}
     */
    public static long range(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    field + " is " + value + "; allowed is " + min + " to " + max);
        }
        return value;
    }

    /**
     * @throws IllegalArgumentException when the value is there and outside {@code min..max}
     */
    public static void optionalRange(String field, @Nullable Long value, long min, long max) {
        if (value != null) {
            range(field, value.longValue(), min, max);
        }
    }

    /**
     * @throws IllegalArgumentException when the value is not a number, or outside {@code min..max}
     */
    public static double range(String field, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    field + " is " + value + "; allowed is " + min + " to " + max);
        }
        return value;
    }

    /**
     * @throws IllegalArgumentException when the duration is missing or negative
     */
    public static Duration notNegative(String field, @Nullable Duration value) {
        Duration duration = present(field, value);
        if (duration.isNegative()) {
            throw new IllegalArgumentException(
                    field + " is " + duration + "; it must not be negative");
        }
        return duration;
    }

    /**
     * @throws IllegalArgumentException when it is missing, no whole number of milliseconds, less
     *     than one, or above {@code longest}
     */
    public static Duration millis(String field, @Nullable Duration value, Duration longest) {
        Duration found = present(field, value);
        if (found.compareTo(Duration.ofMillis(1)) < 0
                || found.compareTo(longest) > 0
                || found.toNanosPart() % 1_000_000 != 0) {
            throw new IllegalArgumentException(
                    field
                            + " is "
                            + found
                            + "; it must be a whole number of milliseconds from PT0.001S to "
                            + longest);
        }
        return found;
    }

    /**
     * A text that every store can hold: PostgreSQL refuses U+0000, and half of a surrogate pair
     * cannot be written as UTF-8. One such record would otherwise fail each transaction that tries
     * to save it.
     *
     * @throws IllegalArgumentException when the text is missing, longer than {@code max} UTF-16
     *     code units, or holds U+0000 or an unpaired surrogate
     */
    public static String text(String field, @Nullable String value, int max) {
        String text = rawText(field, value, max);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException(
                            "%s holds U+%04X at position %d, which cannot be stored"
                                    .formatted(field, (int) c, i));
                }
                i++;
            }
        }
        return text;
    }

    /**
     * As {@link #text}, where the field may be missing.
     *
     * @throws IllegalArgumentException when the text is there and cannot be stored
     */
    public static void optionalText(String field, @Nullable String value, int max) {
        if (value != null) {
            text(field, value, max);
        }
    }

    /**
     * A text as a guest sent it: whoever stores it must escape what cannot be stored.
     *
     * @throws IllegalArgumentException when the text is missing or longer than {@code max} UTF-16
     *     code units
     */
    public static String rawText(String field, @Nullable String value, int max) {
        String text = present(field, value);
        if (text.length() > max) {
            throw new IllegalArgumentException(
                    field
                            + " has "
                            + text.length()
                            + " characters; at most "
                            + max
                            + " are allowed");
        }
        return text;
    }

    /**
     * An unmodifiable copy.
     *
     * @throws IllegalArgumentException when the list is missing, longer than {@code max} or holds a
     *     null
     */
    public static <T> List<T> list(String field, @Nullable List<T> value, int max) {
        List<T> list = present(field, value);
        if (list.size() > max) {
            throw new IllegalArgumentException(
                    field + " has " + list.size() + " entries; at most " + max + " are allowed");
        }
        for (T element : list) {
            present(field + "[]", element);
        }
        return List.copyOf(list);
    }

    /**
     * An unmodifiable copy of a list in which nothing stands twice.
     *
     * @throws IllegalArgumentException when the list is missing, longer than {@code max}, holds a
     *     null or holds an element twice
     */
    public static <T> List<T> distinct(String field, @Nullable List<T> value, int max) {
        List<T> list = list(field, value, max);
        Set<T> seen = new HashSet<>();
        for (T element : list) {
            if (!seen.add(element)) {
                throw new IllegalArgumentException(field + " names " + element + " twice");
            }
        }
        return list;
    }
}
