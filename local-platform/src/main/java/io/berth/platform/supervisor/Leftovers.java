package io.berth.platform.supervisor;

import io.berth.platform.OwnerOnly;
import io.berth.platform.PlatformException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that an earlier daemon started and could end neither itself nor through their
 * guards. Each child is recorded with its start time, so that a process which merely got the same
 * number is never hit.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final String SUFFIX = ".pid";
    private static final long PATIENCE_SECONDS = 15;

    private final Path folder;

    Leftovers(Path folder) {
        this.folder = OwnerOnly.folder(folder);
    }

    /** Remembers a child until it ends. */
    void record(ProcessHandle child) {
        Path file = folder.resolve(child.pid() + SUFFIX);
        OwnerOnly.write(file, ProcessIdentity.of(child).startedAt().toString());
        var _ = child.onExit().thenRun(() -> delete(file));
    }

    /** Ends those that are still there. */
    void end() {
        List<Path> files;
        try (var listing = Files.list(folder)) {
            files = listing.filter(file -> file.toString().endsWith(SUFFIX)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + folder, e);
        }
        List<ProcessHandle> living =
                files.stream().map(Leftovers::recorded).flatMap(Optional::stream).toList();
        living.forEach(ProcessHandle::destroy);
        living.forEach(Leftovers::awaitEnd);
        files.forEach(Leftovers::delete);
    }

    private static Optional<ProcessHandle> recorded(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            long pid = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
            return new ProcessIdentity(pid, Instant.parse(OwnerOnly.read(file))).find();
        } catch (NumberFormatException | DateTimeException e) {
            throw new PlatformException(
                    "%s is unreadable (%s). If no process of an earlier platform runs, remove it."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private static void awaitEnd(ProcessHandle process) {
        LOG.warn("Ending process {}, left behind by an earlier platform", process.pid());
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Cannot watch process " + process.pid(), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("Cannot remove {}: {}", file, e.getMessage());
        }
    }
}
