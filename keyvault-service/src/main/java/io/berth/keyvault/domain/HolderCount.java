package io.berth.keyvault.domain;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest count of a holder of ciphertexts.
 *
 * @param countedAt when it began to count; null when it never did
 * @param records by key; a key that is not in here has none
 */
public record HolderCount(
        Principal holder, @Nullable Instant countedAt, Map<KeyVersion, Long> records) {
    /** Copies the counts. */
    public HolderCount {
        records = Map.copyOf(records);
    }

    /** Records under one key. */
    public long of(KeyVersion version) {
        return records.getOrDefault(version, 0L);
    }

    /** Records under all keys. */
    public long total() {
        return records.values().stream().mapToLong(Long::longValue).sum();
    }
}
