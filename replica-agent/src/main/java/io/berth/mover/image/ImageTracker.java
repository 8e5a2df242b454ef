package io.berth.mover.image;

import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import io.berth.mover.file.DamagedException;
import io.berth.mover.file.DiskFolder;
import io.berth.mover.file.DiskFull;
import io.berth.mover.file.Folder;
import io.berth.mover.file.Slot;
import io.berth.mover.hash.ChangeHash;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Finds the changed blocks of one disk, a cycle at a time, so that a delta can be sent that makes
 * the target's copy the image as of <em>one</em> moment.
 *
 * <p><b>Which moment.</b> Reading takes seconds, and a guest that writes meanwhile would leave
 * blocks of two times side by side: a file system's journal without the data that it speaks of. No
 * reading, however often repeated, makes a moment of that; a block may change and change back
 * between two passes. So a scan needs something that holds the image still ({@link Hold}), and
 * where nothing does, a pass counts only if the file's times, size and identity are the same before
 * and after it and its last write was longer ago than the resolution of these times. That notices
 * every write through system calls, also with {@code O_DIRECT}; it does <em>not</em> reliably
 * notice writes through a mapping of the file. What was found holds the VM's disk as a loss of
 * power would have left it: crash-consistent. It is application-consistent only when the guest was
 * asked to flush before, and says nothing of a second disk of the VM unless both are scanned under
 * one pause. What a hypervisor keeps in its own cache (write-back) must have been flushed by
 * whoever pauses.
 *
 * <p><b>State.</b> Soft: in its folder it keeps {@code map}, what the target holds; {@code next},
 * the same with the cycle under way; and {@code spool} or {@code clone} with that cycle's blocks.
 * Without any of it, all blocks are sent. {@code next} is renamed into place after all else is
 * safe, so a cycle that {@link #resume} finds is whole. One thread at a time uses a tracker.
 */
public final class ImageTracker {
    /** Linux stamps a file with the time of its last tick: 10 ms at most; others are no coarser. */
    static final Duration TICK = Duration.ofMillis(50);

    /** A VM that writes through this many passes will write through the next. */
    static final int PASSES = 3;

    private static final String MAP = "map";
    private static final String NEXT = "next";
    private static final String UNFINISHED = "next.new";
    private static final String SPOOL = "spool";
    private static final String CLONE = "clone";
    private final Path image;
    private final byte[] disk;
    private final int blockBytes;
    private final Folder folder;
    private final RandomGenerator secrets;
    private final InstantSource clock;
    private final int workers;
    private final long mostSpool;

    /**
     * @param image a raw disk image
     * @param disk the name of relationship and disk; a map of another is not used
     * @param folder of this disk's own; for {@link Hold#REFLINK} on the image's file system
     * @param secrets of the change hashes; nobody may foretell it
     * @param workers threads that hash, 1 to {@value ScanPass#MOST_WORKERS}
     * @param mostSpool bytes that changed blocks may take beside the image
     */
    public ImageTracker(
            Path image,
            String disk,
            int blockBytes,
            Folder folder,
            RandomGenerator secrets,
            InstantSource clock,
            int workers,
            long mostSpool) {
        this.image = image;
        this.disk = MapHeader.nameOf(disk);
        this.blockBytes = new ImageShape(0, blockBytes).blockBytes();
        this.folder = folder;
        this.secrets = secrets;
        this.clock = clock;
        this.workers = Math.clamp(workers, 1, ScanPass.MOST_WORKERS);
        this.mostSpool = mostSpool;
    }

    /**
     * The cycle that an earlier scan found and that is not yet at the target, for going on with it.
     *
     * @param atTarget the root of the target's newest point; null when it has none
     * @return null when there is none, or it is not one over this copy
     */
    public Scan.@Nullable Found resume(@Nullable Root atTarget) throws IOException {
        try {
            return found(atTarget);
        } catch (DamagedException | NoSuchFileException _) {
            return null;
        }
    }

    /**
     * Takes what the target holds for the copy to compare with from now on; a cycle under way ends.
     * {@link #scan} does it by itself.
     */
    public void settle(@Nullable Root atTarget) throws IOException {
        MapHeader next = header(NEXT);
        if (next != null && next.root().equals(atTarget)) {
            folder.rename(NEXT, MAP);
        }
        for (String name : new String[] {NEXT, UNFINISHED, SPOOL, CLONE}) {
            folder.delete(name);
        }
        folder.sync();
    }

    /**
     * Looks for the blocks to send. A cycle that was under way ends, as if never scanned.
     *
     * @param atTarget the root of the target's newest point; null when it has none
     * @throws IOException when a disk fails; what the target holds is as well known as before
     */
    public Scan scan(Hold hold, @Nullable Root atTarget) throws IOException {
        settle(atTarget);
        if (!Files.isRegularFile(image)) {
            return new Scan.NoImage(image);
        }
        int most =
                switch (hold) {
                    case PAUSED, REFLINK -> 1;
                    case RUNNING -> PASSES;
                };
        try {
            if (hold == Hold.REFLINK && !folder.freeze(image, CLONE)) {
                return new Scan.NoReflink(image);
            }
            for (int pass = 0; pass < most; pass++) {
                Scan.Found found = pass(hold, atTarget);
                if (found != null) {
                    return found;
                }
            }
            settle(atTarget);
            return new Scan.Unsteady(hold, most);
        } catch (ScanPass.SpoolFullException _) {
            settle(atTarget);
            return new Scan.SpoolFull(mostSpool);
        } catch (NoSuchFileException _) {
            settle(atTarget);
            return new Scan.NoImage(image);
        } catch (IOException e) {
            settle(atTarget);
            if (DiskFull.is(e)) {
                return new Scan.SpoolFull(mostSpool);
            }
            throw e;
        }
    }

    /** The cycle, which is then {@code next}; null when the pass does not show one moment. */
    private Scan.@Nullable Found pass(Hold hold, @Nullable Root atTarget) throws IOException {
        Compared with = comparedWith(atTarget);
        byte[] secret = with.map == null ? fresh() : with.map.secret();
        boolean cloned = hold == Hold.REFLINK;
        Map<String, Object> before = stamp();
        waitForTick();
        ScanPass pass;
        MapHeader header;
        try (@Nullable Slot map = with.map == null ? null : folder.open(MAP);
                Slot next = folder.create(UNFINISHED);
                @Nullable Slot spool = cloned ? null : folder.create(SPOOL);
                Slot read = cloned ? folder.open(CLONE) : DiskFolder.readOnly(image)) {
            ImageShape shape = new ImageShape(read.size(), blockBytes);
            pass = new ScanPass(read, shape, secret, with.map, map, next, spool, mostSpool);
            try {
                pass.run(workers);
            } catch (EOFException _) {
                return null;
            }
            if (!cloned && !before.equals(stamp())) {
                return null;
            }
            header = pass.finish(disk, secret, with.basis);
            if (spool != null) {
                spool.sync();
            }
            next.sync();
        }
        folder.rename(UNFINISHED, NEXT);
        folder.sync();
        Slot next = folder.open(NEXT);
        try {
            return found(header, next, pass.changed(), pass.changedBytes());
        } catch (IOException e) {
            next.close();
            throw e;
        }
    }

    private Scan.Found found(MapHeader header, Slot next, long changed, long changedBytes)
            throws IOException {
        String blocks = header.cloned() ? CLONE : SPOOL;
        return new Scan.Found(
                new CycleSource(header, next, folder.open(blocks), blocks),
                header.shape().blocks(),
                changed,
                changedBytes,
                header.basis());
    }

    private record Compared(@Nullable MapHeader map, Basis basis) {}

    private Compared comparedWith(@Nullable Root atTarget) throws IOException {
        if (atTarget == null) {
            return new Compared(null, Basis.NO_COPY);
        }
        MapHeader map;
        try (Slot file = folder.open(MAP)) {
            map = MapHeader.checked(MAP, file);
        } catch (NoSuchFileException _) {
            return new Compared(null, Basis.NO_MAP);
        } catch (DamagedException _) {
            return new Compared(null, Basis.MAP_DAMAGED);
        }
        if (!map.isOf(disk)) {
            return new Compared(null, Basis.OTHER_DISK);
        }
        if (map.shape().blockBytes() != blockBytes) {
            return new Compared(null, Basis.OTHER_BLOCKS);
        }
        return map.root().equals(atTarget)
                ? new Compared(map, Basis.MAP)
                : new Compared(null, Basis.OTHER_COPY);
    }

    private Scan.@Nullable Found found(@Nullable Root atTarget) throws IOException {
        Slot next = folder.open(NEXT);
        try {
            MapHeader header = MapHeader.checked(NEXT, next);
            if (!header.isOf(disk)
                    || header.shape().blockBytes() != blockBytes
                    || (header.base() != null && !header.base().equals(atTarget))) {
                next.close();
                return null;
            }
            long[] sent = sent(header, next);
            return found(header, next, sent[0], sent[1]);
        } catch (IOException e) {
            next.close();
            throw e;
        }
    }

    /** How many blocks, and bytes. */
    private static long[] sent(MapHeader header, Slot next) throws IOException {
        long[] sent = new long[2];
        ByteBuffer entries = ByteBuffer.allocate(1024 * MapHeader.ENTRY_BYTES);
        for (long block = 0; block < header.shape().blocks(); block++) {
            int i = (int) (block % 1024);
            if (i == 0) {
                entries.clear();
                next.read(entries, MapHeader.at(block));
            }
            if (entries.getLong(i * MapHeader.ENTRY_BYTES + MapHeader.PLACE_AT) != 0) {
                sent[0]++;
                sent[1] += header.shape().bytesOf(block);
            }
        }
        return sent;
    }

    private @Nullable MapHeader header(String name) throws IOException {
        try (Slot file = folder.open(name)) {
            return MapHeader.checked(name, file);
        } catch (NoSuchFileException | DamagedException _) {
            return null;
        }
    }

    private byte[] fresh() {
        byte[] secret = new byte[ChangeHash.SECRET_BYTES];
        secrets.nextBytes(secret);
        return secret;
    }

    private Map<String, Object> stamp() throws IOException {
        return Files.readAttributes(image, "unix:ino,dev,size,lastModifiedTime,ctime");
    }

    /** A write in the same tick as the last one before would leave the same time. */
    private void waitForTick() throws IOException {
        Duration age =
                Duration.between(Files.getLastModifiedTime(image).toInstant(), clock.instant());
        if (!age.isNegative() && age.compareTo(TICK) < 0) {
            LockSupport.parkNanos(TICK.minus(age).toNanos());
        }
    }
}
