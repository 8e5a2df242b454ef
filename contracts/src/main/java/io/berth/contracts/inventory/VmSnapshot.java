package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.SnapshotName;
import java.time.Instant;

/**
 * A snapshot of a VM.
 *
 * @param takenAt when it was learnt that the host had taken it
 * @param takenBy who asked for it
 */
public record VmSnapshot(SnapshotName name, Instant takenAt, Principal takenBy) {
    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public VmSnapshot {
        Require.present("snapshot.name", name);
        Require.present("snapshot.takenAt", takenAt);
        Require.present("snapshot.takenBy", takenBy);
    }
}
