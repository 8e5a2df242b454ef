package io.berth.inventory.domain.support;

import io.berth.inventory.domain.FaultyRule;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Versions from one on, up to another.
 *
 * @param from the oldest that is in it; absent where any is old enough
 * @param below the oldest that is no more in it; absent where any is
 */
public record VersionRange(@Nullable String from, @Nullable String below) {
    /**
     * @throws FaultyRule when a bound is no version
     */
    public VersionRange {
        check("/from", from);
        check("/below", below);
    }

    /** Whether it holds this version; what is no version is in no range. */
    public boolean holds(String text) {
        Optional<Version> version = Version.in(text);
        return version.isPresent()
                && (from == null || !version.get().isOlderThan(bound(from)))
                && (below == null || version.get().isOlderThan(bound(below)));
    }

    /** For people. */
    public String text() {
        if (from == null) {
            return below == null ? "any" : "older than " + below;
        }
        return from + " or later" + (below == null ? "" : ", older than " + below);
    }

    private static Version bound(String text) {
        return Version.in(text).orElseThrow();
    }

    private static void check(String pointer, @Nullable String bound) {
        if (bound != null && Version.in(bound).isEmpty()) {
            throw new FaultyRule(pointer, bound + " is no version; write numbers such as 9.0");
        }
    }
}
