package io.berth.mover.copy;

import io.berth.mover.file.DamagedException;
import io.berth.mover.file.Folder;
import io.berth.mover.file.SealedFile;
import io.berth.mover.file.Slot;
import io.berth.mover.hash.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Goes through the blocks of a layer in ascending order. Memory: {@value #ENTRIES} entries. */
final class LayerReader implements AutoCloseable {
    private static final int ENTRIES = 1024;
    private final Slot index;
    private final Slot data;
    private final long count;
    private final ByteBuffer entries = ByteBuffer.allocate(ENTRIES * LayerWriter.ENTRY_BYTES);
    private long first;
    private int loaded;
    private long at;

    private LayerReader(Slot index, Slot data, long count) {
        this.index = index;
        this.data = data;
        this.count = count;
    }

    /**
     * @throws DamagedException when the index is not what was written
     */
    static LayerReader open(Folder folder, String indexName, String dataName) throws IOException {
        Slot index = folder.open(indexName);
        try {
            ByteBuffer header = ByteBuffer.allocate(LayerWriter.HEADER_BYTES);
            if (index.read(header, 0) < LayerWriter.HEADER_BYTES
                    || header.getLong(0) != LayerWriter.MAGIC) {
                throw new DamagedException(indexName, "it does not begin like a layer");
            }
            long count = header.getLong(20);
            if (count < 0 || count > Long.MAX_VALUE / LayerWriter.ENTRY_BYTES / 2) {
                throw new DamagedException(indexName, "it cannot have %d blocks".formatted(count));
            }
            SealedFile.check(
                    indexName, index, LayerWriter.HEADER_BYTES + count * LayerWriter.ENTRY_BYTES);
            return new LayerReader(index, folder.open(dataName), count);
        } catch (IOException e) {
            index.close();
            throw e;
        }
    }

    /** Whether there is another block; it is then the current one. */
    boolean hasBlock() throws IOException {
        if (at >= count) {
            return false;
        }
        if (at < first || at >= first + loaded) {
            first = at;
            loaded = (int) Math.min(ENTRIES, count - at);
            entries.clear().limit(loaded * LayerWriter.ENTRY_BYTES);
            index.read(entries, LayerWriter.HEADER_BYTES + at * LayerWriter.ENTRY_BYTES);
        }
        return true;
    }

    /** The number of the current block. */
    long block() {
        return entries.getLong(entry());
    }

    void skip() {
        at++;
    }

    /** Goes on to this block or behind it; whether it is there. */
    boolean find(long block) throws IOException {
        while (hasBlock() && block() < block) {
            at++;
        }
        return hasBlock() && block() == block;
    }

    byte[] leaf() {
        int from = entry() + LayerWriter.LEAF_AT;
        return Arrays.copyOfRange(entries.array(), from, from + TreeHash.BYTES);
    }

    boolean isZeros() {
        return entries.getLong(entry() + LayerWriter.PLACE_AT) == LayerWriter.ZEROS;
    }

    /** Fills the buffer up to its limit with the current block. */
    void read(ByteBuffer to) throws IOException {
        long place = entries.getLong(entry() + LayerWriter.PLACE_AT);
        if (place == LayerWriter.ZEROS) {
            Zeros.fill(to);
        } else {
            data.read(to, place);
        }
    }

    private int entry() {
        return (int) (at - first) * LayerWriter.ENTRY_BYTES;
    }

    @Override
    public void close() throws IOException {
        try (index) {
            data.close();
        }
    }
}
