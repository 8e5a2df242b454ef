package io.berth.mover.copy;

import java.nio.ByteBuffer;

/** Blocks that hold nothing take no room. */
final class Zeros {
    private static final ByteBuffer STRIPE = ByteBuffer.allocateDirect(64 << 10).asReadOnlyBuffer();

    private Zeros() {}

    /** From position to limit; the position is afterwards the limit. */
    static void fill(ByteBuffer to) {
        while (to.hasRemaining()) {
            to.put(STRIPE.slice(0, Math.min(to.remaining(), STRIPE.capacity())));
        }
    }

    /** Whether there are only zeros from position to limit. */
    static boolean only(ByteBuffer data) {
        for (int at = data.position(); at < data.limit(); at += STRIPE.capacity()) {
            int bytes = Math.min(STRIPE.capacity(), data.limit() - at);
            if (data.slice(at, bytes).mismatch(STRIPE.slice(0, bytes)) >= 0) {
                return false;
            }
        }
        return true;
    }
}
