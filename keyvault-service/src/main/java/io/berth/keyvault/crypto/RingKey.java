package io.berth.keyvault.crypto;

import com.google.crypto.tink.Aead;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;

/**
 * A ring's key, open in memory: it wraps the data keys of records. Its bytes are in the cipher
 * alone and never come out again; it does not print them.
 */
public final class RingKey {
    /** Length of a ring's key: AES-256. */
    static final int BYTES = 32;

    private final RingId ring;
    private final KeyVersion version;
    private final Aead cipher;

    RingKey(RingId ring, KeyVersion version, Aead cipher) {
        this.ring = ring;
        this.version = version;
        this.cipher = cipher;
    }

    /** Whose key it is. */
    public RingId ring() {
        return ring;
    }

    /** Which of the ring's keys it is. */
    public KeyVersion version() {
        return version;
    }

    Aead cipher() {
        return cipher;
    }

    @Override
    public String toString() {
        return "RingKey[ring=" + ring + ", version=" + version + "]";
    }
}
