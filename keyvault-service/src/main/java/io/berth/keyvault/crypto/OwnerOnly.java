package io.berth.keyvault.crypto;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Files and folders of one user that nobody else may open. They are checked before they are read,
 * and written whole or not at all: beside their place, forced to the disk, and then given their
 * name.
 */
public final class OwnerOnly {
    private final long user;

    /** For the user that this process runs as. */
    public OwnerOnly() {
        this(new UnixSystem().getUid());
    }

    OwnerOnly(long user) {
        this.user = user;
    }

    /** What may have which rights. */
    public enum Kind {
        /** A regular file, no link. */
        FILE("rw-------", "0600", "the file"),
        /** A folder. */
        FOLDER("rwx------", "0700", "the folder");

        private final String allowed;
        private final String mode;
        private final String what;

        Kind(String allowed, String mode, String what) {
            this.allowed = allowed;
            this.mode = mode;
            this.what = what;
        }
    }

    /**
     * What is wrong with a file or folder.
     *
     * @param toDo for somebody who reads the log of a start that failed
     */
    public record Fault(String wrong, String toDo) {}

    /**
     * What is wrong with a file or folder that is there; empty when nothing is.
     *
     * @throws IOException when it is missing or cannot be looked at
     */
    public Optional<Fault> fault(Path path, Kind kind) throws IOException {
        if (kind == Kind.FILE && !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(
                    new Fault("it is not a regular file", "Put the file itself there, not a link"));
        }
        long owner = ((Number) Files.getAttribute(path, "unix:uid")).longValue();
        if (owner != user) {
            return Optional.of(
                    new Fault(
                            kind.what
                                    + " "
                                    + path
                                    + " belongs to user id "
                                    + owner
                                    + ", not to "
                                    + user,
                            "Run: chown " + user + " " + path));
        }
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(path);
        Set<PosixFilePermission> excess = EnumSet.noneOf(PosixFilePermission.class);
        excess.addAll(rights);
        excess.removeAll(PosixFilePermissions.fromString(kind.allowed));
        return excess.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Fault(
                                kind.what
                                        + " "
                                        + path
                                        + " has the rights "
                                        + PosixFilePermissions.toString(rights)
                                        + ", which are too wide",
                                "Check who could have read it, and then run: chmod "
                                        + kind.mode
                                        + " "
                                        + path));
    }

    /**
     * The content of a file that was checked; the caller overwrites it when it is secret.
     *
     * @throws IOException when it cannot be read, is a link, or has more than {@code max} bytes
     */
    public byte[] read(Path file, int max) throws IOException {
        try (InputStream in =
                Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(max);
            if (in.read() >= 0) {
                Arrays.fill(content, (byte) 0);
                throw new IOException(file + " has more than " + max + " bytes");
            }
            return content;
        }
    }

    /** Makes a folder and what is above it, unless it is there; only the folder is owner-only. */
    public void makeFolder(Path folder) throws IOException {
        if (Files.exists(folder)) {
            return;
        }
        Files.createDirectories(folder.resolve("..").normalize());
        try {
            Files.createDirectory(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(Kind.FOLDER.allowed)));
        } catch (FileAlreadyExistsException e) {
            // Another instance was first.
        }
    }

    /** Writes what a file is to hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes it; the stream may be closed. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a file, unless there is one: of several that start together one makes it. */
    public void createIfAbsent(Path file, byte[] content) throws IOException {
        createIfAbsent(file, out -> out.write(content));
    }

    /** As {@link #createIfAbsent(Path, byte[])}, for what is too long to hold in memory. */
    public void createIfAbsent(Path file, Content content) throws IOException {
        Path draft = draft(file, content);
        try {
            Files.createLink(file, draft);
            force(draft.resolveSibling(""));
        } catch (FileAlreadyExistsException e) {
            // Another instance was first; its file is the one.
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Writes a file, in the place of one that may be there. */
    public void replace(Path file, byte[] content) throws IOException {
        Path draft = draft(file, out -> out.write(content));
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            force(draft.resolveSibling(""));
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Removes a file if it is there, for good. */
    public void remove(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            force(file.toAbsolutePath().resolveSibling(""));
        }
    }

    private static Path draft(Path file, Content content) throws IOException {
        Path draft =
                Files.createTempFile(
                        file.toAbsolutePath().resolveSibling(""),
                        "draft",
                        ".tmp",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString(Kind.FILE.allowed)));
        boolean written = false;
        try {
            try (OutputStream out = Files.newOutputStream(draft, StandardOpenOption.WRITE)) {
                content.writeTo(out);
            }
            force(draft, StandardOpenOption.WRITE);
            written = true;
        } finally {
            if (!written) {
                Files.deleteIfExists(draft);
            }
        }
        return draft;
    }

    /** The name must survive a power cut too: something that relies on it soon will. */
    private static void force(Path folder) throws IOException {
        force(folder, StandardOpenOption.READ);
    }

    private static void force(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
