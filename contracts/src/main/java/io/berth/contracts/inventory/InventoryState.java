package io.berth.contracts.inventory;

import io.berth.contracts.Event;

/**
 * A record of the compacted topic {@code inventory.state}: the newest specification of one entity.
 * It says what exists, not where a VM runs.
 */
public sealed interface InventoryState extends Event
        permits ClusterState,
                ConsolidationPlanState,
                CsvState,
                DiskGroupState,
                HostGroupState,
                HostState,
                LunState,
                ManagementGroupState,
                StorageArrayState,
                VmState {
    /** Rises with every change of this entity; of two records the higher one holds. */
    long revision();
}
