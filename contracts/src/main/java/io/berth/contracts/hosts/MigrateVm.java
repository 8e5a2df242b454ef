package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.NetworkAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Bring the state of this VM to another host and then let go of it. Answered with {@link
 * VmMigrationEnded}; a repetition is answered alike, without a second migration. The target does
 * not run the VM before it gets a {@link StartVm} at a higher epoch.
 *
 * @param host executes the VM now
 * @param epoch at which it does; the command is refused at any other
 * @param linkMbit what the link between the two is known to carry, in Mbit/s; absent where that is
 *     not known
 * @param withStorage size of the disks that go along because they lie on the host's own; absent
 *     where none does
 */
@EventType("io.berth.hosts.migrate-vm.v1")
public record MigrateVm(
        HostId host,
        CommandId command,
        VmId vm,
        Epoch epoch,
        HostId target,
        MigrationMode mode,
        @Nullable Long linkMbit,
        @Nullable MiB withStorage)
        implements HostCommand {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public MigrateVm {
        Require.present("host", host);
        Require.present("command", command);
        Require.present("vm", vm);
        Require.present("epoch", epoch);
        Require.present("target", target);
        Require.present("mode", mode);
        Require.optionalRange("linkMbit", linkMbit, 1, NetworkAdapter.MAX_SPEED_MBIT);
        if (host.equals(target)) {
            throw new IllegalArgumentException("host and target are both " + host);
        }
    }

    /** Of a VM that leaves no disk behind. */
    public MigrateVm(
            HostId host,
            CommandId command,
            VmId vm,
            Epoch epoch,
            HostId target,
            MigrationMode mode,
            @Nullable Long linkMbit) {
        this(host, command, vm, epoch, target, mode, linkMbit, null);
    }
}
