package io.berth.mover.wire;

import io.berth.mover.BlockSink;
import io.berth.mover.Root;

/** What a target does with a cycle that is announced. */
public sealed interface Reception {
    /** Writes it here; the sink is closed by the receiver. */
    record Take(BlockSink sink) implements Reception {}

    /** Has it: the source never heard of its commit. */
    record Has(Root root) implements Reception {}

    /** Does not want it. */
    record Refuse(Refusal refusal) implements Reception {}

    /**
     * Knows which copies are kept at this host. Asked with a hello whose source has proved that it
     * is that host, and while no other transfer of the relationship and disk runs.
     */
    interface Desk {
        /**
         * Judges a hello: whether the relationship has this source, whether the cycle comes next,
         * whether the base is what is here.
         */
        Reception judge(Hello hello) throws java.io.IOException;
    }
}
