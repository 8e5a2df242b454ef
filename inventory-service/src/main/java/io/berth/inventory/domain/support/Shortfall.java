package io.berth.inventory.domain.support;

import org.jspecify.annotations.Nullable;

/**
 * Where something differs from a row of the rulebook.
 *
 * @param field such as {@code edition}
 * @param found absent where it is not stated
 * @param wanted what the row asks for
 */
public record Shortfall(String field, @Nullable String found, String wanted) {
    /** For people. */
    public String text() {
        return field + " is " + (found == null ? "not stated" : found) + ", listed is " + wanted;
    }
}
