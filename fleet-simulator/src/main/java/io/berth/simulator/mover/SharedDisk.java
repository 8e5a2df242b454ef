package io.berth.simulator.mover;

import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.mover.file.DiskFolder;
import io.berth.simulator.image.Superblock;
import io.berth.simulator.image.VmDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The disk that a VM has on the storage of its host, and what is known there of its copies. Hard
 * state, all of it in files: the image, a mark beside it while nobody has written to a disk that
 * came by promotion, and a folder for each relationship. Whoever holds the image's lock has paused
 * the guest.
 */
public final class SharedDisk {
    private final StorageName storage;
    private final VmId vm;
    private final Path image;
    private final Path mark;
    private final Path maps;
    private final long bytes;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<RelationshipId, ReentrantLock> copying = new ConcurrentHashMap<>();

    SharedDisk(Path folder, StorageName storage, VmId vm, long bytes, InstantSource clock) {
        this.storage = storage;
        this.vm = vm;
        this.bytes = bytes;
        this.clock = clock;
        Path home = folder.resolve(storage.value());
        this.image = home.resolve(vm + SharedDisks.IMAGE);
        this.mark = home.resolve(vm + ".promoted");
        this.maps = home.resolve(vm + ".maps");
    }

    StorageName storage() {
        return storage;
    }

    VmId vm() {
        return vm;
    }

    /** The raw image. */
    public Path image() {
        return image;
    }

    /** Something that is done while the guest writes nothing. */
    interface Work<T> {
        T run() throws IOException;
    }

    <T> T still(Work<T> work) throws IOException {
        lock.lock();
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Held by whoever runs a cycle of the relationship. */
    ReentrantLock copying(RelationshipId relationship) {
        return copying.computeIfAbsent(relationship, _ -> new ReentrantLock());
    }

    /** Where it is written down what the target of a relationship holds. */
    DiskFolder map(RelationshipId relationship) throws IOException {
        return DiskFolder.at(maps.resolve(relationship.value()));
    }

    /** Makes the disk when there is none. */
    void provide() throws IOException {
        still(() -> {
            if (!Files.exists(image)) {
                VmDisk.create(image, vm, bytes, clock.millis());
            }
            return image;
        });
    }

    /** Undoes a write that the end of an earlier simulator has interrupted. */
    void settle() throws IOException {
        still(() -> new VmDisk(image).settle());
    }

    /** The guest writes once, unless it is paused or there is no disk. */
    void guestWrites() throws IOException {
        if (!lock.tryLock()) {
            return;
        }
        try {
            VmDisk disk = new VmDisk(image);
            if (Files.exists(mark)) {
                Superblock now = disk.superblock();
                disk.begin(Math.max(now.generation() + 1, clock.millis()));
                Files.delete(mark);
            }
            if (Files.exists(image)) {
                disk.write();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Writes an image to a place that is given and where nothing is. */
    interface Source {
        void writeTo(Path file) throws IOException;
    }

    /** Puts another image in the place of the disk, in one step. */
    void replace(Source source) throws IOException {
        still(() -> {
            Files.createDirectories(image.getParent());
            Path incoming = image.resolveSibling(vm + ".incoming");
            Files.deleteIfExists(incoming);
            source.writeTo(incoming);
            if (!Files.exists(mark)) {
                Files.createFile(mark);
            }
            return Files.move(
                    incoming,
                    image,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        });
    }

    /** Deletes the disk and what is known of its copies. */
    void discard() throws IOException {
        still(() -> {
            Files.deleteIfExists(image);
            Files.deleteIfExists(mark);
            Trees.delete(maps);
            return image;
        });
    }
}
