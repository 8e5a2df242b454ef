package io.berth.mover.wire;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import io.berth.mover.Block;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects blocks of a source until they make a batch. Soft state of one connection. */
final class Packer implements AutoCloseable {
    /** Fast enough for a link of 1 Gbit/s on one core. */
    static final int LEVEL = 3;

    /** What saves less than a 32nd is sent as it is: unpacking would cost more. */
    private static final int WORTH = 32;

    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(LEVEL);
    private final byte[] raw = new byte[Batch.RAW];
    private final byte[] packed = new byte[(int) Zstd.compressBound(Batch.RAW)];
    private final List<Batch.Run> runs = new ArrayList<>();
    private final int most;
    private int filled;
    private int zeros;

    /**
     * @param most bytes of content in a batch, unless one block has more
     */
    Packer(int most) {
        this.most = Math.min(most, Batch.RAW);
    }

    /** Whether the block must wait until what was collected is {@linkplain #take() taken}. */
    boolean fullFor(Block block) {
        return (filled > 0 && filled + block.data().remaining() > most)
                || runs.size() == Batch.RUNS
                || zeros == Batch.ZEROS;
    }

    boolean empty() {
        return runs.isEmpty();
    }

    /** Adds a block; not when it is {@linkplain #fullFor full}. */
    void add(Block block) {
        ByteBuffer data = block.data().duplicate();
        int bytes = data.remaining();
        data.get(raw, filled, bytes);
        boolean zero = zero(raw, filled, bytes);
        if (zero) {
            zeros++;
        } else {
            filled += bytes;
        }
        Batch.Run last = runs.isEmpty() ? null : runs.getLast();
        if (last != null && last.zero() == zero && last.first() + last.count() == block.index()) {
            runs.set(runs.size() - 1, new Batch.Run(last.first(), last.count() + 1, zero));
        } else {
            runs.add(new Batch.Run(block.index(), 1, zero));
        }
    }

    /** Hands over what was collected, and begins anew. */
    Batch take() {
        Batch batch = batch();
        runs.clear();
        filled = 0;
        zeros = 0;
        return batch;
    }

    private Batch batch() {
        if (filled > 0) {
            int length = zstd.compressByteArray(packed, 0, packed.length, raw, 0, filled);
            if (length < filled - filled / WORTH) {
                return new Batch(
                        List.copyOf(runs),
                        Batch.Packing.ZSTD,
                        filled,
                        Arrays.copyOf(packed, length));
            }
        }
        return new Batch(
                List.copyOf(runs), Batch.Packing.PLAIN, filled, Arrays.copyOf(raw, filled));
    }

    private static boolean zero(byte[] bytes, int from, int length) {
        // Every byte equals its left neighbour, and the first is zero.
        return length > 0
                && bytes[from] == 0
                && Arrays.equals(bytes, from, from + length - 1, bytes, from + 1, from + length);
    }

    @Override
    public void close() {
        zstd.close();
    }
}
