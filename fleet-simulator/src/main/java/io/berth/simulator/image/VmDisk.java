package io.berth.simulator.image;

import io.berth.contracts.ids.VmId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The disk of a VM: a small sparse raw file that its guest really writes. Hard state, all of it in
 * the file. One thread at a time uses it.
 *
 * <p>A write goes to its block first and into the superblock then. A simulator that is killed
 * between the two leaves a block of a write that the superblock does not know; {@link #settle} puts
 * back what was there, as the journal of a file system would.
 *
 * @param file the raw image
 */
public record VmDisk(Path file) {
    /** What an installed system has written before anybody looks. */
    static final int INSTALLED = 64;

    /** A disk of more would cost every copy of it seconds. */
    public static final long LARGEST = 1L << 30;

    /** Two blocks are the least that can be wrong. */
    public static final long SMALLEST = 16L * GuestWrite.BLOCK;

    /** Makes a disk with a system on it; it appears when it is complete. */
    public static VmDisk create(Path file, VmId vm, long bytes, long generation)
            throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Superblock now =
                new Superblock(vm, bytes, List.of(new Superblock.Segment(generation, 1)), 0);
        try (FileChannel to =
                FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            put(to, ByteBuffer.allocate(1), bytes - 1);
            for (int i = 0; i < INSTALLED; i++) {
                now = written(to, now);
            }
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return new VmDisk(file);
    }

    /**
     * Which writes it must hold.
     *
     * @throws IOException when the superblock is damaged, among others
     */
    public Superblock superblock() throws IOException {
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
            return superblock(from);
        }
    }

    /** Undoes a write that a kill has interrupted. */
    public Superblock settle() throws IOException {
        try (FileChannel disk = open()) {
            Superblock now = superblock(disk);
            long block = now.write(now.newest() + 1).block(now.blocks());
            long owner = now.owners()[(int) block];
            ByteBuffer before =
                    owner == 0 ? ByteBuffer.allocate(GuestWrite.BLOCK) : now.write(owner).content();
            if (!get(disk, block).equals(before)) {
                put(disk, before, block * GuestWrite.BLOCK);
            }
            return now;
        }
    }

    /** The guest writes once more. */
    public Superblock write() throws IOException {
        try (FileChannel disk = open()) {
            return written(disk, superblock(disk));
        }
    }

    /**
     * What is written from now on is of another generation, so that it can be told apart from what
     * was written after the point that this disk came from and is lost.
     */
    public Superblock begin(long generation) throws IOException {
        try (FileChannel disk = open()) {
            Superblock before = superblock(disk);
            Superblock now = before.with(generation);
            wipe(disk, before, now);
            put(disk, now.encoded(), 0);
            return now;
        }
    }

    /** Nobody could recompute what is left of a generation that is forgotten. */
    private static void wipe(FileChannel disk, Superblock before, Superblock now)
            throws IOException {
        long kept = now.segments().getFirst().first();
        if (kept == before.segments().getFirst().first()) {
            return;
        }
        long[] owners = before.owners();
        for (int block = 1; block < owners.length; block++) {
            if (owners[block] != 0 && owners[block] < kept) {
                put(disk, ByteBuffer.allocate(GuestWrite.BLOCK), (long) block * GuestWrite.BLOCK);
            }
        }
    }

    private static Superblock written(FileChannel disk, Superblock now) throws IOException {
        GuestWrite next = now.write(now.newest() + 1);
        put(disk, next.content(), next.block(now.blocks()) * GuestWrite.BLOCK);
        Superblock after = now.advanced();
        put(disk, after.encoded(), 0);
        return after;
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    static Superblock superblock(FileChannel from) throws IOException {
        Superblock found = Superblock.decoded(get(from, 0));
        if (found.bytes() != from.size()) {
            throw new IOException(
                    "the disk has %d bytes, by its superblock %d"
                            .formatted(from.size(), found.bytes()));
        }
        return found;
    }

    static ByteBuffer get(FileChannel from, long block) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(GuestWrite.BLOCK);
        long at = block * GuestWrite.BLOCK;
        while (content.hasRemaining()) {
            if (from.read(content, at + content.position()) < 0) {
                break;
            }
        }
        return content.flip();
    }

    private static void put(FileChannel to, ByteBuffer content, long at) throws IOException {
        while (content.hasRemaining()) {
            int start = content.position();
            to.write(content, at + start);
        }
    }
}
