package io.berth.contracts.keyvault;

/** What opens the wrapped root key of a vault. */
public enum UnsealMethod {
    /** A file that only the service's user can read; opens by itself at each start. */
    FILE,
    /** A passphrase that an administrator enters at each start. */
    PASSPHRASE,
    /** Shares of which several people enter enough at each start. */
    SHARES,
    /** A key that never leaves a PKCS#11 token; opens by itself while the token is there. */
    PKCS11
}
