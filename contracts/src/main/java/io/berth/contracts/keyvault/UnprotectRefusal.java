package io.berth.contracts.keyvault;

/** Why a ciphertext was not opened. */
public enum UnprotectRefusal {
    /** It is no ciphertext of the vault: too short, or of an unknown form. */
    MALFORMED,
    /** The ring has no such key, or no longer. */
    UNKNOWN_VERSION,
    /** Its key is below the lowest that the ring still opens with. */
    BELOW_MINIMUM,
    /** Its key is disabled, or waits for its destruction. */
    KEY_DISABLED,
    /** Its key is destroyed. */
    KEY_DESTROYED,
    /** Its key is kept where the vault that was asked does not reach. */
    KEPT_ELSEWHERE,
    /** It was changed, or made for another record or ring. */
    NOT_AUTHENTIC,
    /** The principal may not use the ring. */
    NOT_PERMITTED
}
