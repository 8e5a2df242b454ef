package io.berth.inventory.domain.updates;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import java.time.Instant;
import java.util.List;

/**
 * What a scan of a host found.
 *
 * @param installed updates that are there
 * @param notApplicable updates that the host has no use for
 * @param reportedBy who sent it
 */
public record UpdateScan(
        HostId host,
        Instant scannedAt,
        List<String> installed,
        List<String> notApplicable,
        Principal reportedBy) {
    /** Most updates in one list; a host that is never renewed has some hundreds. */
    public static final int MAX_UPDATES = 5000;

    /** Copies the lists. */
    public UpdateScan {
        installed = List.copyOf(installed);
        notApplicable = List.copyOf(notApplicable);
    }
}
