package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The verdict of a {@link TestReplica}. The test may go on after it; {@link ReplicaTestCleaned}
 * says when nothing of it is left.
 *
 * @param host holds the copies
 * @param bootTook from the start of the boot; present with {@code BOOTED} alone
 * @param detail for people; empty when there is nothing to add
 * @param observedAt by the host's own clock
 */
@EventType("io.berth.hosts.replica-tested.v1")
public record ReplicaTested(
        HostId host,
        DomainId domain,
        BootId boot,
        Tenure tenure,
        CommandId command,
        RelationshipId relationship,
        VmId vm,
        CycleNumber point,
        Outcome outcome,
        @Nullable Duration bootTook,
        String detail,
        Instant observedAt)
        implements HostReport {
    /** What came of it. */
    public enum Outcome {
        /** The guest came up from the point. */
        BOOTED,
        /** It did not, or not in time. */
        NOT_BOOTED,
        /** The host does not hold this recovery point. */
        REFUSED_NO_SUCH_POINT,
        /** The host has less free memory than it needs, or no room for its disk. */
        REFUSED_NO_MEMORY,
        /** Another test of this VM, or of this relationship, is under way there. */
        REFUSED_BUSY,
        /** A VM was started that needs the memory, before the test had booted. */
        GAVE_WAY,
        /** It was ended before it had booted. */
        ENDED
    }

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ReplicaTested {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.present("command", command);
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("point", point);
        Require.present("outcome", outcome);
        if (bootTook != null) {
            Require.notNegative("bootTook", bootTook);
        }
        Require.text("detail", detail, 512);
        Require.present("observedAt", observedAt);
    }
}
