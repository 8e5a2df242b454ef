package io.berth.simulator.mover;

import io.berth.contracts.ids.RelationshipId;
import io.berth.mover.Root;
import io.berth.mover.copy.Point;
import io.berth.mover.file.DiskFolder;
import io.berth.mover.image.Hold;
import io.berth.mover.image.ImageTracker;
import io.berth.mover.image.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The image that a cycle copies, and the folder with what its target holds of it. Used by the one
 * thread that holds {@link #copying}.
 */
sealed interface Origin extends AutoCloseable {
    /** A point that is sent on is written out whole before its changes are found. */
    long MOST_SPOOL = 2L << 30;

    /** Held by whoever runs a cycle of the relationship. */
    ReentrantLock copying();

    /** Where the block map lies. */
    DiskFolder map() throws IOException;

    /** Finds the blocks that the target does not hold, while nobody writes the image. */
    Scan scan(Floor floor, @Nullable Root atTarget) throws IOException;

    /** The raw image. */
    Path image();

    /** The relationship. */
    RelationshipId relationship();

    @Override
    void close() throws IOException;

    /** What finds the changed blocks. */
    default ImageTracker tracker(Floor floor) throws IOException {
        return new ImageTracker(
                image(),
                relationship() + "/0",
                CycleRun.BLOCK,
                map(),
                floor.secrets(),
                floor.clock(),
                1,
                MOST_SPOOL);
    }

    /** The cycle that was found before and whose end is not known. */
    default Scan.@Nullable Found resume(Floor floor, @Nullable Root atTarget) throws IOException {
        return tracker(floor).resume(atTarget);
    }

    /** The target has confirmed. */
    default void settle(Floor floor, Held held) throws IOException {
        held.write(map());
        tracker(floor).settle(held.root());
    }

    /** The disk of a VM. */
    static Origin ofDisk(SharedDisk disk, RelationshipId relationship) {
        return new OfDisk(disk, relationship);
    }

    /** The newest point of a copy that the host keeps itself; absent when it keeps none. */
    static @Nullable Origin ofCopy(
            HostCopies copies, RelationshipId kept, RelationshipId relationship)
            throws IOException {
        KeptCopy copy = copies.find(kept);
        return copy == null || copy.newestPoint() == null
                ? null
                : new OfCopy(copy, copies.forwarding(relationship), relationship);
    }

    /** The disk of a VM. */
    record OfDisk(SharedDisk disk, RelationshipId relationship) implements Origin {
        @Override
        public ReentrantLock copying() {
            return disk.copying(relationship);
        }

        @Override
        public DiskFolder map() throws IOException {
            return disk.map(relationship);
        }

        @Override
        public Path image() {
            return disk.image();
        }

        @Override
        public Scan scan(Floor floor, @Nullable Root atTarget) throws IOException {
            return disk.still(() -> tracker(floor).scan(Hold.PAUSED, atTarget));
        }

        @Override
        public void close() {}
    }

    /** A point that is sent on to a third host. */
    record OfCopy(KeptCopy copy, Path folder, RelationshipId relationship) implements Origin {
        @Override
        public ReentrantLock copying() {
            return copy.forwarding();
        }

        @Override
        public DiskFolder map() throws IOException {
            return DiskFolder.at(folder);
        }

        @Override
        public Path image() {
            return folder.resolveSibling(folder.getFileName() + ".point");
        }

        @Override
        public Scan scan(Floor floor, @Nullable Root atTarget) throws IOException {
            Point newest = copy.newestPoint();
            if (newest == null) {
                return new Scan.NoImage(image());
            }
            var _ = map();
            Files.deleteIfExists(image());
            copy.promote(newest, image());
            return tracker(floor).scan(Hold.PAUSED, atTarget);
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(image());
        }
    }
}
