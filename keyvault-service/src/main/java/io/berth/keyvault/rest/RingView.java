package io.berth.keyvault.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.keyvault.domain.KeyState;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.store.KeyRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ring as it is shown.
 *
 * @param versions the newest keys; absent in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RingView(
        String id, List<String> principals, long currentVersion, @Nullable List<KeyView> versions) {
    /** Most keys that are shown of a ring. */
    static final int MAX_VERSIONS = 100;

    /**
     * A key of a ring; never the key itself.
     *
     * @param usesReserved uses that instances have taken in blocks; at least as many as there were
     */
    record KeyView(long version, KeyState state, Instant createdAt, long usesReserved) {}

    static RingView of(Ring ring) {
        return of(ring, null);
    }

    static RingView withVersions(Ring ring, List<KeyRow> keys) {
        return of(
                ring,
                keys.stream()
                        .map(key ->
                                new KeyView(
                                        key.version().value(),
                                        KeyState.of(key.version(), ring.current()),
                                        key.createdAt(),
                                        key.usesReserved()))
                        .toList());
    }

    private static RingView of(Ring ring, @Nullable List<KeyView> versions) {
        return new RingView(
                ring.id().value(),
                ring.principals().stream().map(Object::toString).toList(),
                ring.current().value(),
                versions);
    }
}
