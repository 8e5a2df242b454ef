package io.berth.mover.copy;

import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import io.berth.mover.file.Slot;
import io.berth.mover.hash.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The Merkle tree of the newest image in a file, so that the root with some blocks changed costs
 * O(changed · log blocks) and not a reading of all.
 *
 * <p>Nodes lie in the order of a walk through the tree: node i of row r has slot {@code i·2^(r+1) +
 * 2^r − 1}, whatever the number of blocks, so that a growing image moves none.
 *
 * <p>{@link #patch} works out what changes into a file of its own, row by row, without touching the
 * tree; {@link #apply} writes it, as often as need be. Rows: the leaves of the layer, the leaves
 * beyond the old end, and the last leaf that old and new have in common when the number of blocks
 * changed, since the nodes above it cover something else now. A row's parents follow from its
 * changed nodes; a neighbour that did not change is read from the tree. Example: 5 blocks, block 4
 * changed: leaf 4, which goes up alone twice, then the root from the node over 0 to 3 and it.
 */
final class TreeFile {
    static final int ENTRY_BYTES = Long.BYTES + TreeHash.BYTES;
    private static final int ENTRIES = 1024;

    private TreeFile() {}

    static long slot(int row, long node) {
        return (node << (row + 1)) + (1L << row) - 1;
    }

    static byte[] node(Slot tree, int row, long node) throws IOException {
        byte[] hash = new byte[TreeHash.BYTES];
        tree.read(ByteBuffer.wrap(hash), slot(row, node) * TreeHash.BYTES);
        return hash;
    }

    /**
     * @param old null when there is no tree yet
     * @param current the root of the tree as it is
     * @return the root with the layer's blocks
     */
    static Root patch(
            @Nullable Slot tree,
            @Nullable ImageShape old,
            @Nullable Root current,
            ImageShape shape,
            LayerReader layer,
            Slot patch)
            throws IOException {
        TreeHash hash = new TreeHash();
        Patch to = new Patch(patch);
        leaves(tree, old, shape, layer, to, hash);
        if (shape.blocks() == 0) {
            to.flush();
            return Root.of(hash.empty());
        }
        if (to.count == 0 && current != null) {
            return current;
        }
        long from = 0;
        int row = 0;
        for (long nodes = shape.blocks(); nodes > 1; nodes = (nodes + 1) / 2, row++) {
            to.flush();
            long end = to.count;
            parents(tree, row, nodes, new Rows(patch, from, end), to, hash);
            from = end;
        }
        to.flush();
        ByteBuffer last = ByteBuffer.allocate(TreeHash.BYTES);
        patch.read(last, (to.count - 1) * ENTRY_BYTES + Long.BYTES);
        return Root.of(last.array());
    }

    private static void leaves(
            @Nullable Slot tree,
            @Nullable ImageShape old,
            ImageShape shape,
            LayerReader layer,
            Patch to,
            TreeHash hash)
            throws IOException {
        long before = old == null ? 0 : old.blocks();
        long now = shape.blocks();
        long border = before == now ? -1 : Math.min(before, now) - 1;
        byte[] zeros = hash.zeros(shape.blockBytes());
        while (layer.hasBlock() && layer.block() < Math.min(before, now)) {
            if (tree != null && border >= 0 && layer.block() >= border) {
                break;
            }
            to.add(slot(0, layer.block()), layer.leaf());
            layer.skip();
        }
        if (tree != null && border >= 0) {
            to.add(slot(0, border), layer.find(border) ? layer.leaf() : node(tree, 0, border));
        }
        for (long block = before; block < now; block++) {
            byte[] leaf;
            if (layer.find(block)) {
                leaf = layer.leaf();
            } else {
                int bytes = shape.bytesOf(block);
                leaf = bytes == shape.blockBytes() ? zeros : hash.zeros(bytes);
            }
            to.add(slot(0, block), leaf);
        }
    }

    private static void parents(
            @Nullable Slot tree, int row, long nodes, Rows changed, Patch to, TreeHash hash)
            throws IOException {
        while (changed.next()) {
            long node = changed.slot >> (row + 1);
            byte[] up = changed.hash.clone();
            if ((node & 1) == 1) {
                hash.inner(known(tree, row, node - 1), 0, up, 0, up, 0);
            } else if (node + 1 < nodes) {
                byte[] right =
                        changed.isNext(slot(row, node + 1))
                                ? changed.hash.clone()
                                : known(tree, row, node + 1);
                hash.inner(up, 0, right, 0, up, 0);
            }
            to.add(slot(row + 1, node >> 1), up);
        }
    }

    private static byte[] known(@Nullable Slot tree, int row, long node) throws IOException {
        if (tree == null) {
            throw new IllegalStateException("a first tree has every node of row " + row);
        }
        return node(tree, row, node);
    }

    /** Writes what {@link #patch} found. */
    static void apply(Slot patch, Slot tree) throws IOException {
        Rows all = new Rows(patch, 0, patch.size() / ENTRY_BYTES);
        while (all.next()) {
            tree.write(ByteBuffer.wrap(all.hash), all.slot * TreeHash.BYTES);
        }
        tree.sync();
    }

    /** Adds to the file of changed nodes. */
    private static final class Patch {
        private final Slot file;
        private final ByteBuffer buffer = ByteBuffer.allocate(ENTRIES * ENTRY_BYTES);
        private long flushed;
        private long count;

        private Patch(Slot file) {
            this.file = file;
        }

        private void add(long slot, byte[] hash) throws IOException {
            buffer.putLong(slot).put(hash);
            count++;
            if (!buffer.hasRemaining()) {
                flush();
            }
        }

        private void flush() throws IOException {
            file.write(buffer.flip(), flushed * ENTRY_BYTES);
            buffer.clear();
            flushed = count;
        }
    }

    /** Goes through changed nodes. */
    private static final class Rows {
        private final Slot file;
        private final ByteBuffer buffer = ByteBuffer.allocate(ENTRIES * ENTRY_BYTES).limit(0);
        private final long end;
        private long at;
        private long slot;
        private final byte[] hash = new byte[TreeHash.BYTES];

        private Rows(Slot file, long from, long end) {
            this.file = file;
            this.at = from;
            this.end = end;
        }

        private boolean has() throws IOException {
            if (!buffer.hasRemaining() && at < end) {
                buffer.clear().limit((int) Math.min(ENTRIES, end - at) * ENTRY_BYTES);
                file.read(buffer, at * ENTRY_BYTES);
                at += buffer.limit() / ENTRY_BYTES;
                buffer.flip();
            }
            return buffer.hasRemaining();
        }

        private boolean next() throws IOException {
            if (!has()) {
                return false;
            }
            slot = buffer.getLong();
            buffer.get(hash);
            return true;
        }

        /** Takes the next node if it is this one. */
        private boolean isNext(long other) throws IOException {
            return has() && buffer.getLong(buffer.position()) == other && next();
        }
    }
}
