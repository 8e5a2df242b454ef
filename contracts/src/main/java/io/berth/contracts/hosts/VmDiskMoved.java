package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmDisk;
import java.time.Duration;
import java.time.Instant;

/**
 * What came of a {@link MoveVmDisk}.
 *
 * @param csv where the disk lies now, whatever the outcome
 * @param took from the command to the end of the move, by the host's monotonic clock
 * @param detail for people; empty when there is nothing to add
 * @param observedAt by the host's own clock
 */
@EventType("io.berth.hosts.vm-disk-moved.v1")
public record VmDiskMoved(
        HostId host,
        DomainId domain,
        BootId boot,
        Tenure tenure,
        CommandId command,
        VmId vm,
        String disk,
        CsvId csv,
        Outcome outcome,
        Duration took,
        String detail,
        Instant observedAt)
        implements HostReport {
    /** What came of it. */
    public enum Outcome {
        /** The disk lies on the volume that was asked for. */
        MOVED,
        /** The VM has no such disk, or the disk does not lie where the command says. */
        REFUSED_NO_SUCH_DISK,
        /** The VM runs on another host. */
        REFUSED_VM_NOT_HERE,
        /** The volume that was asked for has not enough room. */
        REFUSED_NO_ROOM,
        /** The copy broke off; the disk lies where it was. */
        FAILED
    }

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public VmDiskMoved {
        Require.present("host", host);
        Require.present("domain", domain);
        Require.present("boot", boot);
        Require.present("tenure", tenure);
        Require.present("command", command);
        Require.present("vm", vm);
        Require.text("disk", disk, VmDisk.MAX_NAME);
        Require.present("csv", csv);
        Require.present("outcome", outcome);
        Require.notNegative("took", took);
        Require.text("detail", detail, 512);
        Require.present("observedAt", observedAt);
    }
}
