package io.berth.keyvault.domain;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why something was not done with a single key, or with a count of what it protected. */
public sealed interface KeyRefusal extends Refusal {
    /** The ring has no such key. */
    record UnknownKey(RingId ring, String version) implements KeyRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-key",
                    Sort.ABSENT,
                    "The ring has no such key",
                    "Ring " + ring + " has no key " + version,
                    Refusal.values("ring", ring.value(), "version", version),
                    "GET /api/v1/rings/" + ring + "/keys lists its keys");
        }
    }

    /** The key is in a state in which this cannot be done. */
    record KeyActIllegal(RingId ring, KeyVersion version, KeyAct act, KeyState state)
            implements KeyRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "illegal-key-state",
                    Sort.CONFLICT,
                    "This cannot be done to the key now",
                    "Key %s of ring %s is %s; %s is for keys that are %s"
                            .formatted(version, ring, state, act, act.from()),
                    Refusal.values(
                            "ring",
                            ring.value(),
                            "version",
                            version.value(),
                            "state",
                            state.name(),
                            "legal",
                            act.from().stream().map(KeyState::name).toList()),
                    state == KeyState.CURRENT
                            ? "It protects: rotate the ring first"
                            : "Bring it into one of these states first");
        }
    }

    /** The key opens nothing. */
    record KeyClosed(KeyLife key) implements KeyRefusal {
        @Override
        public Wording wording() {
            Map<String, Object> values =
                    Refusal.values(
                            "ring",
                            key.ring().value(),
                            "version",
                            key.version().value(),
                            "since",
                            key.since().toString(),
                            "by",
                            key.who());
            String what =
                    "Key %s of ring %s was %%s on %s by %s"
                            .formatted(key.version(), key.ring(), key.since(), key.who());
            return key.state() == KeyState.DESTROYED
                    ? new Wording(
                            "key-destroyed",
                            Sort.CONFLICT,
                            "The key is destroyed",
                            what.formatted("destroyed"),
                            values,
                            "What it protected is lost, unless a backup of the vault of before"
                                    + " then is restored elsewhere; enter the secret anew")
                    : new Wording(
                            "key-disabled",
                            Sort.CONFLICT,
                            "The key is disabled",
                            what.formatted("disabled"),
                            values,
                            "An administrator can enable it again with POST /api/v1/rings/%s/keys/%s/%s"
                                    .formatted(
                                            key.ring(),
                                            key.version(),
                                            key.state() == KeyState.DISABLED
                                                    ? "enable"
                                                    : "cancel-destruction and then enable"));
        }
    }

    /** The key is kept where this instance does not reach: beside another node, say. */
    record KeyElsewhere(RingId ring, KeyVersion version, Place place) implements KeyRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "key-kept-elsewhere",
                    Sort.CONFLICT,
                    "The key is kept elsewhere",
                    "Key %s of ring %s is kept in %s, which this instance does not reach"
                            .formatted(version, ring, place),
                    Refusal.values(
                            "ring",
                            ring.value(),
                            "version",
                            version.value(),
                            "place",
                            place.name()),
                    "Ask an instance that reaches it, or let one move the keys to a container that"
                            + " all instances read");
        }
    }

    /** The key is below the lowest that the ring opens with. */
    record BelowMinimum(RingId ring, KeyVersion version, KeyVersion minimum) implements KeyRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "key-below-minimum",
                    Sort.RULE,
                    "The key is below the ring's minimum",
                    "The ciphertext is of key %s; ring %s opens those of key %s and above"
                            .formatted(version, ring, minimum),
                    Refusal.values(
                            "ring",
                            ring.value(),
                            "version",
                            version.value(),
                            "minimum",
                            minimum.value()),
                    "An administrator can lower minimumVersion of the ring; enter the secret anew"
                            + " otherwise");
        }
    }

    /** Records may still need the key. */
    record KeyStillNeeded(RingId ring, KeyVersion version, Clearance needed) implements KeyRefusal {
        @Override
        public Wording wording() {
            List<Map<String, Object>> holders = new ArrayList<>();
            for (Clearance.Standing standing : needed.standings()) {
                Map<String, Object> told =
                        Refusal.values(
                                "holder",
                                standing.holder().value(),
                                "records",
                                standing.records(),
                                "need",
                                standing.need().name());
                if (standing.countedAt() != null) {
                    told.put("countedAt", standing.countedAt().toString());
                }
                holders.add(told);
            }
            long waiting =
                    needed.standings().stream()
                            .filter(standing -> standing.need() != Clearance.Need.NONE)
                            .count();
            return new Wording(
                    "key-still-needed",
                    Sort.CONFLICT,
                    "Records may still need the key",
                    "%d records are counted under key %s of ring %s; %d of %d holders have not counted zero after %s"
                            .formatted(
                                    needed.records(),
                                    version,
                                    ring,
                                    waiting,
                                    holders.size(),
                                    needed.countFrom()),
                    Refusal.values(
                            "ring",
                            ring.value(),
                            "version",
                            version.value(),
                            "records",
                            needed.records(),
                            "holders",
                            holders),
                    "Let the holders rewrap and count again. With force it is destroyed all the"
                            + " same, and these records are lost");
        }
    }

    /** The waiting time before a destruction is out of range. */
    record WaitOutOfRange(Duration waitFor, Duration min, Duration max) implements KeyRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "wait-out-of-range",
                    Sort.RULE,
                    "The waiting time is out of range",
                    "waitFor is " + waitFor + "; allowed is " + min + " to " + max,
                    Refusal.values(
                            "waitFor",
                            waitFor.toString(),
                            "min",
                            min.toString(),
                            "max",
                            max.toString()),
                    "Leave waitFor out for the usual time");
        }
    }

    /** Only the holder itself counts its records. */
    record NotTheHolder(RingId ring, Principal principal, Principal holder) implements KeyRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "not-the-holder",
                    Sort.FORBIDDEN,
                    "Only the holder itself counts its records",
                    "Principal " + principal + " may not report for " + holder,
                    Refusal.values(
                            "ring",
                            ring.value(),
                            "principal",
                            principal.value(),
                            "holder",
                            holder.value()),
                    "Report under the name in the token, with the role service");
        }
    }

    /** The ring knows no such holder. */
    record UnknownHolder(RingId ring, Principal holder) implements KeyRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-holder",
                    Sort.ABSENT,
                    "The ring knows no such holder",
                    "No count of " + holder + " is asked for ring " + ring,
                    Refusal.values("ring", ring.value(), "holder", holder.value()),
                    "GET /api/v1/rings/" + ring + "/census lists the holders");
        }
    }

    /** A holder that may still protect new records. */
    record HolderStillPermitted(RingId ring, Principal holder) implements KeyRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "holder-still-permitted",
                    Sort.CONFLICT,
                    "The holder may still use the ring",
                    holder + " is a principal of ring " + ring,
                    Refusal.values("ring", ring.value(), "holder", holder.value()),
                    "Take it out of the ring's principals first");
        }
    }

    /** A count that is older than the one that is known, or of a time that has not come. */
    record CountOutOfTime(RingId ring, Instant countedAt, @Nullable Instant last, Instant now)
            implements KeyRefusal {
        @Override
        public Wording wording() {
            Map<String, Object> values =
                    Refusal.values(
                            "ring",
                            ring.value(),
                            "countedAt",
                            countedAt.toString(),
                            "now",
                            now.toString());
            if (last != null) {
                values.put("last", last.toString());
            }
            return new Wording(
                    "count-out-of-time",
                    Sort.CONFLICT,
                    "The count is not the newest",
                    "countedAt is "
                            + countedAt
                            + "; it must be after "
                            + (last == null ? "nothing" : last)
                            + " and not after now, "
                            + now,
                    values,
                    "Count again; check the clocks");
        }
    }
}
