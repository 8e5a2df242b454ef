package io.berth.keyvault.crypto;

import com.google.crypto.tink.subtle.Random;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * An unseal key that stays in a PKCS#11 token: the token itself encrypts and decrypts the root key,
 * AES-GCM with a random nonce, by the JDK's SunPKCS11. What is wrapped is the nonce (12 bytes) and
 * the ciphertext with its tag. The key is used a few times in the life of a vault.
 */
public final class TokenKey implements UnsealKey {
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    /** Longer is no PIN. */
    private static final int MAX_PIN_BYTES = 256;

    private final Provider provider;
    private final Key key;
    private final Path configuration;

    private TokenKey(Provider provider, Key key, Path configuration) {
        this.provider = provider;
        this.key = key;
        this.configuration = configuration;
    }

    /**
     * Finds the key in the token.
     *
     * @param configuration of SunPKCS11: library and slot
     * @param pinFile holds the PIN, owner-only
     * @param label of the key
     * @throws RootKeyException when the token, the PIN or the key is not there
     */
    public static TokenKey find(Path configuration, Path pinFile, String label) {
        char[] pin = pin(pinFile);
        try {
            Provider provider =
                    Security.getProvider("SunPKCS11").configure(configuration.toString());
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            Key key = store.getKey(label, null);
            if (key == null || !key.getAlgorithm().equals("AES")) {
                throw new RootKeyException(
                        "the token has no AES key with the label " + label,
                        configuration,
                        "Make one in the token, of 256 bits, or name the right one in"
                                + " berth.keyvault.pkcs11.key-label");
            }
            return new TokenKey(provider, key, configuration);
        } catch (IOException e) {
            throw refused("it does not take the PIN", configuration);
        } catch (GeneralSecurityException | ProviderException | IllegalArgumentException e) {
            throw refused("it does not answer", configuration);
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    /** Without the cause, which may quote the configuration. */
    private static RootKeyException refused(String wrong, Path configuration) {
        return new RootKeyException(
                "the token: " + wrong,
                configuration,
                "Is the library there, is the token plugged in, are slot and PIN right?");
    }

    private static char[] pin(Path file) {
        OwnerOnly owner = new OwnerOnly();
        byte[] text = new byte[0];
        try {
            Optional<OwnerOnly.Fault> fault = owner.fault(file, OwnerOnly.Kind.FILE);
            if (fault.isPresent()) {
                throw new RootKeyException(fault.get().wrong(), file, fault.get().toDo());
            }
            text = owner.read(file, MAX_PIN_BYTES);
            CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(text));
            int end = decoded.length();
            while (end > 0 && decoded.get(end - 1) <= ' ') {
                end--;
            }
            char[] pin = Arrays.copyOf(decoded.array(), end);
            Arrays.fill(decoded.array(), '\0');
            return pin;
        } catch (IOException e) {
            throw new RootKeyException(
                    "the file of the PIN cannot be read",
                    file,
                    "Put the PIN of the token there, readable by the service's user alone",
                    e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    @Override
    public byte[] wrap(byte[] rootKey, byte[] boundTo) {
        byte[] nonce = Random.randBytes(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, boundTo).doFinal(rootKey);
            return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
        } catch (GeneralSecurityException | ProviderException e) {
            throw refused("it does not encrypt with AES-GCM", configuration);
        }
    }

    @Override
    public Optional<byte[]> unwrap(byte[] wrapped, byte[] boundTo) {
        if (wrapped.length <= NONCE_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(wrapped, NONCE_BYTES), boundTo)
                            .doFinal(wrapped, NONCE_BYTES, wrapped.length - NONCE_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException | ProviderException e) {
            throw refused("it does not decrypt with AES-GCM", configuration);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] boundTo) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(boundTo);
        return cipher;
    }

    @Override
    public String toString() {
        return "TokenKey";
    }
}
