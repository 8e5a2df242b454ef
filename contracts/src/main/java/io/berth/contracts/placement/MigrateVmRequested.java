package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.VmId;
import org.jspecify.annotations.Nullable;

/**
 * Move this VM to another host of its domain while it runs; a VM that has no host is placed on the
 * target.
 *
 * @param operation under which the progress can be followed; what comes twice is one operation
 * @param target where to; absent to let placement choose
 * @param mode how; absent to let placement choose by the link
 * @param override why soft refusals of the target do not count; absent when they do
 * @param requestedBy who asked
 */
@EventType("io.berth.placement.migrate-vm-requested.v1")
public record MigrateVmRequested(
        DomainId domain,
        OperationId operation,
        VmId vm,
        @Nullable HostId target,
        @Nullable MigrationMode mode,
        @Nullable String override,
        Principal requestedBy)
        implements PlacementRequest {
    /** Longest reason, in UTF-16 code units. */
    public static final int MAX_REASON = 512;

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public MigrateVmRequested {
        Require.present("domain", domain);
        Require.present("operation", operation);
        Require.present("vm", vm);
        Require.optionalText("override", override, MAX_REASON);
        Require.present("requestedBy", requestedBy);
    }
}
