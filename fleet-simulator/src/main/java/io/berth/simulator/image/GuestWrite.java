package io.berth.simulator.image;

import io.berth.contracts.ids.VmId;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One write of a guest: where it goes and what it leaves there follow from the VM, the generation
 * and the number alone, by SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
 * Generators, 2014). A block says itself which write it is of, so that a wrong one can be told
 * apart from a damaged one.
 *
 * @param generation of the disk; a later one begins where a disk came by promotion
 * @param number from 1, without a gap over all generations of a disk
 */
public record GuestWrite(VmId vm, long generation, long number) {
    /** What a guest writes at once, in bytes. */
    public static final int BLOCK = 4096;

    private static final long MAGIC = 0x4265_7274_6857_0001L;
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;
    private static final long PLACE = 1;
    private static final long FNV_OFFSET = 0xcbf2_9ce4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01b3L;
    private static final int HEADER = 3 * Long.BYTES;

    /** Which write a block says to be of. */
    public record Claim(long generation, long number) {}

    /**
     * The block that it goes to; never the first, which is the superblock.
     *
     * @param blocks of the disk, 2 or more
     */
    public long block(long blocks) {
        return 1 + Long.remainderUnsigned(mix(seed() ^ PLACE), blocks - 1);
    }

    /** The block's content, from position to limit. */
    public ByteBuffer content() {
        ByteBuffer content = ByteBuffer.allocate(BLOCK);
        content.putLong(MAGIC).putLong(generation).putLong(number);
        long state = seed();
        while (content.hasRemaining()) {
            content.putLong(mix(state));
            state += GOLDEN;
        }
        return content.flip();
    }

    /** What a block says of itself; absent when no guest has written it. */
    public static @Nullable Claim claim(ByteBuffer block) {
        if (block.remaining() < HEADER || block.getLong(block.position()) != MAGIC) {
            return null;
        }
        return new Claim(
                block.getLong(block.position() + Long.BYTES),
                block.getLong(block.position() + 2 * Long.BYTES));
    }

    private long seed() {
        long hash = FNV_OFFSET;
        for (int i = 0; i < vm.value().length(); i++) {
            hash = (hash ^ vm.value().charAt(i)) * FNV_PRIME;
        }
        return mix(mix(hash ^ generation) ^ number);
    }

    private static long mix(long state) {
        long z = (state ^ (state >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
        return z ^ (z >>> 31);
    }
}
