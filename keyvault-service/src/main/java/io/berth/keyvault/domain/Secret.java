package io.berth.keyvault.domain;

import java.util.Arrays;

/**
 * Bytes that must not be seen: a plaintext. It never prints itself, and {@link #destroy()}
 * overwrites it once it is of no more use. Copies that the runtime made on the way (network
 * buffers, moved objects of the heap) are out of its reach.
 */
public final class Secret {
    /** Longest plaintext, in bytes: a private key with its certificates fits. */
    public static final int MAX_BYTES = 64 * 1024;

    private final byte[] bytes;

    /** Takes the bytes over; they are overwritten by {@link #destroy()}. */
    public Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes themselves, not a copy: for the crypto edge and the writer of the answer. */
    public byte[] reveal() {
        return bytes;
    }

    /** How many bytes. */
    public int length() {
        return bytes.length;
    }

    /** Overwrites the bytes. */
    public void destroy() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "Secret[" + bytes.length + " bytes]";
    }
}
