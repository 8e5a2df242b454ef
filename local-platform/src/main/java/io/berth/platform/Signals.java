package io.berth.platform;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Signals to a process of ours that the JDK cannot send itself. */
public final class Signals {
    private Signals() {}

    /** Freezes the process: it keeps its memory, ports and connections and does nothing. */
    public static void pause(ProcessHandle process) {
        send("STOP", process);
    }

    /** Lets a frozen process go on. */
    public static void resume(ProcessHandle process) {
        send("CONT", process);
    }

    /**
     * Sends the named signal, without {@code SIG}.
     *
     * @return whether it was delivered; a process that has ended meanwhile takes none
     */
    public static boolean send(String signal, ProcessHandle process) {
        try {
            Process kill =
                    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return kill.waitFor(5, TimeUnit.SECONDS) && kill.exitValue() == 0;
        } catch (IOException e) {
            throw new PlatformException("Could not run kill(1): " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("Interrupted while sending SIG" + signal, e);
        }
    }
}
