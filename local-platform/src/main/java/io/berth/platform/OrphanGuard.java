package io.berth.platform;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Stops a child process when this JVM dies, however it dies.
 *
 * <p>A shutdown hook does not run after SIGKILL or a crash of the JVM. So a tiny shell waits at the
 * end of a pipe whose other end only this JVM holds: when the JVM is gone the kernel closes the
 * pipe, the shell wakes and stops the child, first politely and after {@value #GRACE_SECONDS} s by
 * force. When the child ends first, its guard is removed, so a reused process id is never hit.
 */
public final class OrphanGuard {
    /** Longer than an orderly stop of any component takes. */
    private static final int GRACE_SECONDS = 15;

    private static final String SCRIPT =
            """
            cat >/dev/null
            kill -CONT "$1" 2>/dev/null; kill -"$2" "$1" 2>/dev/null || exit 0
            left=%d
            while [ "$left" -gt 0 ] && kill -0 "$1" 2>/dev/null; do sleep 1; left=$((left - 1)); done
            kill -KILL "$1" 2>/dev/null
            """
                    .formatted(GRACE_SECONDS);

    private OrphanGuard() {}

    /** Ties the child's life to this JVM's. */
    public static void attach(ProcessHandle child) {
        attach(child, "TERM");
    }

    /**
     * Ties the child's life to this JVM's.
     *
     * @param signal the polite signal, without {@code SIG}
     */
    public static void attach(ProcessHandle child, String signal) {
        Process guard;
        try {
            guard =
                    new ProcessBuilder(
                                    "/bin/sh",
                                    "-c",
                                    SCRIPT,
                                    "berth-guard",
                                    Long.toString(child.pid()),
                                    signal)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start the guard of process " + child.pid(), e);
        }
        var _ =
                child.onExit()
                        .thenRun(() -> {
                            guard.descendants().forEach(ProcessHandle::destroyForcibly);
                            guard.destroyForcibly();
                        });
    }
}
