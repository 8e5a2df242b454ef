package io.berth.mover.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** A folder on a disk, of mode 0700 with files of mode 0600. */
public record DiskFolder(Path path) implements Folder {
    /** Makes the folder when there is none. */
    public static DiskFolder at(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(
                    path,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        return new DiskFolder(path);
    }

    /** A file outside, to be read only. */
    public static Slot readOnly(Path file) throws IOException {
        return new DiskSlot(FileChannel.open(file, StandardOpenOption.READ));
    }

    /** A new file outside, for the owner only; one that is there is opened. */
    public static Slot outside(Path file) throws IOException {
        return new DiskSlot(
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.CREATE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------"))));
    }

    @Override
    public Set<String> names() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            Set<String> names = new HashSet<>();
            files.forEach(file -> names.add(file.getFileName().toString()));
            return names;
        }
    }

    @Override
    public Slot open(String name) throws IOException {
        return new DiskSlot(
                FileChannel.open(
                        path.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    @Override
    public Slot create(String name) throws IOException {
        Files.deleteIfExists(path.resolve(name));
        return new DiskSlot(
                FileChannel.open(
                        path.resolve(name),
                        Set.of(
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.CREATE_NEW),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------"))));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                path.resolve(from),
                path.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(path.resolve(name));
    }

    @Override
    public void sync() throws IOException {
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    @Override
    public boolean share(String name, Path to) throws IOException {
        return Reflink.clone(path.resolve(name), to);
    }

    @Override
    public boolean freeze(Path from, String name) throws IOException {
        Files.deleteIfExists(path.resolve(name));
        return Reflink.clone(from, path.resolve(name));
    }

    private record DiskSlot(FileChannel file) implements Slot {
        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(ByteBuffer to, long at) throws IOException {
            int start = to.position();
            while (to.hasRemaining()) {
                if (file.read(to, at + to.position() - start) < 0) {
                    break;
                }
            }
            return to.position() - start;
        }

        @Override
        public void write(ByteBuffer from, long at) throws IOException {
            int start = from.position();
            while (from.hasRemaining()) {
                if (file.write(from, at + from.position() - start) <= 0) {
                    throw new EOFException("nothing could be written at " + at);
                }
            }
        }

        @Override
        public void resize(long bytes) throws IOException {
            if (bytes < file.size()) {
                file.truncate(bytes);
            } else if (bytes > file.size()) {
                file.write(ByteBuffer.allocate(1), bytes - 1);
            }
        }

        @Override
        public void sync() throws IOException {
            file.force(true);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
