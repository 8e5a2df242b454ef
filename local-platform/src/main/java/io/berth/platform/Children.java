package io.berth.platform;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How child processes end. */
public final class Children {
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private Children() {}

    /** SIGTERM, then SIGKILL when it has not ended in time. A paused process is resumed first. */
    public static void stop(Process process, Duration patience) {
        if (!process.isAlive()) {
            return;
        }
        Signals.resume(process.toHandle());
        process.destroy();
        if (!ended(process, patience)) {
            kill(process);
        }
    }

    /** SIGKILL, and waits until the process is gone. */
    public static void kill(Process process) {
        process.destroyForcibly();
        if (!ended(process, AFTER_KILL)) {
            throw new PlatformException(
                    "Process %d is still there %d s after SIGKILL."
                            .formatted(process.pid(), AFTER_KILL.toSeconds()));
        }
    }

    private static boolean ended(Process process, Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
