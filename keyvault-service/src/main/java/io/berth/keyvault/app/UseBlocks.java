package io.berth.keyvault.app;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.domain.UsePolicy;
import io.berth.keyvault.domain.UsePolicy.Decision;
import io.berth.keyvault.store.RingStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The uses of keys that this instance has taken from the database and not spent yet; see {@link
 * UsePolicy}. Soft state: what is left when the instance stops is lost, never used twice. One entry
 * a ring.
 */
final class UseBlocks {
    private final UsePolicy policy;
    private final Map<RingId, Block> blocks = new ConcurrentHashMap<>();

    UseBlocks(UsePolicy policy) {
        this.policy = policy;
    }

    /**
     * Takes uses of the ring's current key; writes to the database, in a transaction of its own,
     * when the block is used up.
     *
     * @return whether they are taken; if not, the key is used up
     */
    boolean take(Ring ring, long wanted, RingStore store) {
        return blocks.computeIfAbsent(ring.id(), _ -> new Block(ring.current()))
                .take(ring, wanted, policy, store);
    }

    /** What is left of one key. */
    private static final class Block {
        private final ReentrantLock lock = new ReentrantLock();
        private KeyVersion version;
        private long left;

        Block(KeyVersion version) {
            this.version = version;
        }

        boolean take(Ring ring, long wanted, UsePolicy policy, RingStore store) {
            lock.lock();
            try {
                if (!version.equals(ring.current())) {
                    version = ring.current();
                    left = 0;
                }
                return switch (policy.decide(left, wanted)) {
                    case Decision.TakeFromBlock(long rest) -> {
                        left = rest;
                        yield true;
                    }
                    case Decision.ReserveMore(long uses) -> {
                        // Near the limit a whole block may be too much and the request not.
                        if (!store.reserveUses(ring.id(), version, uses, policy.limit())) {
                            uses = wanted;
                            if (!store.reserveUses(ring.id(), version, uses, policy.limit())) {
                                yield false;
                            }
                        }
                        left += uses - wanted;
                        yield true;
                    }
                };
            } finally {
                lock.unlock();
            }
        }
    }
}
