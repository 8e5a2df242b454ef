package io.berth.platform.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When a component that ended by itself is started again. The delay doubles with each crash in the
 * window, so that a component that cannot live does not starve the others of a small machine; and
 * it ends, so that a person gets to see a failure and not an endless flicker.
 *
 * @param first delay after the first crash in the window
 * @param longest bound of the delay
 * @param allowed crashes in the window that are answered with a restart
 * @param window how long a crash counts
 */
record RestartPolicy(Duration first, Duration longest, int allowed, Duration window) {
    /** 1, 2, 4, 8, 16 s; the sixth crash within five minutes is the last. */
    static final RestartPolicy STANDARD =
            new RestartPolicy(
                    Duration.ofSeconds(1), Duration.ofSeconds(30), 5, Duration.ofMinutes(5));

    /** What to do after a crash. */
    sealed interface Decision {
        /** Start it again after the delay. */
        record RetryAfter(Duration delay) implements Decision {}

        /** Leave it: it crashed this often within this time. */
        record GiveUp(int crashes, Duration window) implements Decision {}
    }

    /**
     * Decides.
     *
     * @param crashes when it crashed, the last one included, in any order
     */
    Decision after(List<Instant> crashes, Instant now) {
        int counted = (int) crashes.stream().filter(at -> at.isAfter(now.minus(window))).count();
        if (counted > allowed) {
            return new Decision.GiveUp(counted, window);
        }
        Duration delay = first;
        for (int i = 1; i < counted && delay.compareTo(longest) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return new Decision.RetryAfter(delay.compareTo(longest) < 0 ? delay : longest);
    }
}
