package io.berth.replica.domain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The one or the other of two moments or lengths of time, and how pauses grow. */
public final class Moments {
    /** Doubling beyond this exceeds any pause. */
    private static final int MOST_DOUBLINGS = 16;

    private Moments() {}

    /** Whether what is to be looked at then is to be looked at now; absent: it never is. */
    public static boolean isDue(@Nullable Instant wakeAt, Instant now) {
        return wakeAt != null && !wakeAt.isAfter(now);
    }

    /** The pause with this number, from 1: each is twice the one before, up to the longest. */
    public static Duration pause(Duration first, int number, Duration longest) {
        int doublings = Math.clamp(number - 1L, 0, MOST_DOUBLINGS);
        return shorter(first.multipliedBy(1L << doublings), longest);
    }

    /** The shorter of two. */
    public static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
