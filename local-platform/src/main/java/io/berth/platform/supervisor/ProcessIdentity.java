package io.berth.platform.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One process for good: numbers are used again, a number together with a start time is not.
 *
 * @param startedAt as the system tells it
 */
record ProcessIdentity(long pid, Instant startedAt) {
    /** The system derives the start time from its own boot time, which it rounds and corrects. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** Of a living process. */
    static ProcessIdentity of(ProcessHandle process) {
        return new ProcessIdentity(
                process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
    }

    /** The process, while it lives. */
    Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process ->
                        Duration.between(of(process).startedAt(), startedAt)
                                        .abs()
                                        .compareTo(TOLERANCE)
                                <= 0);
    }
}
