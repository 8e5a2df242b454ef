package io.berth.replica.domain;

import io.berth.contracts.ids.CycleNumber;
import java.time.Instant;

/**
 * A state of the VM that the target holds.
 *
 * @param pointAt when its cycle was ordered: it holds everything that the VM wrote before
 * @param applicationConsistent whether the guest had flushed and frozen what it wrote
 */
public record RecoveryPoint(CycleNumber cycle, Instant pointAt, boolean applicationConsistent) {
    /** As a disk is found after a loss of power. */
    public RecoveryPoint(CycleNumber cycle, Instant pointAt) {
        this(cycle, pointAt, false);
    }
}
