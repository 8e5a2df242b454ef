package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import java.time.Duration;

/**
 * Try whether the VM boots from a recovery point. The point is made a disk of its own, and what is
 * started from it is no VM of the estate: it has no network and no epoch, is in no VM table, and
 * gives way when a VM that is started needs its memory. Copies go on meanwhile. Answered with
 * {@link ReplicaTested} and, when nothing of it is left, {@link ReplicaTestCleaned}.
 *
 * @param host holds the copies
 * @param command names the test, too
 * @param point the cycle that made the recovery point
 * @param memory that it needs to boot
 * @param bootWithin from the order on, the writing of its disk included; later it counts as not
 *     booted
 * @param keepFor how long it is left running once it has booted; zero: it is stopped at once
 */
@EventType("io.berth.hosts.test-replica.v1")
public record TestReplica(
        HostId host,
        CommandId command,
        RelationshipId relationship,
        VmId vm,
        CycleNumber point,
        MiB memory,
        Duration bootWithin,
        Duration keepFor)
        implements HostCommand {
    /** A system that takes longer has no place in a test; its host would be occupied for long. */
    public static final Duration LONGEST_BOOT = Duration.ofHours(1);

    /** A day is enough for people to look around in it. */
    public static final Duration LONGEST_KEEP = Duration.ofHours(24);

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public TestReplica {
        Require.present("host", host);
        Require.present("command", command);
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("point", point);
        Require.present("memory", memory);
        Require.millis("bootWithin", bootWithin, LONGEST_BOOT);
        if (Require.notNegative("keepFor", keepFor).isPositive()) {
            Require.millis("keepFor", keepFor, LONGEST_KEEP);
        }
    }
}
