package io.berth.mover.image;

import io.berth.mover.Block;
import io.berth.mover.BlockSource;
import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import io.berth.mover.file.DamagedException;
import io.berth.mover.file.Slot;
import io.berth.mover.hash.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a scanned cycle, out of the spool or the clone. Each is held against its leaf
 * before it is handed out. Memory: one block and {@value #ENTRIES} entries of the map.
 */
final class CycleSource implements BlockSource {
    private static final int ENTRIES = 1024;
    private final MapHeader header;
    private final Slot map;
    private final Slot blocks;
    private final String name;
    private final TreeHash hash = new TreeHash();
    private final ByteBuffer entries = ByteBuffer.allocate(ENTRIES * MapHeader.ENTRY_BYTES);
    private final ByteBuffer data;
    private long first;
    private long loaded;

    CycleSource(MapHeader header, Slot map, Slot blocks, String name) {
        this.header = header;
        this.map = map;
        this.blocks = blocks;
        this.name = name;
        data = ByteBuffer.allocateDirect(header.shape().blockBytes());
    }

    @Override
    public ImageShape shape() {
        return header.shape();
    }

    @Override
    public @Nullable Root base() {
        return header.base();
    }

    @Override
    public Root root() {
        return header.root();
    }

    @Override
    public @Nullable Block next(long from) throws IOException {
        for (long block = from; block < shape().blocks(); block++) {
            int entry = load(block);
            long place = entries.getLong(entry + MapHeader.PLACE_AT);
            if (place != 0) {
                return read(block, place - 1, entry + MapHeader.LEAF_AT);
            }
        }
        return null;
    }

    private int load(long block) throws IOException {
        if (block < first || block >= first + loaded) {
            first = block;
            loaded = Math.min(ENTRIES, shape().blocks() - block);
            entries.clear().limit((int) loaded * MapHeader.ENTRY_BYTES);
            map.read(entries, MapHeader.at(block));
        }
        return (int) (block - first) * MapHeader.ENTRY_BYTES;
    }

    private Block read(long block, long at, int leafAt) throws IOException {
        data.clear().limit(shape().bytesOf(block));
        blocks.read(data, at);
        data.flip();
        byte[] leaf = hash.leaf(data);
        if (!Arrays.equals(
                leaf, 0, TreeHash.BYTES, entries.array(), leafAt, leafAt + TreeHash.BYTES)) {
            throw new DamagedException(name, block, "it is not what the scan found");
        }
        return new Block(block, data.flip());
    }

    @Override
    public void close() throws IOException {
        try (map) {
            blocks.close();
        }
    }
}
