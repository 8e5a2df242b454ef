package io.berth.keyvault.domain;

import io.berth.contracts.keyvault.KeyAuditEvent;

/**
 * How often one key of a ring may be used, and how its uses are handed out.
 *
 * <p><b>Goal.</b> A key of AES-256-GCM with random nonces of 96 bits may encrypt at most 2^32
 * times: then the chance that two nonces are equal, which would give away the difference of two
 * plaintexts and the key of the authentication, stays below 2^-32 (NIST SP 800-38D, section 8.3).
 * One record takes one use, since only its data key is encrypted under the ring's key.
 *
 * <p><b>Steps.</b> An instance takes uses in blocks from the counter in the database and counts
 * them down in memory, so that a batch costs no write. A block is gone for good when its instance
 * stops: the counter may be ahead of the truth, never behind it. When no block is left, the ring is
 * rotated, and the new key starts from zero.
 *
 * <p><b>Example.</b> With the defaults a block lasts 65,536 records. An instance that restarts once
 * a minute wastes a key in 45 days; rotation then happens by itself.
 *
 * @param limit most uses of one key
 * @param block uses taken at once
 */
public record UsePolicy(long limit, long block) {
    /** 2^32, the bound of the standard. */
    public static final long MAX_LIMIT = 1L << 32;

    /** One request must find room under one key. */
    public static final long MIN_LIMIT = KeyAuditEvent.MAX_RECORDS;

    /** Enough for half a minute at 2,000 records a second; 65,536 blocks make up a key. */
    public static final long BLOCK = 1L << 16;

    private static final long BLOCKS_AT_LEAST = 16;

    /**
     * @throws IllegalArgumentException when the limit is above 2^32 or below one request, or a
     *     block above the limit
     */
    public UsePolicy {
        if (limit < MIN_LIMIT || limit > MAX_LIMIT) {
            throw new IllegalArgumentException(
                    "uses per key is "
                            + limit
                            + "; allowed is "
                            + MIN_LIMIT
                            + " to "
                            + MAX_LIMIT
                            + " (2^32, NIST SP 800-38D)");
        }
        if (block < 1 || block > limit) {
            throw new IllegalArgumentException(
                    "the block is " + block + "; allowed is 1 to " + limit);
        }
    }

    /** The usual block; less where it would be a large part of the limit, as instances share it. */
    public static UsePolicy of(long limit) {
        return new UsePolicy(limit, Math.max(1, Math.min(BLOCK, limit / BLOCKS_AT_LEAST)));
    }

    /**
     * What to do for {@code wanted} uses, at most those of one request, with {@code left} of a
     * block in memory.
     */
    public Decision decide(long left, long wanted) {
        return wanted <= left
                ? new Decision.TakeFromBlock(left - wanted)
                : new Decision.ReserveMore(Math.max(block, wanted));
    }

    /** What to do for more uses. */
    public sealed interface Decision {
        /** The block in memory is enough. */
        record TakeFromBlock(long left) implements Decision {}

        /** The database is asked for so many more; when it has none left, the ring is rotated. */
        record ReserveMore(long uses) implements Decision {}
    }
}
