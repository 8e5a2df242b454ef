package io.berth.mover.wire;

import java.util.List;

/**
 * Blocks that travel together: runs in ascending order, and the content of those that are not zero,
 * one behind the other.
 *
 * @param raw bytes of the content when it is not compressed
 * @param payload the content, compressed or not
 */
record Batch(List<Run> runs, Packing packing, int raw, byte[] payload) {
    /** The most content in one batch: the largest block fits. Bounds what is unpacked. */
    static final int RAW = 1 << 20;

    /** The most runs in one batch: as many as blocks of the smallest size, and zeros between. */
    static final int RUNS = 512;

    /** The most zero blocks in one batch, which cost no bytes but the target's time. */
    static final int ZEROS = 1 << 14;

    /** Neighbouring blocks. */
    record Run(long first, int count, boolean zero) {}

    /** How the content is packed. The wire carries the position. */
    enum Packing {
        /** As it is: compressing would not have made it shorter. */
        PLAIN,
        /** One frame of Zstandard (RFC 8878). */
        ZSTD
    }
}
