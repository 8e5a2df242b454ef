package io.berth.monitoring.domain.kvp;

import io.berth.contracts.guests.KvpFlag;
import java.time.Instant;
import java.util.Set;

/**
 * A value that a guest published under a key, exactly as sent.
 *
 * @param pool 0 to 4
 * @param flags what is odd about it
 */
public record KvpValue(int pool, String key, String value, Set<KvpFlag> flags, Instant changedAt) {
    public KvpValue {
        flags = Set.copyOf(flags);
    }
}
