package io.berth.mover.image;

import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import io.berth.mover.file.DamagedException;
import io.berth.mover.file.SealedFile;
import io.berth.mover.file.Slot;
import io.berth.mover.hash.ChangeHash;
import io.berth.mover.hash.TreeHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a block map. Behind it, an entry for each block: the {@link ChangeHash}, the
 * leaf of the tree, and where the cycle has the block, plus 1, or 0 when it is not sent; behind
 * these the SHA-256 of all.
 *
 * @param disk the SHA-256 of the disk's name
 * @param secret of the change hash; who can read it can hide changes
 * @param base of the copy that this was compared with; null for none
 * @param cloned whether the cycle's blocks lie in a clone of the image, not in a spool
 */
record MapHeader(
        ImageShape shape,
        byte[] disk,
        byte[] secret,
        @Nullable Root base,
        Root root,
        boolean cloned,
        Basis basis) {
    static final int BYTES = 192;
    static final int ENTRY_BYTES = ChangeHash.BYTES + TreeHash.BYTES + Long.BYTES;
    static final int LEAF_AT = ChangeHash.BYTES;
    static final int PLACE_AT = ChangeHash.BYTES + TreeHash.BYTES;
    private static final long MAGIC = 0x4265_7274_684d_0002L;
    private static final byte[] NOTHING = new byte[TreeHash.BYTES];

    static byte[] nameOf(String disk) {
        return new TreeHash().leaf(ByteBuffer.wrap(disk.getBytes(StandardCharsets.UTF_8)));
    }

    static long at(long block) {
        return BYTES + block * ENTRY_BYTES;
    }

    long length() {
        return at(shape.blocks());
    }

    boolean isOf(byte[] name) {
        return MessageDigest.isEqual(disk, name);
    }

    ByteBuffer encoded() {
        ByteBuffer to = ByteBuffer.allocate(BYTES);
        to.putLong(MAGIC).putInt(shape.blockBytes()).putLong(shape.bytes()).put(disk).put(secret);
        to.put((byte) (base == null ? 0 : 1)).put(base == null ? NOTHING : base.bytes());
        to.put(root.bytes()).put((byte) (cloned ? 1 : 0));
        to.put((byte) basis.ordinal());
        return to.clear();
    }

    /** Reads the header and the checksum of the whole. */
    static MapHeader checked(String name, Slot file) throws IOException {
        ByteBuffer from = ByteBuffer.allocate(BYTES);
        if (file.read(from, 0) < BYTES || from.flip().getLong() != MAGIC) {
            throw new DamagedException(name, "it does not begin like a block map");
        }
        try {
            int blockBytes = from.getInt();
            ImageShape shape = new ImageShape(from.getLong(), blockBytes);
            byte[] disk = bytes(from, TreeHash.BYTES);
            byte[] secret = bytes(from, ChangeHash.SECRET_BYTES);
            boolean hasBase = from.get() != 0;
            Root base = Root.of(bytes(from, TreeHash.BYTES));
            Root root = Root.of(bytes(from, TreeHash.BYTES));
            MapHeader header =
                    new MapHeader(
                            shape,
                            disk,
                            secret,
                            hasBase ? base : null,
                            root,
                            from.get() != 0,
                            basis(from.get()));
            SealedFile.check(name, file, header.length());
            return header;
        } catch (IllegalArgumentException e) {
            throw new DamagedException(name, String.valueOf(e.getMessage()));
        }
    }

    private static Basis basis(byte ordinal) {
        Basis[] all = Basis.values();
        if (ordinal < 0 || ordinal >= all.length) {
            throw new IllegalArgumentException("there is no basis " + ordinal);
        }
        return all[ordinal];
    }

    private static byte[] bytes(ByteBuffer from, int count) {
        byte[] bytes = new byte[count];
        from.get(bytes);
        return bytes;
    }
}
