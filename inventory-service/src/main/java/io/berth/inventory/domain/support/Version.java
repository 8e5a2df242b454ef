package io.berth.inventory.domain.support;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The numbers of a version, of which a missing one counts as 0: {@code 9}, {@code 9.0.0} and {@code
 * v9.0-2.el9} are the same age. What follows the first run of dotted numbers says nothing of age.
 */
record Version(List<Long> numbers) {
    private static final Pattern NUMBERS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9}){0,15}");

    /** The first dotted numbers of a text, if it has any. */
    static Optional<Version> in(String text) {
        Matcher matcher = NUMBERS.matcher(text);
        return matcher.find()
                ? Optional.of(
                        new Version(
                                Arrays.stream(matcher.group().split("\\.", -1))
                                        .map(Long::valueOf)
                                        .toList()))
                : Optional.empty();
    }

    boolean isOlderThan(Version other) {
        for (int i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
            int order = Long.compare(number(i), other.number(i));
            if (order != 0) {
                return order < 0;
            }
        }
        return false;
    }

    private long number(int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }
}
