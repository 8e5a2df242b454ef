package io.berth.mover.copy;

import io.berth.mover.ImageShape;
import io.berth.mover.file.SealedFile;
import io.berth.mover.file.Slot;
import io.berth.mover.hash.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a layer: some blocks of an image in ascending order, in two files. The index has a header,
 * an entry for each block (its number, its place in the data, its leaf), and the SHA-256 of all;
 * the data has the blocks. Blocks of zeros have no place.
 */
final class LayerWriter implements AutoCloseable {
    static final int HEADER_BYTES = 32;
    static final int ENTRY_BYTES = 2 * Long.BYTES + TreeHash.BYTES;
    static final int PLACE_AT = Long.BYTES;
    static final int LEAF_AT = 2 * Long.BYTES;
    static final long ZEROS = -1;
    static final long MAGIC = 0x4265_7274_684c_0001L;
    private static final int ENTRIES = 1024;
    private final Slot index;
    private final Slot data;
    private final ByteBuffer entries = ByteBuffer.allocate(ENTRIES * ENTRY_BYTES);
    private long count;
    private long end;

    /**
     * @param count entries that are there already
     * @param end of the data that is there already
     */
    LayerWriter(Slot index, Slot data, long count, long end) {
        this.index = index;
        this.data = data;
        this.count = count;
        this.end = end;
    }

    long count() {
        return count;
    }

    long end() {
        return end;
    }

    /** Puts a block behind the others; null: zeros. */
    void append(long block, byte[] leaf, @Nullable ByteBuffer content) throws IOException {
        long place = end;
        if (content != null) {
            end += content.remaining();
        }
        put(block, leaf, content, place);
    }

    /** Puts a block at a place of its own in the data. */
    void put(long block, byte[] leaf, @Nullable ByteBuffer content, long place) throws IOException {
        if (content != null) {
            data.write(content, place);
        }
        entries.putLong(block).putLong(content == null ? ZEROS : place);
        entries.put(leaf, 0, TreeHash.BYTES);
        count++;
        if (!entries.hasRemaining()) {
            flush();
        }
    }

    private void flush() throws IOException {
        long before = count - entries.position() / ENTRY_BYTES;
        index.write(entries.flip(), HEADER_BYTES + before * ENTRY_BYTES);
        entries.clear();
    }

    /** Makes all so far last. */
    void checkpoint() throws IOException {
        flush();
        data.sync();
        index.sync();
    }

    /** Writes header and checksum. */
    void finish(ImageShape shape) throws IOException {
        flush();
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(MAGIC).putInt(shape.blockBytes()).putLong(shape.bytes()).putLong(count);
        index.write(header.clear(), 0);
        long bytes = HEADER_BYTES + count * ENTRY_BYTES;
        index.resize(bytes);
        SealedFile.seal(index, bytes);
        data.sync();
        index.sync();
    }

    @Override
    public void close() throws IOException {
        try (index) {
            data.close();
        }
    }
}
