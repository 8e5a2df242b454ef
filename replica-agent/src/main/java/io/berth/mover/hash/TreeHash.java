package io.berth.mover.hash;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hashes of the Merkle tree over an image's blocks, as in RFC 6962, section 2.1: a leaf is
 * {@code SHA-256(0 ‖ block)}, an inner node {@code SHA-256(1 ‖ left ‖ right)}, so that no block can
 * pass for a node. The last node of an odd row goes up as it is. One thread's own.
 */
public final class TreeHash {
    /** Of a hash, in bytes. */
    public static final int BYTES = 32;

    private static final byte LEAF = 0;
    private static final byte INNER = 1;
    private final MessageDigest sha;

    /** With a digest of its own. */
    public TreeHash() {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The hash of an image without a block. */
    public byte[] empty() {
        sha.reset();
        return sha.digest();
    }

    /** The leaf of this block; the buffer's position is afterwards its limit. */
    public byte[] leaf(ByteBuffer block) {
        sha.reset();
        sha.update(LEAF);
        sha.update(block);
        return sha.digest();
    }

    /** The leaf of a block of this many zeros. */
    public byte[] zeros(int bytes) {
        return leaf(ByteBuffer.allocate(bytes));
    }

    /** The node above two; the result may take the place of one of them. */
    public void inner(byte[] left, int leftAt, byte[] right, int rightAt, byte[] to, int at) {
        sha.reset();
        sha.update(INNER);
        sha.update(left, leftAt, BYTES);
        sha.update(right, rightAt, BYTES);
        try {
            sha.digest(to, at, BYTES);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 has 32 bytes", e);
        }
    }
}
