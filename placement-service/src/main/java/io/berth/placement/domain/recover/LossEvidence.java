package io.berth.placement.domain.recover;

import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.contracts.placement.PlacementCause;

/** How it is known that a host no longer runs its VMs, and which of them that covers. */
public enum LossEvidence {
    /**
     * The lease of a failed host has run out. Its agent has stopped the highly available VMs, or
     * the watchdog all of them: the others may still run.
     */
    LEASE_EXPIRED(PlacementCause.HOST_FAILED, false, true),
    /** A failed host is without power. */
    POWER_OFF(PlacementCause.HOST_FAILED, true, true),
    /** The agent lives a new life, and what its table does not show running has ended. */
    REBOOTED(PlacementCause.HOST_REBOOTED, true, true),
    /**
     * The agent has stopped its highly available VMs by itself; the others were never touched and
     * go on.
     */
    FENCED_ITSELF(PlacementCause.HOST_FENCED_ITSELF, false, false),
    /**
     * The word of a failure under a grant that a later one has replaced since. What is not highly
     * available has been settled by the host's own reports.
     */
    LATE_FAILURE(PlacementCause.HOST_FAILED, false, false);

    private final PlacementCause cause;
    private final boolean coversOrdinaryVms;
    private final boolean ordinaryVmsWait;

    LossEvidence(PlacementCause cause, boolean coversOrdinaryVms, boolean ordinaryVmsWait) {
        this.cause = cause;
        this.coversOrdinaryVms = coversOrdinaryVms;
        this.ordinaryVmsWait = ordinaryVmsWait;
    }

    /** What the monitor's evidence amounts to. */
    public static LossEvidence of(FencingEvidence evidence) {
        return switch (evidence) {
            case LEASE_EXPIRED_UNDER_WATCHDOG -> LEASE_EXPIRED;
            case POWER_OFF_BY_BMC, OPERATOR_CONFIRMED -> POWER_OFF;
        };
    }

    PlacementCause cause() {
        return cause;
    }

    /** Whether VMs that are not highly available have provably stopped too. */
    boolean coversOrdinaryVms() {
        return coversOrdinaryVms;
    }

    /** Whether VMs that are not highly available count as down until their host is back. */
    boolean ordinaryVmsWait() {
        return ordinaryVmsWait;
    }
}
