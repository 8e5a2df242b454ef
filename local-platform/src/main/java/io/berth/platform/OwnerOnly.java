package io.berth.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and folders that only the installation's owner may read: keys and passwords. They are
 * created with their final rights, never opened first and narrowed afterwards.
 */
public final class OwnerOnly {
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private OwnerOnly() {}

    /** The folder, made with mode 0700 when it is missing, parents included. */
    public static Path folder(Path folder) {
        try {
            return Files.createDirectories(folder, FOLDER);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create folder " + folder, e);
        }
    }

    /**
     * Writes the whole file with mode 0600; a reader sees the old content or the new, never half.
     */
    public static void write(Path file, String content) {
        try {
            Path folder = folder(file.toAbsolutePath().resolveSibling(""));
            Path fresh = Files.createTempFile(folder, ".", ".new", FILE);
            Files.writeString(fresh, content, StandardCharsets.UTF_8);
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
    }

    /** The file's text without surrounding white space. */
    public static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
