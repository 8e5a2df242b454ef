package io.berth.replica.domain;

import io.berth.contracts.ids.CycleNumber;
import java.time.Instant;

/**
 * A state of the VM that the target holds.
 *
 * @param pointAt when its cycle was ordered: it holds everything that the VM wrote before
 */
public record RecoveryPoint(CycleNumber cycle, Instant pointAt) {}
