package io.berth.platform.supervisor;

import io.berth.platform.Installation;
import io.berth.platform.OwnerOnly;
import io.berth.platform.PlatformException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * What the daemon tells the installation's other programs about itself: who it is and where it
 * takes orders. Left behind after a crash, so its reader checks that the process still lives.
 *
 * @param startedAt of the process; together with the id it names one process for good
 * @param socket where it takes orders
 */
public record RunFile(long pid, Instant startedAt, int portBase, Path socket) {
    private static final String NAME = "platform.properties";

    /** A Unix socket's path must fit into 104 bytes on macOS, 108 on Linux. */
    private static final int LONGEST_SOCKET_PATH = 100;

    /** Describes this process, with a place for its socket. */
    public static RunFile ofThisProcess(Installation installation, int portBase) {
        ProcessIdentity me = ProcessIdentity.of(ProcessHandle.current());
        return new RunFile(me.pid(), me.startedAt(), portBase, socketFor(installation));
    }

    /** Writes it into the installation's run folder. */
    public void write(Installation installation) {
        OwnerOnly.write(
                file(installation),
                "pid=%d%nstartedAt=%s%nportBase=%d%nsocket=%s%n"
                        .formatted(pid, startedAt, portBase, socket));
    }

    /** Takes it away. */
    public static void remove(Installation installation) {
        try {
            Files.deleteIfExists(file(installation));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + file(installation), e);
        }
    }

    /** The daemon that runs now; empty when none does. */
    public static Optional<RunFile> ofRunning(Installation installation) {
        if (!Files.exists(file(installation))) {
            return Optional.empty();
        }
        Properties values = new Properties();
        try {
            values.load(new StringReader(Files.readString(file(installation))));
            return Optional.of(
                            new RunFile(
                                    Long.parseLong(values.getProperty("pid")),
                                    Instant.parse(values.getProperty("startedAt")),
                                    Integer.parseInt(values.getProperty("portBase")),
                                    Path.of(values.getProperty("socket"))))
                    .filter(running -> running.process().isPresent());
        } catch (IOException | RuntimeException e) {
            throw new PlatformException(
                    "%s is unreadable (%s). If no platform runs here, remove it."
                            .formatted(file(installation), e.getMessage()),
                    e);
        }
    }

    /** The daemon's process, while it lives. */
    public Optional<ProcessHandle> process() {
        return new ProcessIdentity(pid, startedAt).find();
    }

    private static Path file(Installation installation) {
        return installation.run().resolve(NAME);
    }

    private static Path socketFor(Installation installation) {
        Path usual = OwnerOnly.folder(installation.run()).resolve("control.sock");
        if (usual.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET_PATH) {
            return usual;
        }
        try {
            // Temporary folders are made with mode 0700.
            return Files.createTempDirectory("berth").resolve("control.sock");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a folder for the control socket", e);
        }
    }
}
