package io.berth.keyvault.domain;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a key stands in its life.
 *
 * @param createdAt when it began to protect
 * @param supersededAt when another one took its place; null while it protects
 * @param since when it came into its state
 * @param by who brought it there; null while nobody has done anything to it
 * @param destroyAt when it is to be erased; null unless its destruction is scheduled
 * @param forced whether its destruction does not wait for the holders of its records
 * @param usesReserved uses that instances have taken in blocks; at least as many as there were
 */
public record KeyLife(
        RingId ring,
        KeyVersion version,
        KeyState state,
        Instant createdAt,
        @Nullable Instant supersededAt,
        Instant since,
        @Nullable Principal by,
        @Nullable Instant destroyAt,
        boolean forced,
        long usesReserved) {

    /** The same key after something was done to it, or why it is not done. */
    public Outcome<KeyLife> after(KeyAct act, Instant now, Principal who) {
        return act.from().contains(state)
                ? new Outcome.Done<>(
                        new KeyLife(
                                ring,
                                version,
                                act.to(),
                                createdAt,
                                supersededAt,
                                now,
                                who,
                                null,
                                act == KeyAct.DESTROY && forced,
                                usesReserved))
                : new Outcome.Refused<>(
                        state == KeyState.DESTROYED
                                ? new KeyRefusal.KeyClosed(this)
                                : new KeyRefusal.KeyActIllegal(ring, version, act, state));
    }

    /**
     * The same key on its way to be erased, or why not.
     *
     * @param needed what the holders of its records counted
     * @param force whether it is erased whatever they counted
     */
    public Outcome<KeyLife> scheduled(
            Clearance needed, boolean force, Instant now, Duration wait, Principal who) {
        return switch (after(KeyAct.SCHEDULE_DESTRUCTION, now, who)) {
            case Outcome.Refused<KeyLife> refused -> refused;
            case Outcome.Done<KeyLife> _ when !force && !needed.cleared() ->
                    new Outcome.Refused<>(new KeyRefusal.KeyStillNeeded(ring, version, needed));
            case Outcome.Done<KeyLife> _ ->
                    new Outcome.Done<>(
                            new KeyLife(
                                    ring,
                                    version,
                                    KeyState.DESTRUCTION_SCHEDULED,
                                    createdAt,
                                    supersededAt,
                                    now,
                                    who,
                                    now.plus(wait),
                                    force,
                                    usesReserved));
        };
    }

    /** Who brought it where it is; the vault itself when nobody did. */
    public String who() {
        Principal known = by;
        return known == null ? "the key vault" : known.value();
    }
}
