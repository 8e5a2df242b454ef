package io.berth.keyvault.app.seal;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.keyvault.UnsealRefusal;
import io.berth.keyvault.crypto.PassphraseKey;
import io.berth.keyvault.crypto.RootKey;
import io.berth.keyvault.crypto.Share;
import io.berth.keyvault.crypto.Share.MalformedShareException;
import io.berth.keyvault.crypto.SharedKey;
import io.berth.keyvault.crypto.UnsealKey;
import io.berth.keyvault.crypto.WrappedRootKey;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.SealRefusal;
import io.berth.keyvault.domain.Secret;
import io.berth.keyvault.domain.seal.Proof;
import io.berth.keyvault.domain.seal.Unsealing;
import io.berth.keyvault.domain.seal.Wanted;
import io.berth.keyvault.store.UnsealAttempts;
import io.berth.keyvault.store.UnsealAttempts.Turn;
import io.berth.keyvault.store.VaultRow;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Whether what somebody gives opens the root key. Shares are gathered here, one at a time, until
 * there are enough: soft state, forgotten at a restart and when they turn out not to fit. Called by
 * one at a time ({@link Seal}).
 */
@ApplicationScoped
public class Proving {
    private static final Logger LOG = Logger.getLogger(Proving.class);

    private final UnsealKeys keys;
    private final UnsealAttempts attempts;
    private final Map<Integer, Share> gathered = new TreeMap<>();
    private String gatheredSet = "";

    /** With keys from there, and so many attempts. */
    public Proving(UnsealKeys keys, UnsealAttempts attempts) {
        this.keys = keys;
        this.attempts = attempts;
    }

    /** What came of it. */
    public sealed interface Result {
        /** It opens. */
        record Opens(RootKey root, UnsealKey key) implements Result {}

        /** More shares are needed. */
        record More() implements Result {}

        /**
         * It does not.
         *
         * @param told what the audit is to be told, if anything
         */
        record Refused(Refusal refusal, Optional<UnsealRefusal> told) implements Result {
            static Refused of(Refusal refusal) {
                return new Refused(refusal, Optional.empty());
            }
        }
    }

    /** To unseal: shares come one by one. */
    Result step(VaultRow row, WrappedRootKey wrapped, Proof proof, Principal by) {
        if (row.unsealing() instanceof Unsealing.Shares how
                && proof instanceof Proof.Shares(var texts)) {
            if (!gatheredSet.equals(how.set())) {
                forget();
                gatheredSet = how.set();
            }
            Optional<Result> refused = addAll(gathered, how, texts);
            return refused.isPresent()
                    ? refused.get()
                    : gathered.size() < how.threshold()
                            ? new Result.More()
                            : join(row, wrapped, how, gathered, by);
        }
        return atOnce(row, wrapped, proof, by);
    }

    /** To change what opens the vault: all that is needed comes at once. */
    public Result whole(VaultRow row, WrappedRootKey wrapped, Proof proof, Principal by) {
        if (row.unsealing() instanceof Unsealing.Shares how
                && proof instanceof Proof.Shares(var texts)) {
            Map<Integer, Share> shares = new TreeMap<>();
            try {
                Optional<Result> refused = addAll(shares, how, texts);
                return refused.isPresent()
                        ? refused.get()
                        : shares.size() < how.threshold()
                                ? Result.Refused.of(
                                        new SealRefusal.TooFewShares(
                                                shares.size(), how.threshold()))
                                : join(row, wrapped, how, shares, by);
            } finally {
                destroy(shares);
            }
        }
        return atOnce(row, wrapped, proof, by);
    }

    private Result atOnce(VaultRow row, WrappedRootKey wrapped, Proof proof, Principal by) {
        return switch (row.unsealing()) {
            case Unsealing.File _ ->
                    proof instanceof Proof.Nothing
                            ? byItself(row, wrapped, keys.ofFile())
                            : other(row, "nothing: the service reads its file");
            case Unsealing.Token how ->
                    proof instanceof Proof.Nothing
                            ? byItself(row, wrapped, keys.ofToken(how))
                            : other(row, "nothing: the service asks its token");
            case Unsealing.Passphrase how ->
                    proof instanceof Proof.Passphrase(Secret passphrase)
                            ? passphrase(row, wrapped, how, passphrase, by)
                            : other(row, "a passphrase");
            case Unsealing.Shares _ -> other(row, "a share");
        };
    }

    private static Result other(VaultRow row, String needed) {
        return Result.Refused.of(new SealRefusal.OtherMethod(row.unsealing().method(), needed));
    }

    private static Result byItself(VaultRow row, WrappedRootKey wrapped, UnsealKey key) {
        return open(row, wrapped, key)
                .<Result>map(root -> new Result.Opens(root, key))
                .orElseGet(() ->
                        Result.Refused.of(
                                new SealRefusal.SourceUnusable(
                                        "The key that the settings name is not the one that"
                                                + " opens this vault")));
    }

    private Result passphrase(
            VaultRow row,
            WrappedRootKey wrapped,
            Unsealing.Passphrase how,
            Secret passphrase,
            Principal by) {
        if (passphrase.length() > Wanted.Passphrase.MAX_BYTES) {
            return Result.Refused.of(new SealRefusal.UnfitPassphrase(passphrase.length()));
        }
        return attempt(row, wrapped, () -> PassphraseKey.of(passphrase.reveal(), how), 0, by);
    }

    private static Optional<Result> addAll(
            Map<Integer, Share> shares, Unsealing.Shares how, List<String> texts) {
        for (String text : texts) {
            Optional<Result> refused = add(shares, how, text);
            if (refused.isPresent()) {
                return refused;
            }
        }
        return Optional.empty();
    }

    private static Optional<Result> add(
            Map<Integer, Share> shares, Unsealing.Shares how, String text) {
        Share share;
        try {
            share = Share.ofText(text);
        } catch (MalformedShareException e) {
            return Optional.of(
                    Result.Refused.of(
                            new SealRefusal.MalformedShare(String.valueOf(e.getMessage()))));
        }
        if (!share.set().equals(how.set()) || share.threshold() != how.threshold()) {
            share.destroy();
            return Optional.of(
                    new Result.Refused(
                            new SealRefusal.ShareOfAnotherSet(share.set(), how.set()),
                            Optional.of(UnsealRefusal.SHARE_OF_ANOTHER_SET)));
        }
        if (share.index() > how.shares()) {
            share.destroy();
            return Optional.of(
                    Result.Refused.of(
                            new SealRefusal.MalformedShare(
                                    "is number " + share.index() + " of " + how.shares())));
        }
        if (shares.putIfAbsent(share.index(), share) != null) {
            share.destroy();
            return Optional.of(
                    Result.Refused.of(
                            new SealRefusal.ShareAlreadyGiven(
                                    share.index(), shares.size(), how.threshold())));
        }
        return Optional.empty();
    }

    private Result join(
            VaultRow row,
            WrappedRootKey wrapped,
            Unsealing.Shares how,
            Map<Integer, Share> shares,
            Principal by) {
        int given = shares.size();
        Result result =
                attempt(row, wrapped, () -> SharedKey.join(how, shares.values()), given, by);
        if (!(result instanceof Result.Refused(SealRefusal.TooManyAttempts _, _))) {
            destroy(shares);
        }
        return result;
    }

    /**
     * Derives the key and tries it, if an attempt is left; it is counted before it is made.
     *
     * @param shares how many were given; 0 where it is a passphrase
     */
    private Result attempt(
            VaultRow row,
            WrappedRootKey wrapped,
            Supplier<UnsealKey> derive,
            int shares,
            Principal by) {
        return switch (attempts.take()) {
            case Turn.Wait(Duration time) -> {
                LOG.warnf("too many attempts to open the vault; now by %s", by);
                yield Result.Refused.of(
                        new SealRefusal.TooManyAttempts(UnsealAttempts.LIMIT, time));
            }
            case Turn.Taken(UUID id, int left) -> {
                UnsealKey key = derive.get();
                Optional<RootKey> root = open(row, wrapped, key);
                QuarkusTransaction.requiringNew()
                        .run(() -> {
                            if (root.isPresent()) {
                                attempts.opened(id);
                            } else {
                                attempts.refused(id);
                            }
                        });
                yield root.isPresent()
                        ? new Result.Opens(root.get(), key)
                        : shares == 0
                                ? new Result.Refused(
                                        new SealRefusal.WrongPassphrase(left),
                                        Optional.of(UnsealRefusal.WRONG_PASSPHRASE))
                                : new Result.Refused(
                                        new SealRefusal.WrongShares(shares),
                                        Optional.of(UnsealRefusal.WRONG_SHARES));
            }
        };
    }

    private static Optional<RootKey> open(VaultRow row, WrappedRootKey wrapped, UnsealKey key) {
        return wrapped.open(key).filter(root -> root.made(row.rootCheck(), row.tenant()));
    }

    /** How many shares are gathered that this vault is opened with. */
    int given(Unsealing unsealing) {
        return unsealing instanceof Unsealing.Shares how && how.set().equals(gatheredSet)
                ? gathered.size()
                : 0;
    }

    /** How many attempts were refused that the audit trail was not told of; it is told now. */
    long tellRefused() {
        return attempts.tell();
    }

    /** Overwrites the shares that are gathered. */
    void forget() {
        destroy(gathered);
    }

    private static void destroy(Map<Integer, Share> shares) {
        shares.values().forEach(Share::destroy);
        shares.clear();
    }
}
