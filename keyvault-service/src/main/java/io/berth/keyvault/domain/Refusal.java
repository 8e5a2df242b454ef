package io.berth.keyvault.domain;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.UnprotectRefusal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a request was not served. None of them says more than the caller may know: that a ciphertext
 * was changed, made for another record or made under another ring are one and the same refusal.
 */
public sealed interface Refusal
        permits AccessRefusal,
                KeyRefusal,
                MoveRefusal,
                SealRefusal,
                BackupRefusal,
                Refusal.RingNotPermitted,
                Refusal.UnknownRing,
                Refusal.RingExists,
                Refusal.TooManyRings,
                Refusal.RingExhausted,
                Refusal.RevisionStale,
                Refusal.MinimumAboveCurrent,
                Refusal.NoRecords,
                Refusal.TooManyRecords,
                Refusal.PlaintextTooLong,
                Refusal.ContainerUnavailable,
                Refusal.NotOpened {
    /** What sort of answer it is. */
    enum Sort {
        /** The thing addressed does not exist. */
        ABSENT,
        /** The caller may not. */
        FORBIDDEN,
        /** It clashes with what exists. */
        CONFLICT,
        /** The caller has seen an older state. */
        STALE,
        /** The request breaks a rule. */
        RULE,
        /** It was asked for too often. */
        TOO_OFTEN,
        /** What is needed does not answer now. */
        UNAVAILABLE
    }

    /**
     * How a refusal is told.
     *
     * @param code stable, for programs
     * @param values the figures and names
     */
    record Wording(
            String code,
            Sort sort,
            String title,
            String detail,
            Map<String, Object> values,
            String hint) {}

    /** How it is told. */
    Wording wording();

    /** The caller may not use the ring. */
    record RingNotPermitted(RingId ring, Principal principal) implements Refusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "ring-not-permitted",
                    Sort.FORBIDDEN,
                    "This ring is not yours to use",
                    "Principal " + principal + " may not protect or unprotect with ring " + ring,
                    values("ring", ring.value(), "principal", principal.value()),
                    "Only a token with the role service whose principal the ring names may;"
                            + " administrators manage rings and open nothing");
        }
    }

    /** There is no such ring. */
    record UnknownRing(String ring) implements Refusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-ring",
                    Sort.ABSENT,
                    "There is no such ring",
                    "There is no ring " + ring,
                    values("ring", ring),
                    "GET /api/v1/rings lists the rings; an administrator makes one with POST"
                            + " /api/v1/rings");
        }
    }

    /** The id is in use. */
    record RingExists(RingId ring) implements Refusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "ring-already-exists",
                    Sort.CONFLICT,
                    "This ring exists already",
                    "There is already a ring " + ring,
                    values("ring", ring.value()),
                    "Choose another id");
        }
    }

    /** More rings than are kept in memory and looked at. */
    record TooManyRings(long count, long max) implements Refusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "too-many-rings",
                    Sort.CONFLICT,
                    "Too many rings",
                    "There are " + count + " rings; at most " + max + " are allowed",
                    values("count", count, "max", max),
                    "Use one ring for all secrets of one service");
        }
    }

    /** A ring has no more numbers for keys. */
    record RingExhausted(RingId ring, KeyVersion last) implements Refusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "ring-exhausted",
                    Sort.CONFLICT,
                    "The ring can have no more keys",
                    "Ring " + ring + " is at key version " + last + ", the last one",
                    values("ring", ring.value(), "last", last.value()),
                    "Make another ring and protect again with it");
        }
    }

    /** The rules were changed since the caller saw them. */
    record RevisionStale(RingId ring, long expected, long actual) implements Refusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "stale-revision",
                    Sort.STALE,
                    "The ring was changed in the meantime",
                    "Ring " + ring + " is at revision " + actual + ", not at " + expected,
                    values("ring", ring.value(), "expected", expected, "actual", actual),
                    "GET it again, and repeat the change with its ETag");
        }
    }

    /** A minimum that would close the key that protects. */
    record MinimumAboveCurrent(RingId ring, KeyVersion minimum, KeyVersion current)
            implements Refusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "minimum-above-current",
                    Sort.RULE,
                    "The minimum is above the current key",
                    "minimumVersion is "
                            + minimum
                            + "; ring "
                            + ring
                            + " protects with key "
                            + current,
                    values(
                            "ring",
                            ring.value(),
                            "minimum",
                            minimum.value(),
                            "current",
                            current.value()),
                    "Rotate the ring first, or name a lower one");
        }
    }

    /** The request has no records. */
    record NoRecords() implements Refusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "no-records",
                    Sort.RULE,
                    "The request has no records",
                    "records is empty",
                    Map.of(),
                    "Send at least one");
        }
    }

    /** More records than one request may have. */
    record TooManyRecords(long count, long max) implements Refusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "too-many-records",
                    Sort.RULE,
                    "Too many records",
                    "The request has " + count + " records; at most " + max + " are allowed",
                    values("count", count, "max", max),
                    "Send them in several requests");
        }
    }

    /** A plaintext is longer than a secret is. */
    record PlaintextTooLong(int index, long bytes, long max) implements Refusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "plaintext-too-long",
                    Sort.RULE,
                    "A plaintext is too long",
                    "Record " + index + " has " + bytes + " bytes; at most " + max + " are allowed",
                    values("index", index, "bytes", bytes, "max", max),
                    "The vault keeps secrets, not documents: encrypt a document with a key of its"
                            + " own and protect that key");
        }
    }

    /** The container of a key does not answer. */
    record ContainerUnavailable(Place place, String what) implements Refusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "container-unavailable",
                    Sort.UNAVAILABLE,
                    "The container of the key does not answer",
                    place + ": " + what,
                    values("place", place.name()),
                    "Repeat the call; keys that are in memory still open and protect");
        }
    }

    /** One ciphertext of a request was not opened. */
    record NotOpened(UnprotectRefusal reason) implements Refusal {
        @Override
        public Wording wording() {
            return switch (reason) {
                case MALFORMED ->
                        of(
                                "malformed-ciphertext",
                                "This is no ciphertext of the vault",
                                "It is too short, too long, not canonical base64, or of an unknown"
                                        + " form",
                                "Send what protect answered, unchanged");
                case UNKNOWN_VERSION ->
                        of(
                                "unknown-key-version",
                                "The ring has no such key",
                                "It names a key version that the ring does not have",
                                "Was the vault's database restored from before this was"
                                        + " protected?");
                case BELOW_MINIMUM ->
                        of(
                                "key-below-minimum",
                                "The key is below the ring's minimum",
                                "It is of a key below the lowest that the ring opens with",
                                "An administrator can lower minimumVersion of the ring");
                case KEY_DISABLED ->
                        of(
                                "key-disabled",
                                "The key is disabled",
                                "It is of a key that is disabled",
                                "An administrator can enable the key again");
                case KEY_DESTROYED ->
                        of(
                                "key-destroyed",
                                "The key is destroyed",
                                "It is of a key that is destroyed",
                                "Enter the secret anew");
                case KEPT_ELSEWHERE ->
                        of(
                                "key-kept-elsewhere",
                                "The key is kept elsewhere",
                                "It is of a key that this instance does not reach",
                                "Ask another instance");
                case NOT_AUTHENTIC ->
                        of(
                                "ciphertext-not-authentic",
                                "The ciphertext is not authentic",
                                "It was changed, or made for another record or under another ring",
                                "Send it with the ring, object and field that it was protected"
                                        + " for");
                case NOT_PERMITTED ->
                        of(
                                "ring-not-permitted",
                                "This ring is not yours to use",
                                "The ring does not name the caller",
                                "Ask an administrator");
            };
        }

        private static Wording of(String code, String title, String detail, String hint) {
            return new Wording(code, Sort.RULE, title, detail, Map.of(), hint);
        }
    }

    /** Names and values by turns, in their order. */
    static Map<String, Object> values(Object... namesAndValues) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return values;
    }
}
