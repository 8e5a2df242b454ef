package io.berth.mover.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Copies of files that share their blocks with the original until one of them is written: Btrfs,
 * XFS, bcachefs, ZFS. The JDK does not offer it, so it asks {@code cp}.
 */
public final class Reflink {
    /** Sharing is a matter of milliseconds; a large file that is in many pieces takes seconds. */
    static final long LIMIT_SECONDS = 60;

    private Reflink() {}

    /**
     * Makes {@code to} a copy as of one moment, or nothing.
     *
     * @return false when the file system cannot, and there is no file then
     */
    public static boolean clone(Path from, Path to) throws IOException {
        Process cp;
        try {
            cp =
                    new ProcessBuilder(
                                    List.of(
                                            "cp",
                                            "--reflink=always",
                                            "--",
                                            from.toAbsolutePath().toString(),
                                            to.toAbsolutePath().toString()))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException _) {
            return false;
        }
        boolean done = false;
        try {
            done = cp.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && cp.exitValue() == 0;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!done) {
            cp.destroyForcibly();
            Files.deleteIfExists(to);
        }
        return done;
    }
}
