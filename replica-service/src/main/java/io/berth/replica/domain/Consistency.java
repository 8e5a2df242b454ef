package io.berth.replica.domain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How application-consistent points come along.
 *
 * @param last the point that the newest of them stands for; absent before the first
 * @param ordered whether the running cycle, or the newest one, was to make one
 */
public record Consistency(@Nullable Instant last, boolean ordered) {
    /** There was none. */
    static final Consistency NONE = new Consistency(null, false);

    /** Whether the next cycle is to make one. */
    boolean isDue(@Nullable Duration every, Instant now) {
        return every != null && (last == null || !now.isBefore(last.plus(every)));
    }
}
