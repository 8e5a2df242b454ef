package io.berth.contracts.replica;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A VM is replicated from now on.
 *
 * @param target takes the copies
 * @param frequency the time between two cycles
 * @param recoveryPoints how many are kept beside the newest one: the newest of each of the last so
 *     many hours; 0 to 24
 * @param settings the rest of what was agreed; absent in events of earlier versions
 */
@EventType("io.berth.replica.relationship-created.v1")
public record RelationshipCreated(
        RelationshipId relationship,
        VmId vm,
        HostId target,
        Duration frequency,
        int recoveryPoints,
        Principal principal,
        @Nullable RelationshipSettings settings)
        implements ReplicaEvent {
    /** Most recovery points that are kept beside the newest one. */
    public static final int MAX_RECOVERY_POINTS = 24;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public RelationshipCreated {
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("target", target);
        Require.notNegative("frequency", frequency);
        Require.range("recoveryPoints", recoveryPoints, 0, MAX_RECOVERY_POINTS);
        Require.present("principal", principal);
    }

    /** One with nothing said but this. */
    public RelationshipCreated(
            RelationshipId relationship,
            VmId vm,
            HostId target,
            Duration frequency,
            int recoveryPoints,
            Principal principal) {
        this(relationship, vm, target, frequency, recoveryPoints, principal, null);
    }
}
