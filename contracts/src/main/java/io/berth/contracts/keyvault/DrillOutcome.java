package io.berth.contracts.keyvault;

/** What a restore drill found. */
public enum DrillOutcome {
    /** The newest backup holds every key that records may need, and opens it. */
    PASSED,
    /** There is no backup. */
    NO_BACKUP,
    /** The backup cannot be read: it is cut short, changed, or under another root key. */
    UNREADABLE,
    /** Keys that records may need are not in the backup, or are other keys there. */
    KEYS_MISSING
}
