package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.LunId;
import io.berth.contracts.ids.MiB;
import org.jspecify.annotations.Nullable;

/**
 * A cluster shared volume: a LUN that every node of a cluster reads and writes at the same time.
 *
 * @param array the one of its LUN
 * @param capacity room for disks of VMs
 * @param iops operations per second that it gives; absent where that is not known
 * @param backupPolicy the only policy whose VMs belong on it; absent where any one may
 */
@EventType("io.berth.inventory.csv-state.v1")
public record CsvState(
        CsvId csv,
        LunId lun,
        ArrayId array,
        ClusterId cluster,
        MiB capacity,
        @Nullable Long iops,
        @Nullable String backupPolicy,
        long revision)
        implements FabricState {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public CsvState {
        Require.present("csv", csv);
        Require.present("lun", lun);
        Require.present("array", array);
        Require.present("cluster", cluster);
        Require.present("capacity", capacity);
        Require.optionalRange("iops", iops, 0, HostHardware.MAX_IOPS);
        if (backupPolicy != null) {
            Identifiers.check("backupPolicy", backupPolicy);
        }
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "csv/" + csv;
    }
}
