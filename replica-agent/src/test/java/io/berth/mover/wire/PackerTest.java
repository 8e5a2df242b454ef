package io.berth.mover.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.berth.mover.Block;
import io.berth.mover.ImageShape;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackerTest {
    private static final ImageShape SHAPE = new ImageShape(10 * 4_096 + 100, 4_096);

    @Test
    void whatIsPackedIsUnpacked() throws Exception {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int blockBytes = 4_096 << random.nextInt(9);
            ImageShape shape = new ImageShape(random.nextLong(1, 5 << 20), blockBytes);
            byte[] before = Images.image(shape, random);
            BitSet changes = new BitSet();
            byte[] after = Images.changed(before, shape, changes, random);
            byte[] copy = before.clone();
            var source = new Images.Source(shape, after, changes, Images.root(before));
            try (Packer packer = new Packer(random.nextInt(1, 2 << 20));
                    Unpacker unpacker = new Unpacker(shape, 0)) {
                long next = 0;
                for (Block block = source.next(0); block != null; block = source.next(next)) {
                    if (packer.fullFor(block)) {
                        unpack(unpacker, packer.take(), copy, shape);
                    }
                    packer.add(block);
                    next = block.index() + 1;
                }
                if (!packer.empty()) {
                    unpack(unpacker, packer.take(), copy, shape);
                }
            }
            assertThat(copy).as("seed %d", seed).isEqualTo(after);
        }
    }

    private static void unpack(Unpacker unpacker, Batch batch, byte[] copy, ImageShape shape)
            throws WireException {
        assertThat(Frames.encode(new Frame.Blocks(batch)).length)
                .isLessThanOrEqualTo(Frames.LONGEST);
        unpacker.unpack(
                batch,
                block ->
                        block.data()
                                .duplicate()
                                .get(
                                        copy,
                                        (int) block.index() * shape.blockBytes(),
                                        block.data().remaining()));
    }

    @Test
    void whatDoesNotCompressGoesAsItIs() throws Exception {
        byte[] noise = new byte[(int) SHAPE.bytes()];
        new Random(1).nextBytes(noise);
        assertThat(packed(noise).packing()).isEqualTo(Batch.Packing.PLAIN);
        byte[] text = new byte[(int) SHAPE.bytes()];
        java.util.Arrays.fill(text, (byte) 'x');
        Batch batch = packed(text);
        assertThat(batch.packing()).isEqualTo(Batch.Packing.ZSTD);
        assertThat(batch.payload().length).isLessThan(100);
        Batch zeros = packed(new byte[(int) SHAPE.bytes()]);
        assertThat(zeros.runs()).containsExactly(new Batch.Run(0, 11, true));
        assertThat(zeros.payload()).isEmpty();
    }

    private static Batch packed(byte[] image) throws Exception {
        var source = Images.Source.first(SHAPE, image);
        try (Packer packer = new Packer(Batch.RAW)) {
            for (long index = 0; index < SHAPE.blocks(); index++) {
                packer.add(java.util.Objects.requireNonNull(source.next(index)));
            }
            return packer.take();
        }
    }

    @Test
    void aBombDoesNotUnpack() {
        byte[] bomb = Zstd.compress(new byte[64 << 20], 1);
        assertThat(bomb.length).isLessThan(100_000);
        assertRefused(new Batch(run(0, 1, false), Batch.Packing.ZSTD, 4_096, bomb));
    }

    @Test
    void whatFitsNoImageIsRefusedBeforeABlockIsTaken() {
        byte[] block = new byte[4_096];
        assertRefused(new Batch(run(11, 1, false), Batch.Packing.PLAIN, 4_096, block));
        assertRefused(new Batch(run(0, 12, true), Batch.Packing.PLAIN, 0, new byte[0]));
        assertRefused(new Batch(run(0, 0, true), Batch.Packing.PLAIN, 0, new byte[0]));
        assertRefused(new Batch(run(0, -1, true), Batch.Packing.PLAIN, 0, new byte[0]));
        assertRefused(
                new Batch(run(0, Integer.MAX_VALUE, false), Batch.Packing.PLAIN, 4_096, block));
        assertRefused(new Batch(run(0, 2, false), Batch.Packing.PLAIN, 4_096, block));
        assertRefused(new Batch(run(10, 1, false), Batch.Packing.PLAIN, 4_096, block));
        assertRefused(new Batch(run(0, 1, false), Batch.Packing.PLAIN, 4_096, new byte[4_095]));
        assertRefused(new Batch(run(0, 1, false), Batch.Packing.ZSTD, 4_096, new byte[10]));
        assertRefused(
                new Batch(
                        run(0, 1, false),
                        Batch.Packing.ZSTD,
                        4_096,
                        Zstd.compress(new byte[4_095])));
        assertRefused(
                new Batch(
                        List.of(new Batch.Run(3, 1, true), new Batch.Run(3, 1, true)),
                        Batch.Packing.PLAIN,
                        0,
                        new byte[0]));
    }

    private static List<Batch.Run> run(long first, int count, boolean zero) {
        return List.of(new Batch.Run(first, count, zero));
    }

    private static void assertRefused(Batch batch) {
        try (Unpacker unpacker = new Unpacker(SHAPE, 0)) {
            assertThatThrownBy(() ->
                            unpacker.unpack(
                                    batch,
                                    block -> {
                                        throw new AssertionError("taken: " + block);
                                    }))
                    .isInstanceOf(WireException.Violation.class);
        }
    }
}
