package io.berth.keyvault.domain;

import static io.berth.keyvault.domain.Refusal.values;

import io.berth.contracts.keyvault.UnsealMethod;
import io.berth.keyvault.domain.seal.SealOrder;
import io.berth.keyvault.domain.seal.SealState;
import io.berth.keyvault.domain.seal.Unsealing;
import io.berth.keyvault.domain.seal.Wanted;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a sealed vault does not serve, or does not open. */
public sealed interface SealRefusal extends Refusal {
    /** The root key is not in memory. */
    record VaultSealed(SealState state) implements SealRefusal {
        @Override
        public Wording wording() {
            return switch (state) {
                case SealState.Uninitialised _ ->
                        of(
                                "Nobody has said yet what is to open this vault",
                                Map.of("state", "UNINITIALISED"),
                                "An administrator begins with POST /api/v1/seal/initialise");
                case SealState.Sealed sealed -> sealed(sealed);
                case SealState.Unsealed _ ->
                        of("The instance is starting", Map.of("state", "SEALED"), "Try again");
            };
        }

        private static Wording sealed(SealState.Sealed sealed) {
            Map<String, Object> values =
                    values(
                            "state",
                            "SEALED",
                            "method",
                            sealed.method().name(),
                            "waitingFor",
                            sealed.waiting().name());
            if (sealed.needed() > 0) {
                values.put("sharesGiven", sealed.given());
                values.put("sharesNeeded", sealed.needed());
            }
            return switch (sealed.waiting()) {
                case PASSPHRASE ->
                        of(
                                "This instance waits for the passphrase",
                                values,
                                "An administrator gives it with POST /api/v1/seal/unseal");
                case SHARES ->
                        of(
                                "This instance was given "
                                        + sealed.given()
                                        + " of "
                                        + sealed.needed()
                                        + " shares",
                                values,
                                "Each keeper gives a share with POST /api/v1/seal/unseal");
                case TOKEN ->
                        of(
                                "The PKCS#11 token does not answer",
                                values,
                                "Plug it in or start it; it is tried again by itself");
                case ADMINISTRATOR ->
                        of(
                                by(sealed.order()),
                                values,
                                "An administrator ends that with POST /api/v1/seal/unseal");
            };
        }

        private static String by(@Nullable SealOrder order) {
            return order == null
                    ? "An administrator sealed the vault"
                    : order.by() + " sealed the vault at " + order.at();
        }

        private static Wording of(String detail, Map<String, Object> values, String hint) {
            return new Wording(
                    "vault-sealed", Sort.UNAVAILABLE, "The vault is sealed", detail, values, hint);
        }
    }

    /** There is a root key already. */
    record AlreadyInitialised(UnsealMethod method) implements SealRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "already-initialised",
                    Sort.CONFLICT,
                    "The vault is initialised already",
                    "It has a root key, which " + method + " opens",
                    values("method", method.name()),
                    "POST /api/v1/seal/rekey changes what opens it");
        }
    }

    /** There is no root key yet. */
    record NotInitialised() implements SealRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "not-initialised",
                    Sort.CONFLICT,
                    "The vault is not initialised",
                    "It has no root key yet",
                    Map.of(),
                    "Begin with POST /api/v1/seal/initialise");
        }
    }

    /** There is nothing to unseal. */
    record NotSealed() implements SealRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "not-sealed",
                    Sort.CONFLICT,
                    "The instance is not sealed",
                    "It has the root key and serves",
                    Map.of(),
                    "Each instance is unsealed for itself: was another one meant?");
        }
    }

    /** Something else opens this vault. */
    record OtherMethod(UnsealMethod method, String wanted) implements SealRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "other-unseal-method",
                    Sort.RULE,
                    "Something else opens this vault",
                    "It is opened by " + method + "; the request needs " + wanted,
                    values("method", method.name(), "wanted", wanted),
                    "GET /api/v1/seal shows what opens it");
        }
    }

    /** A passphrase that is too short or too long to be one. */
    record UnfitPassphrase(int bytes) implements SealRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unfit-passphrase",
                    Sort.RULE,
                    "This is no fit passphrase",
                    "It has "
                            + bytes
                            + " bytes; allowed is "
                            + Wanted.Passphrase.MIN_BYTES
                            + " to "
                            + Wanted.Passphrase.MAX_BYTES,
                    values(
                            "bytes",
                            bytes,
                            "min",
                            Wanted.Passphrase.MIN_BYTES,
                            "max",
                            Wanted.Passphrase.MAX_BYTES),
                    "Take six random words or more");
        }
    }

    /** So many shares cannot be made, or needed. */
    record UnfitShares(int shares, int threshold) implements SealRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unfit-shares",
                    Sort.RULE,
                    "So many shares cannot be made",
                    "threshold is "
                            + threshold
                            + " of "
                            + shares
                            + " shares; allowed is "
                            + Unsealing.Shares.MIN_THRESHOLD
                            + " <= threshold <= shares <= "
                            + Unsealing.Shares.MAX_SHARES,
                    values("shares", shares, "threshold", threshold),
                    "Three of five is usual");
        }
    }

    /** The passphrase does not open the vault. */
    record WrongPassphrase(int attemptsLeft) implements SealRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "wrong-passphrase",
                    Sort.FORBIDDEN,
                    "The passphrase does not open the vault",
                    "The vault stays as it was; attempts left in this minute: " + attemptsLeft,
                    values("attemptsLeft", attemptsLeft),
                    "Capitals, blanks and the layout of the keyboard count");
        }
    }

    /** Enough shares, and they are not of one key. */
    record WrongShares(int shares) implements SealRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "shares-do-not-open",
                    Sort.FORBIDDEN,
                    "These shares together do not open the vault",
                    "There were "
                            + shares
                            + " shares of the right set, and at least one was altered; all are"
                            + " forgotten",
                    values("shares", shares),
                    "Begin anew, with other shares");
        }
    }

    /** This is no share. */
    record MalformedShare(String wrong) implements SealRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "malformed-share",
                    Sort.RULE,
                    "This is no share",
                    "The share " + wrong,
                    values("wrong", wrong),
                    "Give it as it was shown when it was made; blanks, hyphens and capitals do not"
                            + " matter");
        }
    }

    /** A share of another vault, or from before the shares were replaced. */
    record ShareOfAnotherSet(String set, String wanted) implements SealRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "share-of-another-set",
                    Sort.RULE,
                    "The share is of another set",
                    "It is of set " + set + "; this vault is opened by set " + wanted,
                    values("set", set, "wanted", wanted),
                    "Was it made for another vault, or before the shares were replaced?");
        }
    }

    /** The same share twice. */
    record ShareAlreadyGiven(int index, int given, int needed) implements SealRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "share-already-given",
                    Sort.CONFLICT,
                    "This share was given already",
                    "Share " + index + " was given; " + given + " of " + needed + " are there",
                    values("index", index, "sharesGiven", given, "sharesNeeded", needed),
                    "Another keeper gives another one");
        }
    }

    /** Fewer shares than open the vault, where all are wanted at once. */
    record TooFewShares(int given, int needed) implements SealRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "too-few-shares",
                    Sort.RULE,
                    "These are too few shares",
                    given + " shares were given; " + needed + " are needed",
                    values("sharesGiven", given, "sharesNeeded", needed),
                    "Give that many different ones in current.shares");
        }
    }

    /** Somebody guesses. */
    record TooManyAttempts(int limit, Duration retryAfter) implements SealRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "too-many-attempts",
                    Sort.TOO_OFTEN,
                    "Too many attempts",
                    "At most "
                            + limit
                            + " attempts are made in a minute, at all instances together; the next"
                            + " one in "
                            + retryAfter.toSeconds()
                            + " s",
                    values("limit", limit, "retryAfterSeconds", retryAfter.toSeconds()),
                    "If it was not you: who holds an administrator's token?");
        }
    }

    /** The file or the token cannot be used. */
    record SourceUnusable(String why) implements SealRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unseal-source-unusable",
                    Sort.CONFLICT,
                    "The unseal key cannot be got",
                    why,
                    Map.of(),
                    "Mend what the detail says, and try again");
        }
    }

    /** A source that the settings do not name. */
    record NotConfigured(UnsealMethod method, String setting) implements SealRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unseal-source-not-configured",
                    Sort.CONFLICT,
                    "The settings do not name this source",
                    "For " + method + " the setting " + setting + " is needed",
                    values("method", method.name(), "setting", setting),
                    "Set it on every instance, restart them one by one, and try again");
        }
    }

    /** Somebody else was quicker. */
    record ChangedMeanwhile() implements SealRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "seal-changed-meanwhile",
                    Sort.CONFLICT,
                    "The vault was sealed or changed in the meantime",
                    "Another request changed how this vault is opened, or sealed it",
                    Map.of(),
                    "Look at GET /api/v1/seal, and try again");
        }
    }
}
