package io.berth.contracts.hosts;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;

/**
 * Break a migration off and go on executing the VM. Answered with the {@link VmMigrationEnded} of
 * the migration: {@code ABORTED}, or what it had come to before. A migration that was aborted
 * before its command arrived is not begun any more.
 *
 * @param migration the {@link MigrateVm} that is meant
 */
@EventType("io.berth.hosts.abort-migration.v1")
public record AbortMigration(
        HostId host, CommandId command, VmId vm, Epoch epoch, CommandId migration)
        implements HostCommand {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public AbortMigration {
        Require.present("host", host);
        Require.present("command", command);
        Require.present("vm", vm);
        Require.present("epoch", epoch);
        Require.present("migration", migration);
    }
}
