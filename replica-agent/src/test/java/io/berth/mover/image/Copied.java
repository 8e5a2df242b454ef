package io.berth.mover.image;

import io.berth.mover.Block;
import io.berth.mover.BlockSource;
import io.berth.mover.Root;
import io.berth.mover.hash.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A copy in memory, and the root by the definition of RFC 6962, without what is under test. */
final class Copied {
    private Copied() {}

    static byte[] with(byte[] copy, BlockSource source) throws IOException {
        byte[] next = Arrays.copyOf(copy, (int) source.shape().bytes());
        for (Block block = source.next(0); block != null; block = source.next(block.index() + 1)) {
            block.data()
                    .get(
                            next,
                            (int) block.index() * source.shape().blockBytes(),
                            block.data().remaining());
        }
        return next;
    }

    static Root root(byte[] image, int blockBytes) {
        TreeHash hash = new TreeHash();
        List<byte[]> leaves = new ArrayList<>();
        for (int at = 0; at < image.length; at += blockBytes) {
            leaves.add(
                    hash.leaf(ByteBuffer.wrap(image, at, Math.min(blockBytes, image.length - at))));
        }
        return Root.of(leaves.isEmpty() ? hash.empty() : node(leaves, hash));
    }

    private static byte[] node(List<byte[]> leaves, TreeHash hash) {
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int half = Integer.highestOneBit(leaves.size() - 1);
        byte[] to = new byte[TreeHash.BYTES];
        hash.inner(
                node(leaves.subList(0, half), hash),
                0,
                node(leaves.subList(half, leaves.size()), hash),
                0,
                to,
                0);
        return to;
    }
}
