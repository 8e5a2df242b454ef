package io.berth.keyvault.app.seal;

import com.google.crypto.tink.subtle.Random;
import io.berth.contracts.keyvault.UnsealMethod;
import io.berth.keyvault.app.KeyvaultConfig;
import io.berth.keyvault.crypto.MemoryKey;
import io.berth.keyvault.crypto.PassphraseKey;
import io.berth.keyvault.crypto.RootKeyException;
import io.berth.keyvault.crypto.RootKeyFile;
import io.berth.keyvault.crypto.SharedKey;
import io.berth.keyvault.crypto.TokenKey;
import io.berth.keyvault.crypto.UnsealKey;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.SealRefusal;
import io.berth.keyvault.domain.Secret;
import io.berth.keyvault.domain.seal.Argon2Cost;
import io.berth.keyvault.domain.seal.Unsealing;
import io.berth.keyvault.domain.seal.Wanted;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Gets unseal keys from where the settings say, and makes new ones. */
@ApplicationScoped
public class UnsealKeys {
    private final KeyvaultConfig config;

    /** With these settings. */
    public UnsealKeys(KeyvaultConfig config) {
        this.config = config;
    }

    /**
     * A new unseal key.
     *
     * @param shares to be given to their keepers, once; none where the key is no shared one
     */
    record Made(Unsealing how, UnsealKey key, List<String> shares) {
        @Override
        public String toString() {
            return "Made[" + how.method() + "]";
        }
    }

    /** Whether a new vault is to be opened by a file, as the settings name one. */
    boolean hasFile() {
        return config.rootKeyFile().isPresent();
    }

    /**
     * Makes what is wanted, or says why not.
     *
     * @throws RootKeyException when the file or the token cannot be used
     */
    Outcome<Made> make(Wanted wanted) {
        return switch (wanted) {
            case Wanted.File _ ->
                    config.rootKeyFile()
                            .map(this::madeFile)
                            .orElseGet(() ->
                                    missing(UnsealMethod.FILE, "berth.keyvault.root-key-file"));
            case Wanted.Passphrase(Secret passphrase) -> madePassphrase(passphrase);
            case Wanted.Shares(int number, int threshold) -> madeShares(number, threshold);
            case Wanted.Token _ ->
                    config.pkcs11().configuration().isPresent()
                            ? madeToken()
                            : missing(UnsealMethod.PKCS11, "berth.keyvault.pkcs11.configuration");
        };
    }

    private Outcome<Made> madeFile(Path path) {
        new RootKeyFile(path).createIfAbsent();
        return made(new Unsealing.File(), ofFile(), List.of());
    }

    private static Outcome<Made> madePassphrase(Secret passphrase) {
        int bytes = passphrase.length();
        if (bytes < Wanted.Passphrase.MIN_BYTES || bytes > Wanted.Passphrase.MAX_BYTES) {
            return new Outcome.Refused<>(new SealRefusal.UnfitPassphrase(bytes));
        }
        Unsealing.Passphrase how =
                new Unsealing.Passphrase(
                        HexFormat.of().formatHex(Random.randBytes(Unsealing.Passphrase.SALT_BYTES)),
                        Argon2Cost.RECOMMENDED);
        return made(how, PassphraseKey.of(passphrase.reveal(), how), List.of());
    }

    private static Outcome<Made> madeShares(int number, int threshold) {
        if (threshold < Unsealing.Shares.MIN_THRESHOLD
                || number < threshold
                || number > Unsealing.Shares.MAX_SHARES) {
            return new Outcome.Refused<>(new SealRefusal.UnfitShares(number, threshold));
        }
        SharedKey shared = SharedKey.fresh(number, threshold);
        return made(shared.how(), shared.key(), shared.shares());
    }

    private Outcome<Made> madeToken() {
        Unsealing.Token how = new Unsealing.Token(config.pkcs11().keyLabel());
        return made(how, ofToken(how), List.of());
    }

    private static Outcome<Made> made(Unsealing how, UnsealKey key, List<String> shares) {
        return new Outcome.Done<>(new Made(how, key, shares));
    }

    private static Outcome<Made> missing(UnsealMethod method, String setting) {
        return new Outcome.Refused<>(new SealRefusal.NotConfigured(method, setting));
    }

    /**
     * The bytes of the file; the caller overwrites them.
     *
     * @throws RootKeyException when it is missing, open to others or no key
     */
    byte[] bytesOfFile() {
        return new RootKeyFile(file()).read();
    }

    /** Where the file is. */
    Path file() {
        return config.rootKeyFile()
                .orElseThrow(() ->
                        new RootKeyException(
                                "the settings do not name it",
                                Path.of("file"),
                                "Set berth.keyvault.root-key-file"));
    }

    /**
     * The key in the file.
     *
     * @throws RootKeyException when it is missing, open to others or no key
     */
    UnsealKey ofFile() {
        byte[] bytes = bytesOfFile();
        try {
            return MemoryKey.of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /**
     * The key in the token.
     *
     * @throws RootKeyException when the token does not answer or has no such key
     */
    UnsealKey ofToken(Unsealing.Token how) {
        Optional<Path> configuration = config.pkcs11().configuration();
        Optional<Path> pin = config.pkcs11().pinFile();
        if (configuration.isEmpty() || pin.isEmpty()) {
            throw new RootKeyException(
                    "the settings do not name the token and the file of its PIN",
                    configuration.orElse(Path.of("token")),
                    "Set berth.keyvault.pkcs11.configuration and berth.keyvault.pkcs11.pin-file");
        }
        return TokenKey.find(configuration.get(), pin.get(), how.label());
    }
}
