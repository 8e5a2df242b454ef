package io.berth.mover.copy;

import io.berth.mover.Block;
import io.berth.mover.BlockSource;
import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import io.berth.mover.file.DamagedException;
import io.berth.mover.file.Slot;
import io.berth.mover.hash.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a recovery point, block by block, while cycles go on. A block is in the first layer that
 * has it, from this point's towards the newest, or else in the base. Each is held against its leaf.
 * When the copy has changed since the last block, the layers are opened anew; the point is the
 * same.
 *
 * <p>As a {@link BlockSource} it gives a first copy of the point to a third host. Memory: a block
 * and 1,024 entries for each layer. Time for all: O(bytes).
 */
public final class PointSource implements BlockSource {
    private final Copy copy;
    private final Point point;
    private final ByteBuffer data;
    private final TreeHash hash = new TreeHash();
    private final List<LayerReader> layers = new ArrayList<>();
    private @Nullable Slot base;
    private @Nullable Slot tree;
    private byte[] leaf = new byte[0];
    private String file = "";
    private long generation = -1;
    private long last = -1;
    private boolean closed;

    /** From here on the point is not thinned away. */
    PointSource(Copy copy, Point point) {
        this.copy = copy;
        this.point = point;
        data = ByteBuffer.allocateDirect(point.shape().blockBytes());
        copy.readers().began(point.number());
    }

    /** Which point. */
    public Point point() {
        return point;
    }

    @Override
    public ImageShape shape() {
        return point.shape();
    }

    @Override
    public @Nullable Root base() {
        return null;
    }

    @Override
    public Root root() {
        return point.root();
    }

    @Override
    public @Nullable Block next(long from) throws IOException {
        for (long block = from; block < shape().blocks(); block++) {
            ByteBuffer content = read(block);
            if (!Zeros.only(content)) {
                return new Block(block, content);
            }
        }
        return null;
    }

    /**
     * This block; the buffer is lent until the next call.
     *
     * @throws DamagedException with the block's number when it is not what came in
     * @throws RefusedException when the point was taken away meanwhile
     */
    ByteBuffer read(long block) throws IOException {
        load(block);
        data.flip();
        byte[] found = hash.leaf(data);
        if (!Arrays.equals(found, leaf)) {
            throw new DamagedException(file, block, "its hash is another");
        }
        return data.flip();
    }

    /** The leaf that the last block should have. */
    byte[] leaf() {
        return leaf;
    }

    private void load(long block) throws IOException {
        synchronized (copy.state()) {
            if (generation != copy.generation() || block < last) {
                reopen();
            }
            last = block;
            data.clear().limit(shape().bytesOf(block));
            for (LayerReader layer : layers) {
                if (layer.find(block)) {
                    leaf = layer.leaf();
                    file = "undo";
                    layer.read(data);
                    return;
                }
            }
            leaf = TreeFile.node(Objects.requireNonNull(tree), 0, block);
            file = "base";
            Objects.requireNonNull(base).read(data, block * shape().blockBytes());
        }
    }

    private void reopen() throws IOException {
        if (closed) {
            throw new IOException("the point is closed");
        }
        closeFiles();
        Manifest manifest = copy.manifest();
        int at = manifest.indexOf(point.number());
        if (manifest.applying() != 0 && at == manifest.points().size() - 1) {
            throw new RefusedException(
                    new RefusedException.NoRoom("the newest point was being finished"));
        }
        for (Manifest.Kept kept : manifest.points().subList(at, manifest.points().size() - 1)) {
            layers.add(
                    LayerReader.open(
                            copy.folder(),
                            Manifest.index("undo", kept.undo()),
                            Manifest.data("undo", kept.undo())));
        }
        base = copy.folder().open(Manifest.base(manifest.image()));
        tree = copy.folder().open(Manifest.tree(manifest.image()));
        generation = copy.generation();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            copy.readers().ended(point.number());
        }
        closeFiles();
    }

    private void closeFiles() throws IOException {
        generation = -1;
        for (LayerReader layer : layers) {
            layer.close();
        }
        layers.clear();
        if (base != null) {
            base.close();
            base = null;
        }
        if (tree != null) {
            tree.close();
            tree = null;
        }
    }
}
