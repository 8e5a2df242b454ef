package io.berth.keyvault.crypto;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;

/**
 * The key of one backup, open in memory: Tink's streaming AES-256-GCM. Each segment is bound to its
 * number, to whether it is the last one, and to the head of the file; so a file that was changed,
 * put together from others or cut short does not open. Nothing is given out before its segment was
 * found genuine.
 */
public final class BackupCipher {
    /** Length of the key of a backup: AES-256. */
    static final int KEY_BYTES = 32;

    private static final int SEGMENT_BYTES = 64 * 1024;

    private final AesGcmHkdfStreaming cipher;

    private BackupCipher(AesGcmHkdfStreaming cipher) {
        this.cipher = cipher;
    }

    /** Takes a copy; the caller overwrites the bytes. */
    static BackupCipher of(byte[] key) throws GeneralSecurityException {
        return new BackupCipher(
                new AesGcmHkdfStreaming(key, "HmacSha256", KEY_BYTES, SEGMENT_BYTES, 0));
    }

    /**
     * Encrypts what is written, until it is closed.
     *
     * @param head what stands before it in the file
     */
    public OutputStream encrypting(OutputStream to, byte[] head) throws IOException {
        try {
            return cipher.newEncryptingStream(to, head);
        } catch (GeneralSecurityException e) {
            throw new CryptoException("This Java runtime has no AES-256-GCM", e);
        }
    }

    /**
     * What was encrypted. Reading fails with an {@link IOException} where it is not genuine.
     *
     * @param head what stands before it in the file
     */
    public InputStream decrypting(InputStream from, byte[] head) throws IOException {
        try {
            return cipher.newDecryptingStream(from, head);
        } catch (GeneralSecurityException e) {
            throw new IOException("not genuine", e);
        }
    }

    @Override
    public String toString() {
        return "BackupCipher";
    }
}
