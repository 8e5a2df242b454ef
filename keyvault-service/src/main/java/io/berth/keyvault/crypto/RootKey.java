package io.berth.keyvault.crypto;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.subtle.Random;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * The key above all others, open in memory: AES-256-GCM. It wraps the keys of rings and the key of
 * the audit trail, a few times in the life of an installation, so that its nonces never come near
 * their limit.
 *
 * <p>Each wrapped key is bound to tenant, ring and version: a row that is moved to another ring or
 * version does not open.
 */
public final class RootKey {
    /** Length of the root key: AES-256. */
    public static final int BYTES = 32;

    private static final byte[] CHECK = "this vault's root key".getBytes(StandardCharsets.US_ASCII);

    private final Aead cipher;

    private RootKey(Aead cipher) {
        this.cipher = cipher;
    }

    /**
     * Takes a copy; the caller overwrites the bytes.
     *
     * @throws IllegalArgumentException when there are not exactly {@value #BYTES}
     */
    public static RootKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "a root key has " + BYTES + " bytes, not " + bytes.length);
        }
        try {
            return new RootKey(new AesGcmJce(bytes));
        } catch (GeneralSecurityException e) {
            throw new CryptoException("This Java runtime has no AES-256-GCM", e);
        }
    }

    /** A known text under this key, by which the key is known again. */
    public byte[] check(UUID tenant) {
        return encrypt(CHECK, Canonical.rootCheck(tenant));
    }

    /** Whether this is the key that made the check. */
    public boolean made(byte[] check, UUID tenant) {
        try {
            byte[] opened = cipher.decrypt(check, Canonical.rootCheck(tenant));
            return MessageDigest.isEqual(opened, CHECK);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** A fresh ring key, wrapped: as it is stored. */
    public byte[] newRingKey(UUID tenant, RingId ring, KeyVersion version) {
        byte[] key = Random.randBytes(RingKey.BYTES);
        try {
            return encrypt(key, Canonical.ringKey(tenant, ring, version));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** A stored ring key; empty when it was changed, moved or wrapped under another root key. */
    public Optional<RingKey> open(byte[] wrapped, UUID tenant, RingId ring, KeyVersion version) {
        byte[] key = new byte[0];
        try {
            key = cipher.decrypt(wrapped, Canonical.ringKey(tenant, ring, version));
            return Optional.of(new RingKey(ring, version, new AesGcmJce(key)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /**
     * Whether two wrapped keys are the same key. Neither is used for it.
     *
     * @return false also when one of them does not open
     */
    public boolean same(byte[] one, byte[] other, UUID tenant, RingId ring, KeyVersion version) {
        byte[] first = new byte[0];
        byte[] second = new byte[0];
        try {
            first = cipher.decrypt(one, Canonical.ringKey(tenant, ring, version));
            second = cipher.decrypt(other, Canonical.ringKey(tenant, ring, version));
            return MessageDigest.isEqual(first, second);
        } catch (GeneralSecurityException e) {
            return false;
        } finally {
            Arrays.fill(first, (byte) 0);
            Arrays.fill(second, (byte) 0);
        }
    }

    /** A fresh key for a backup, wrapped: as it stands in the head of its file. */
    public byte[] newBackupKey(UUID tenant, String backup) {
        byte[] key = Random.randBytes(BackupCipher.KEY_BYTES);
        try {
            return encrypt(key, Canonical.backupKey(tenant, backup));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** The key of a backup; empty when it was changed or wrapped under another root key. */
    public Optional<BackupCipher> openBackupKey(byte[] wrapped, UUID tenant, String backup) {
        byte[] key = new byte[0];
        try {
            key = cipher.decrypt(wrapped, Canonical.backupKey(tenant, backup));
            return Optional.of(BackupCipher.of(key));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** A fresh key of the audit trail, wrapped: as it is stored. */
    public byte[] newAuditKey(UUID tenant) {
        byte[] key = Random.randBytes(AuditKey.BYTES);
        try {
            return encrypt(key, Canonical.auditKey(tenant));
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    /** The stored key of the audit trail; empty when it was changed or wrapped elsewhere. */
    public Optional<AuditKey> openAuditKey(byte[] wrapped, UUID tenant) {
        byte[] key = new byte[0];
        try {
            key = cipher.decrypt(wrapped, Canonical.auditKey(tenant));
            return Optional.of(new AuditKey(tenant, key));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] encrypt(byte[] plaintext, byte[] associated) {
        try {
            return cipher.encrypt(plaintext, associated);
        } catch (GeneralSecurityException e) {
            throw new CryptoException("The root key does not encrypt", e);
        }
    }

    @Override
    public String toString() {
        return "RootKey";
    }
}
