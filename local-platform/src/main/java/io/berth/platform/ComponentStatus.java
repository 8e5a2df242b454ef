package io.berth.platform;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One component at one moment.
 *
 * @param pid of its main process; null when there is none
 * @param memoryKiB resident memory of its processes, shared pages counted once; 0 when there is
 *     none or it cannot be read
 * @param startedAt when the running process was launched; null when none runs
 * @param healthy whether it answered just now that it can do its work
 * @param restarts how often it was started again after it had ended by itself
 * @param problem why it last failed or ended; null when it never did
 */
public record ComponentStatus(
        String name,
        ComponentState state,
        @Nullable Long pid,
        int port,
        long memoryKiB,
        @Nullable Instant startedAt,
        boolean healthy,
        int restarts,
        @Nullable String problem) {}
