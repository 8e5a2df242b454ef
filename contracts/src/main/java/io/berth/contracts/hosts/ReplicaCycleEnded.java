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
 * What came of a {@link RunReplicaCycle}.
 *
 * @param host the source
 * @param bytes sent over the link; 0 when nothing was
 * @param took from the command to the target's confirmation, by the source's monotonic clock
 * @param detail for people; empty when there is nothing to add
 * @param observedAt by the host's own clock
 * @param log absent where the host does not count it
 */
@EventType("io.berth.hosts.replica-cycle-ended.v1")
public record ReplicaCycleEnded(
        HostId host,
        DomainId domain,
        BootId boot,
        Tenure tenure,
        CommandId command,
        RelationshipId relationship,
        VmId vm,
        CycleNumber cycle,
        Outcome outcome,
        long bytes,
        Duration took,
        String detail,
        Instant observedAt,
        @Nullable ChangeLogSize log)
        implements HostReport {
    /** What came of it. */
    public enum Outcome {
        /** The target holds the copy. */
        COPIED,
        /** The VM does not run on this host; for a last delta, its disk is not there. */
        REFUSED_VM_NOT_HERE,
        /** This cycle, or a later one of the relationship, was carried out before. */
        REFUSED_STALE_CYCLE,
        /** Another cycle of the relationship is still running. */
        REFUSED_BUSY,
        /** The target did not confirm. */
        TARGET_UNREACHABLE,
        /** The target holds no copy that the changes could be added to. */
        TARGET_LACKS_COPY,
        /** It was to be the last delta, and the VM executes. */
        REFUSED_VM_EXECUTES,
        /** The log of changes could not be written, so it is not known what has changed. */
        LOG_WRITE_FAILED,
        /** A disk was changed past the log, or is another file than before. */
        DISK_CHANGED_OUTSIDE,
        /**
         * Source and target did not prove to each other who they are: a certificate or key is
         * missing, has expired or is of nobody whom they trust.
         */
        NOT_TRUSTED,
        /** The target has no room for it. */
        TARGET_FULL
    }

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ReplicaCycleEnded {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.present("command", command);
        Require.present("relationship", relationship);
        Require.present("vm", vm);
        Require.present("cycle", cycle);
        Require.present("outcome", outcome);
        Require.range("bytes", bytes, 0, Long.MAX_VALUE);
        Require.notNegative("took", took);
        Require.text("detail", detail, 512);
        Require.present("observedAt", observedAt);
    }

    /** One that says nothing of the log of changes. */
    public ReplicaCycleEnded(
            HostId host,
            DomainId domain,
            BootId boot,
            Tenure tenure,
            CommandId command,
            RelationshipId relationship,
            VmId vm,
            CycleNumber cycle,
            Outcome outcome,
            long bytes,
            Duration took,
            String detail,
            Instant observedAt) {
        this(
                host,
                domain,
                boot,
                tenure,
                command,
                relationship,
                vm,
                cycle,
                outcome,
                bytes,
                took,
                detail,
                observedAt,
                null);
    }
}
