package io.berth.keyvault.crypto;

import java.security.GeneralSecurityException;

/** A primitive that must work does not: a fault of the runtime, not of any input. */
public final class CryptoException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CryptoException(String what, GeneralSecurityException cause) {
        super(what, cause);
    }
}
