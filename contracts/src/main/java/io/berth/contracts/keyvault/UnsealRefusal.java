package io.berth.contracts.keyvault;

/** Why a vault stayed sealed though somebody tried to open it. */
public enum UnsealRefusal {
    /** The passphrase does not open it. */
    WRONG_PASSPHRASE,
    /** There were enough shares, and together they do not open it. */
    WRONG_SHARES,
    /** A share was made for another vault, or before the shares were replaced. */
    SHARE_OF_ANOTHER_SET
}
