package io.berth.keyvault.domain;

import io.berth.contracts.Require;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RingCreated;
import java.util.List;

/**
 * A key ring: keys of one purpose. The newest key protects; all of them open.
 *
 * @param current the key that protects
 * @param principals who may protect and unprotect; nobody else, whatever their role
 */
public record Ring(RingId id, KeyVersion current, List<Principal> principals) {
    /** Most keys of one ring: what the form of a ciphertext can name. */
    public static final KeyVersion LAST_VERSION = new KeyVersion(Integer.MAX_VALUE);

    /**
     * @throws IllegalArgumentException when there are too many principals, or one stands twice
     */
    public Ring {
        principals = Require.distinct("principals", principals, RingCreated.MAX_PRINCIPALS);
    }

    /**
     * Whether a caller may protect and unprotect. Denied unless both hold: it is a service, and the
     * ring names its principal. So an administrator can make and rotate rings but open nothing.
     */
    public Access accessOf(Caller caller) {
        return caller.service() && principals.contains(caller.principal())
                ? new Access.Granted()
                : new Access.Denied(new Refusal.RingNotPermitted(id, caller.principal()));
    }

    /** Whether the ring can have such a key; it may still be gone from the store. */
    public boolean mayHave(KeyVersion version) {
        return !current.isBefore(version);
    }

    /** What becomes of a wish for another key. */
    public Rotation rotate() {
        return current.equals(LAST_VERSION)
                ? new Rotation.Exhausted(new Refusal.RingExhausted(id, LAST_VERSION))
                : new Rotation.To(current, current.next());
    }

    /** Whether a caller may use a ring. */
    public sealed interface Access {
        /** It may. */
        record Granted() implements Access {}

        /** It may not. */
        record Denied(Refusal.RingNotPermitted refusal) implements Access {}
    }

    /** What becomes of a wish for another key. */
    public sealed interface Rotation {
        /** A new key protects from now on. */
        record To(KeyVersion from, KeyVersion to) implements Rotation {}

        /** There are no more numbers for keys. */
        record Exhausted(Refusal.RingExhausted refusal) implements Rotation {}
    }
}
