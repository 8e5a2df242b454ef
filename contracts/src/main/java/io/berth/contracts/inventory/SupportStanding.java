package io.berth.contracts.inventory;

/** What the support matrix said of a host when it was registered. */
public enum SupportStanding {
    /** The matrix lists it as supported. */
    SUPPORTED,
    /** The matrix refuses it by name; an administrator forced it. */
    FORCED_UNSUPPORTED,
    /** The matrix does not know it; an administrator forced it. */
    FORCED_NOT_LISTED
}
