package io.berth.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folder into which the embedded server unpacks its programs at the first start. An unpacking
 * that was cut short leaves files over which the next one fails for ever, so such remains are taken
 * away first.
 */
final class PostgresPrograms {
    /** Written by the embedded server when it has unpacked everything. */
    private static final String COMPLETE = ".exists";

    /** Locked by the embedded server while it unpacks. */
    private static final String LOCK = "epg-lock";

    private PostgresPrograms() {}

    /** Makes the folder, and takes away what an interrupted unpacking left in it. */
    static void prepare(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> incomplete;
        try (var versions = Files.list(folder)) {
            incomplete =
                    versions.filter(Files::isDirectory)
                            .filter(version -> !Files.exists(version.resolve(COMPLETE)))
                            .toList();
        }
        for (Path version : incomplete) {
            if (!beingUnpacked(version)) {
                delete(version);
            }
        }
    }

    private static boolean beingUnpacked(Path version) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(
                                version.resolve(LOCK),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                @Nullable FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            return true;
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> contents;
        try (var walk = Files.walk(folder)) {
            contents = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : contents) {
            Files.delete(path);
        }
    }
}
