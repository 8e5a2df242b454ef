package io.berth.contracts.keyvault;

/** Why a ciphertext was not opened. */
public enum UnprotectRefusal {
    /** It is no ciphertext of the vault: too short, or of an unknown form. */
    MALFORMED,
    /** The ring has no such key, or no longer. */
    UNKNOWN_VERSION,
    /** It was changed, or made for another record or ring. */
    NOT_AUTHENTIC,
    /** The principal may not use the ring. */
    NOT_PERMITTED
}
