package io.berth.replica.domain;

import java.time.Instant;

/** The one or the other of two moments. */
final class Moments {
    private Moments() {}

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    static Instant later(Instant one, Instant other) {
        return one.isBefore(other) ? other : one;
    }
}
