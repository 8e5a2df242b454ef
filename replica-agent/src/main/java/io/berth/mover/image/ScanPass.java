package io.berth.mover.image;

import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import io.berth.mover.file.SealedFile;
import io.berth.mover.file.Slot;
import io.berth.mover.hash.ChangeHash;
import io.berth.mover.hash.RootBuilder;
import io.berth.mover.hash.TreeHash;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads an image once, from beginning to end, and finds the blocks that the target does not hold.
 *
 * <p>Workers take stretches of {@value #STRETCH} bytes in turn. For each block they compute the
 * change hash; only where it differs from the map's, the leaf too, and the block is copied into the
 * spool at once. A block that is all zeros and that the target has as zeros anyway, since it lies
 * beyond the end of its copy, is not sent; so holes cost reading them and nothing else. At the end
 * the root is made from the leaves in order.
 *
 * <p>Memory: for each worker {@value #READ} bytes or a block, and the entries of a stretch, twice;
 * below 24 MiB with all {@value #MOST_WORKERS}. Time: O(bytes) for the change hash, O(changed
 * bytes) for the leaves, O(blocks) for the root.
 */
final class ScanPass {
    static final int MOST_WORKERS = 8;
    private static final int STRETCH = 16 << 20;
    private static final int READ = 512 << 10;
    private final Slot image;
    private final ImageShape shape;
    private final @Nullable MapHeader old;
    private final @Nullable Slot oldMap;
    private final Slot newMap;
    private final @Nullable Slot spool;
    private final long mostSpool;
    private final ChangeHash change;
    private final long oldBlocks;
    private final AtomicLong stretches = new AtomicLong();
    private final AtomicLong spooled = new AtomicLong();
    private final AtomicLong changed = new AtomicLong();
    private final AtomicLong changedBytes = new AtomicLong();

    /**
     * @param old what the target holds; null: nothing
     * @param spool null when the image is a clone, and its blocks are read from it later
     */
    ScanPass(
            Slot image,
            ImageShape shape,
            byte[] secret,
            @Nullable MapHeader old,
            @Nullable Slot oldMap,
            Slot newMap,
            @Nullable Slot spool,
            long mostSpool) {
        this.image = image;
        this.shape = shape;
        this.old = old;
        this.oldMap = oldMap;
        this.newMap = newMap;
        this.spool = spool;
        this.mostSpool = mostSpool;
        change = new ChangeHash(secret, shape.blockBytes());
        oldBlocks = old == null ? 0 : old.shape().blocks();
    }

    /** The spool would be longer than it may. */
    static final class SpoolFullException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /**
     * @throws EOFException when the image ends before its end
     */
    void run(int workers) throws IOException {
        try (ExecutorService pool =
                Executors.newFixedThreadPool(workers, Thread.ofPlatform().daemon().factory())) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                running.add(
                        pool.submit(() -> {
                            new Worker().run();
                            return null;
                        }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException problem) {
                throw problem;
            }
            throw new IllegalStateException("a worker of the scan failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the image was read", e);
        }
    }

    long changed() {
        return changed.get();
    }

    long changedBytes() {
        return changedBytes.get();
    }

    /** Writes the header and the checksum of the new map; entries are there. */
    MapHeader finish(byte[] disk, byte[] secret, Basis basis) throws IOException {
        RootBuilder root = new RootBuilder(new TreeHash());
        int entries = READ / MapHeader.ENTRY_BYTES;
        ByteBuffer buffer = ByteBuffer.allocate(entries * MapHeader.ENTRY_BYTES);
        for (long block = 0; block < shape.blocks(); block += entries) {
            int count = (int) Math.min(entries, shape.blocks() - block);
            buffer.clear().limit(count * MapHeader.ENTRY_BYTES);
            newMap.read(buffer, MapHeader.at(block));
            for (int i = 0; i < count; i++) {
                root.add(buffer.array(), i * MapHeader.ENTRY_BYTES + MapHeader.LEAF_AT);
            }
        }
        Root base = old == null ? null : old.root();
        MapHeader header =
                new MapHeader(shape, disk, secret, base, root.root(), spool == null, basis);
        newMap.write(header.encoded(), 0);
        SealedFile.seal(newMap, header.length());
        return header;
    }

    /** One thread's buffers. */
    private final class Worker {
        private final int blockBytes = shape.blockBytes();
        private final int blocks = STRETCH / blockBytes;
        private final ByteBuffer data = ByteBuffer.allocateDirect(Math.max(READ, blockBytes));
        private final ByteBuffer before = ByteBuffer.allocate(blocks * MapHeader.ENTRY_BYTES);
        private final ByteBuffer after = ByteBuffer.allocate(blocks * MapHeader.ENTRY_BYTES);
        private final TreeHash tree = new TreeHash();
        private final byte[] zeroLeaf = tree.zeros(blockBytes);
        private final ByteBuffer zeroHash = ByteBuffer.allocate(ChangeHash.BYTES);

        private Worker() {
            change.put(ByteBuffer.allocateDirect(blockBytes), 0, blockBytes, zeroHash, 0);
        }

        private void run() throws IOException {
            long count = (shape.blocks() + blocks - 1) / blocks;
            for (long s = stretches.getAndIncrement(); s < count; s = stretches.getAndIncrement()) {
                stretch(s * blocks, (int) Math.min(blocks, shape.blocks() - s * blocks));
            }
        }

        private void stretch(long first, int count) throws IOException {
            if (oldMap != null && first < oldBlocks) {
                before.clear();
                before.limit((int) Math.min(count, oldBlocks - first) * MapHeader.ENTRY_BYTES);
                oldMap.read(before, MapHeader.at(first));
            }
            int perRead = data.capacity() / blockBytes;
            for (int i = 0; i < count; i += perRead) {
                int now = Math.min(perRead, count - i);
                read(first + i, now);
                for (int b = 0; b < now; b++) {
                    block(first + i + b, b * blockBytes, (i + b) * MapHeader.ENTRY_BYTES);
                }
            }
            after.clear().limit(count * MapHeader.ENTRY_BYTES);
            newMap.write(after, MapHeader.at(first));
        }

        private void read(long block, int count) throws IOException {
            long at = block * blockBytes;
            data.clear().limit((int) Math.min((long) count * blockBytes, shape.bytes() - at));
            if (image.read(data, at) < data.limit()) {
                throw new EOFException("the image ends before its end");
            }
        }

        private void block(long index, int at, int entry) throws IOException {
            int bytes = shape.bytesOf(index);
            change.put(data, at, bytes, after, entry);
            after.putLong(entry + MapHeader.PLACE_AT, 0);
            boolean sameLength =
                    old != null && index < oldBlocks && old.shape().bytesOf(index) == bytes;
            if (sameLength && same(entry, before, entry)) {
                after.put(
                        entry + MapHeader.LEAF_AT,
                        before,
                        entry + MapHeader.LEAF_AT,
                        TreeHash.BYTES);
                return;
            }
            boolean zero = bytes == blockBytes && same(entry, zeroHash, 0);
            byte[] leaf = zero ? zeroLeaf : tree.leaf(data.slice(at, bytes));
            after.put(entry + MapHeader.LEAF_AT, leaf);
            if (index < oldBlocks || !Arrays.equals(leaf, zeros(bytes))) {
                keep(index, data.slice(at, bytes), entry);
            }
        }

        private byte[] zeros(int bytes) {
            return bytes == blockBytes ? zeroLeaf : tree.zeros(bytes);
        }

        private boolean same(int entry, ByteBuffer other, int at) {
            return after.getLong(entry) == other.getLong(at)
                    && after.getLong(entry + 8) == other.getLong(at + 8);
        }

        private void keep(long index, ByteBuffer block, int entry) throws IOException {
            int bytes = block.remaining();
            changed.incrementAndGet();
            changedBytes.addAndGet(bytes);
            long place = index * blockBytes;
            if (spool != null) {
                place = spooled.getAndAdd(bytes);
                if (place + bytes > mostSpool) {
                    throw new SpoolFullException();
                }
                spool.write(block, place);
            }
            after.putLong(entry + MapHeader.PLACE_AT, place + 1);
        }
    }
}
