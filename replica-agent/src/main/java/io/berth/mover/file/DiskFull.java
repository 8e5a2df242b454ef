package io.berth.mover.file;

import java.io.IOException;

/** The JDK tells a full disk from other failures by the message of the system only. */
public final class DiskFull {
    private DiskFull() {}

    /** Whether there was no room, on the disk or within the quota. */
    public static boolean is(IOException problem) {
        String message = String.valueOf(problem.getMessage());
        return message.contains("No space left on device")
                || message.contains("Disk quota exceeded");
    }
}
