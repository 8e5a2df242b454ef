package io.berth.platform.supervisor;

import io.berth.platform.Installation;
import io.berth.platform.OwnerOnly;
import io.berth.platform.PlatformException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts the daemon so that it outlives the command that started it. */
public final class DaemonLauncher {
    /**
     * Job control puts the daemon into a process group of its own, so that Ctrl-C in the terminal
     * ends the command and not the platform.
     */
    private static final String SCRIPT =
            "set -m; log=$1; shift; nohup \"$@\" </dev/null >>\"$log\" 2>&1 & echo $!";

    private DaemonLauncher() {}

    /** Launches it and returns at once; it is not ready yet. */
    public static ProcessHandle launch(Installation installation, int portBase, boolean simulator) {
        Path log = installation.log("supervisor");
        ProcessBuilder builder =
                new ProcessBuilder(
                        "bash",
                        "-c",
                        SCRIPT,
                        "berth-launch",
                        log.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // Unpacking PostgreSQL at the first start takes 100 MiB; later 20 do.
                        "-Xmx192m",
                        "-Xss512k",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.showDateTime=true",
                        "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                        "-Dorg.slf4j.simpleLogger.showThreadName=false",
                        "-Dorg.slf4j.simpleLogger.showShortLogName=true",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        // What it reports is reported again as our own error or is in the server's
                        // own log.
                        "-Dorg.slf4j.simpleLogger.log.io.zonky=off",
                        "-Dorg.slf4j.simpleLogger.log.io.berth=info",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlatformDaemon.class.getName(),
                        Integer.toString(portBase),
                        simulator ? PlatformDaemon.SIMULATOR : PlatformDaemon.NO_SIMULATOR);
        builder.environment().put("BERTH_ROOT", installation.root().toString());
        builder.environment().put("BERTH_HOME", installation.home().toString());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            OwnerOnly.folder(log.resolveSibling(""));
            Files.deleteIfExists(PlatformDaemon.startProblem(installation));
            Process shell = builder.start();
            @Nullable String pid =
                    shell.inputReader(StandardCharsets.UTF_8).lines().findFirst().orElse(null);
            if (pid == null) {
                throw new PlatformException("bash did not start the supervisor.");
            }
            return ProcessHandle.of(Long.parseLong(pid.strip()))
                    .orElseThrow(() -> problem(installation));
        } catch (IOException e) {
            throw new PlatformException("Cannot start the supervisor: " + e.getMessage(), e);
        }
    }

    /** Why the daemon that was launched is gone. */
    public static PlatformException problem(Installation installation) {
        Path file = PlatformDaemon.startProblem(installation);
        if (Files.exists(file)) {
            return new PlatformException(OwnerOnly.read(file));
        }
        Path log = installation.log("supervisor");
        return new PlatformException(
                "The supervisor ended without a word. The end of its log, %s:%n%s"
                        .formatted(log, String.join(System.lineSeparator(), lastLines(log))));
    }

    private static List<String> lastLines(Path log) {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
            return lines.subList(Math.max(0, lines.size() - 10), lines.size());
        } catch (IOException e) {
            return List.of("(unreadable: " + e.getMessage() + ")");
        }
    }
}
