package io.berth.mover.hash;

import io.berth.mover.Root;

/** Makes the root from all leaves in order, with one node a row in memory. */
public final class RootBuilder {
    private final TreeHash hash;
    private final byte[] rows = new byte[Long.SIZE * TreeHash.BYTES];
    private long leaves;

    /** With the digest of the calling thread. */
    public RootBuilder(TreeHash hash) {
        this.hash = hash;
    }

    /** The next leaf. */
    public void add(byte[] leaf, int at) {
        byte[] node = new byte[TreeHash.BYTES];
        System.arraycopy(leaf, at, node, 0, TreeHash.BYTES);
        int row = 0;
        for (long n = leaves; (n & 1) == 1; n >>>= 1) {
            hash.inner(rows, row * TreeHash.BYTES, node, 0, node, 0);
            row++;
        }
        System.arraycopy(node, 0, rows, row * TreeHash.BYTES, TreeHash.BYTES);
        leaves++;
    }

    /** The root over the leaves so far. */
    public Root root() {
        if (leaves == 0) {
            return Root.of(hash.empty());
        }
        byte[] node = new byte[TreeHash.BYTES];
        int lowest = Long.numberOfTrailingZeros(leaves);
        System.arraycopy(rows, lowest * TreeHash.BYTES, node, 0, TreeHash.BYTES);
        for (int row = lowest + 1; row < Long.SIZE; row++) {
            if ((leaves >>> row & 1) == 1) {
                hash.inner(rows, row * TreeHash.BYTES, node, 0, node, 0);
            }
        }
        return Root.of(node);
    }
}
