package io.berth.keyvault.app;

import io.berth.contracts.ids.RingId;
import io.berth.keyvault.domain.AdmissionStamp;
import io.berth.keyvault.domain.Caller;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.domain.Ring.Access;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rings that the vault's account could read a moment ago, each with the stamp of that moment. Only
 * what was granted is held, and a grant out of here counts only when the stamp is still the same as
 * the call is written down ({@link Audit}); so who was refused is judged by the database. Soft
 * state, at most {@link Rings#MAX_RINGS} entries.
 */
final class KnownRings {
    private final Map<RingId, Seen> seen = new ConcurrentHashMap<>();

    /**
     * A ring as it was.
     *
     * @param stamp read before the ring: at worst it is older, and a call that goes by it is judged
     *     again
     */
    record Seen(Ring ring, AdmissionStamp stamp) {}

    /** The ring, if it is known and names the caller. */
    Optional<Seen> find(Caller caller, RingId id) {
        Seen known = seen.get(id);
        return known != null && known.ring().accessOf(caller) instanceof Access.Granted
                ? Optional.of(known)
                : Optional.empty();
    }

    void remember(Seen ring) {
        if (seen.size() < Rings.MAX_RINGS || seen.containsKey(ring.ring().id())) {
            seen.put(ring.ring().id(), ring);
        }
    }

    /** Lets go of a ring that was found stale. */
    void forget(Seen stale) {
        seen.remove(stale.ring().id(), stale);
    }
}
