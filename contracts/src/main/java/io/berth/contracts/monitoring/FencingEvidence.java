package io.berth.contracts.monitoring;

/** What proves that a failed host runs none of its highly available VMs. Any one is enough. */
public enum FencingEvidence {
    /** Its lease has run out, and an armed watchdog resets a host that does not act on that. */
    LEASE_EXPIRED_UNDER_WATCHDOG,
    /** Its baseboard management controller reported power off. */
    POWER_OFF_BY_BMC,
    /** An operator confirmed it. */
    OPERATOR_CONFIRMED
}
