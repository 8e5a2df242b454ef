package io.berth.mover.copy;

import io.berth.mover.ImageShape;
import io.berth.mover.file.Folder;
import io.berth.mover.file.Slot;
import io.berth.mover.hash.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes the layers that lead from a point back to the one before it. */
final class Undo {
    private Undo() {}

    /**
     * What a cycle changes, as it is before.
     *
     * @param old the newest point, whose blocks lie in {@code base} and leaves in {@code tree}
     * @param delta whether blocks that the cycle does not have stay; else they are zeros
     */
    static void make(
            Folder folder,
            long id,
            ImageShape old,
            ImageShape shape,
            Slot base,
            Slot tree,
            LayerReader cycle,
            boolean delta)
            throws IOException {
        try (LayerWriter undo = writer(folder, id)) {
            Taker taker = new Taker(old, base, tree, undo);
            long common = Math.min(old.blocks(), shape.blocks());
            if (delta) {
                for (; cycle.hasBlock() && cycle.block() < common; cycle.skip()) {
                    taker.take(cycle.block());
                }
            } else {
                TreeHash hash = new TreeHash();
                byte[] zeros = hash.zeros(shape.blockBytes());
                for (long block = 0; block < common; block++) {
                    int bytes = shape.bytesOf(block);
                    byte[] leaf =
                            cycle.find(block)
                                    ? cycle.leaf()
                                    : bytes == shape.blockBytes() ? zeros : hash.zeros(bytes);
                    if (!Arrays.equals(leaf, TreeFile.node(tree, 0, block))) {
                        taker.take(block);
                    }
                }
            }
            for (long block = common; block < old.blocks(); block++) {
                taker.take(block);
            }
            undo.finish(old);
        }
    }

    /**
     * One layer instead of two, when the point between them goes.
     *
     * @param shape of the older point
     */
    static void merge(
            Folder folder, long id, ImageShape shape, LayerReader older, LayerReader newer)
            throws IOException {
        ByteBuffer data = ByteBuffer.allocateDirect(shape.blockBytes());
        try (LayerWriter merged = writer(folder, id)) {
            while (true) {
                boolean hasNewer = newer.hasBlock() && newer.block() < shape.blocks();
                if (!older.hasBlock() && !hasNewer) {
                    break;
                }
                boolean takeOlder =
                        older.hasBlock() && (!hasNewer || older.block() <= newer.block());
                LayerReader from = takeOlder ? older : newer;
                if (takeOlder && hasNewer && newer.block() == older.block()) {
                    newer.skip();
                }
                data.clear().limit(shape.bytesOf(from.block()));
                boolean zeros = from.isZeros();
                if (!zeros) {
                    from.read(data);
                }
                merged.append(from.block(), from.leaf(), zeros ? null : data.flip());
                from.skip();
            }
            merged.finish(shape);
        }
    }

    private static LayerWriter writer(Folder folder, long id) throws IOException {
        return new LayerWriter(
                folder.create(Manifest.index("undo", id)),
                folder.create(Manifest.data("undo", id)),
                0,
                0);
    }

    private record Taker(ImageShape old, Slot base, Slot tree, LayerWriter undo, ByteBuffer data) {
        private Taker(ImageShape old, Slot base, Slot tree, LayerWriter undo) {
            this(old, base, tree, undo, ByteBuffer.allocateDirect(old.blockBytes()));
        }

        private void take(long block) throws IOException {
            data.clear().limit(old.bytesOf(block));
            base.read(data, block * old.blockBytes());
            data.flip();
            @Nullable ByteBuffer content = Zeros.only(data) ? null : data;
            undo.append(block, TreeFile.node(tree, 0, block), content);
        }
    }
}
