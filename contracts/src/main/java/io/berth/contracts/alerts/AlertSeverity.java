package io.berth.contracts.alerts;

/** How much an alert matters; the constants rise. */
public enum AlertSeverity {
    /** Good to know. */
    INFO,
    /** Somebody should look at it today. */
    WARNING,
    /** Somebody has to look at it now. */
    CRITICAL
}
