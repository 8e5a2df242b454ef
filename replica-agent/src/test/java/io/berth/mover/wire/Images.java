package io.berth.mover.wire;

import io.berth.mover.Block;
import io.berth.mover.BlockSink;
import io.berth.mover.BlockSource;
import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Images in memory. Their root is a plain SHA-256: the wire does not look into it. */
public final class Images {
    private Images() {}

    public static Root root(byte[] image) {
        try {
            return Root.of(MessageDigest.getInstance("SHA-256").digest(image));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Some blocks are random, some zero, some compress well. */
    public static byte[] image(ImageShape shape, RandomGenerator random) {
        byte[] image = new byte[(int) shape.bytes()];
        for (long index = 0; index < shape.blocks(); index++) {
            byte[] block = new byte[shape.bytesOf(index)];
            switch (random.nextInt(3)) {
                case 0 -> random.nextBytes(block);
                case 1 -> Arrays.fill(block, (byte) random.nextInt(1, 127));
                default -> {}
            }
            System.arraycopy(block, 0, image, (int) index * shape.blockBytes(), block.length);
        }
        return image;
    }

    /** Changes some blocks; they are told in the set. */
    static byte[] changed(byte[] before, ImageShape shape, BitSet changes, RandomGenerator random) {
        byte[] after = before.clone();
        for (int index = 0; index < shape.blocks(); index++) {
            if (random.nextInt(3) == 0) {
                changes.set(index);
                byte[] block = new byte[shape.bytesOf(index)];
                if (random.nextBoolean()) {
                    random.nextBytes(block);
                }
                System.arraycopy(block, 0, after, index * shape.blockBytes(), block.length);
            }
        }
        return after;
    }

    /** A source of these blocks of an image. */
    public record Source(ImageShape shape, byte[] image, BitSet blocks, @Nullable Root base)
            implements BlockSource {
        /** All blocks. */
        public static Source first(ImageShape shape, byte[] image) {
            BitSet all = new BitSet();
            all.set(0, (int) shape.blocks());
            return new Source(shape, image, all, null);
        }

        @Override
        public Root root() {
            return Images.root(image);
        }

        @Override
        public @Nullable Block next(long from) throws IOException {
            int index = blocks.nextSetBit((int) from);
            return index < 0
                    ? null
                    : new Block(
                            index,
                            ByteBuffer.wrap(
                                    image, index * shape.blockBytes(), shape.bytesOf(index)));
        }

        @Override
        public void close() {}
    }

    /** A copy that outlives its transfers; what was not checkpointed is lost when one ends. */
    public static final class Copy {
        public byte[] image;
        @Nullable Root committed;
        private byte @Nullable [] safe;
        private long safeTo;

        public Copy(byte[] image) {
            this.image = image;
        }

        synchronized BlockSink sink(ImageShape shape) {
            byte[] kept = safe;
            byte[] work = kept == null ? Arrays.copyOf(image, (int) shape.bytes()) : kept.clone();
            return new Sink(shape, work, safeTo);
        }

        private final class Sink implements BlockSink {
            private final ImageShape shape;
            private final byte[] work;
            private long next;

            Sink(ImageShape shape, byte[] work, long next) {
                this.shape = shape;
                this.work = work;
                this.next = next;
            }

            @Override
            public long resumeAt() {
                synchronized (Copy.this) {
                    return safeTo;
                }
            }

            @Override
            public void write(Block block) throws IOException {
                if (block.index() < next) {
                    throw new IOException("block %d after %d".formatted(block.index(), next));
                }
                ByteBuffer data = block.data().duplicate();
                if (data.remaining() != shape.bytesOf(block.index())) {
                    throw new IOException("not a whole block");
                }
                data.get(work, (int) block.index() * shape.blockBytes(), data.remaining());
                next = block.index() + 1;
            }

            @Override
            public void checkpoint() {
                synchronized (Copy.this) {
                    safe = work.clone();
                    safeTo = next;
                }
            }

            @Override
            public void commit(Root expected) throws IOException {
                synchronized (Copy.this) {
                    safe = null;
                    safeTo = 0;
                    if (!root(work).equals(expected)) {
                        throw new IOException("the copy has another root");
                    }
                    image = work.clone();
                    committed = expected;
                }
            }

            @Override
            public void close() {}
        }
    }
}
