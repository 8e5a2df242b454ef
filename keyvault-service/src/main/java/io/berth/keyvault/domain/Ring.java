package io.berth.keyvault.domain;

import io.berth.contracts.Require;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RingCreated;
import java.time.Duration;
import java.util.List;

/**
 * A key ring: keys of one purpose. The newest key protects; those before open, unless something was
 * done to them ({@link KeyLife}).
 *
 * @param current the key that protects
 * @param principals who may protect and unprotect; nobody else, whatever their role
 * @param minimum keys below open nothing
 * @param rotateAfter how old the current key becomes before another one takes its place
 * @param revision how often the rules were changed; the first is 1
 */
public record Ring(
        RingId id,
        KeyVersion current,
        List<Principal> principals,
        KeyVersion minimum,
        Duration rotateAfter,
        long revision) {
    /** Most keys of one ring: what the form of a ciphertext can name. */
    public static final KeyVersion LAST_VERSION = new KeyVersion(Integer.MAX_VALUE);

    /** How old a key becomes where nobody says otherwise. */
    public static final Duration ROTATE_AFTER = Duration.ofDays(90);

    /** More often than once an hour makes keys faster than records can be rewrapped. */
    public static final Duration SHORTEST_ROTATION = Duration.ofHours(1);

    /** Ten years. */
    public static final Duration LONGEST_ROTATION = Duration.ofDays(3653);

    /** A new ring under the usual rules. */
    public Ring(RingId id, KeyVersion current, List<Principal> principals) {
        this(id, current, principals, KeyVersion.FIRST, ROTATE_AFTER, 1);
    }

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

    /** The same ring with another key that protects. */
    public Ring rotatedTo(KeyVersion next) {
        return new Ring(id, next, principals, minimum, rotateAfter, revision);
    }

    /** The same ring under other rules, or why not. */
    public Outcome<Ring> under(RingRules rules) {
        Long expected = rules.expectedRevision();
        if (expected != null && expected != revision) {
            return new Outcome.Refused<>(new Refusal.RevisionStale(id, expected, revision));
        }
        return current.isBefore(rules.minimum())
                ? new Outcome.Refused<>(
                        new Refusal.MinimumAboveCurrent(id, rules.minimum(), current))
                : new Outcome.Done<>(
                        new Ring(
                                id,
                                current,
                                rules.principals(),
                                rules.minimum(),
                                rules.rotateAfter(),
                                revision + 1));
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
