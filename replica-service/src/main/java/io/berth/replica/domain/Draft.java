package io.berth.replica.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import java.time.Duration;

/**
 * A relationship that is wished for.
 *
 * @param frequency as it was asked for, allowed or not
 * @param recoveryPoints as it was asked for, allowed or not
 */
public record Draft(
        RelationshipId id, VmId vm, HostId target, Duration frequency, long recoveryPoints) {}
