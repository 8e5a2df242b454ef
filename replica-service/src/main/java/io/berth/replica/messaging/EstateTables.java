package io.berth.replica.messaging;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.ConsolidationPlanState;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.DiskGroupState;
import io.berth.contracts.inventory.HostGroupState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.LunState;
import io.berth.contracts.inventory.ManagementGroupState;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.placement.AssignmentEvent;
import io.berth.contracts.placement.VmAssignment;
import io.berth.kit.table.CompactedTable;
import io.berth.kit.table.CompactedTables;
import io.berth.replica.app.Estate;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import org.jspecify.annotations.Nullable;

/** Fills the estate from inventory's specifications and placement's assignments. */
@ApplicationScoped
public class EstateTables {
    private static final String HOST_KEY = "host/";
    private static final String VM_KEY = "vm/";

    private final CompactedTables tables;
    private final Estate estate;

    EstateTables(CompactedTables tables, Estate estate) {
        this.tables = tables;
        this.estate = estate;
    }

    /** Before the scheduler starts, which waits for what is opened here. */
    void open(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        CompactedTable<InventoryState> inventory =
                tables.open(
                        Topics.INVENTORY_STATE, (key, state, position) -> inventory(key, state));
        CompactedTable<AssignmentEvent> assignments =
                tables.open(
                        Topics.PLACEMENT_ASSIGNMENTS,
                        (key, assignment, position) -> assignment(key, assignment));
        estate.filledFrom(
                atMost -> inventory.awaitLoaded(atMost) && assignments.awaitLoaded(atMost));
    }

    private void inventory(String key, @Nullable InventoryState state) {
        switch (state) {
            case null -> {
                if (key.startsWith(HOST_KEY)) {
                    estate.forgetHost(new HostId(key.substring(HOST_KEY.length())));
                } else if (key.startsWith(VM_KEY)) {
                    estate.forgetVm(new VmId(key.substring(VM_KEY.length())));
                }
            }
            case HostState host -> estate.specified(host);
            case VmState vm -> estate.specified(vm);
            case ManagementGroupState _, HostGroupState _, ClusterState _ -> {}
            case ConsolidationPlanState _,
                    CsvState _,
                    DiskGroupState _,
                    LunState _,
                    StorageArrayState _ -> {}
        }
    }

    private void assignment(String key, @Nullable AssignmentEvent event) {
        switch (event) {
            case null -> estate.forgetAssignment(new VmId(key));
            case VmAssignment assignment -> estate.assigned(assignment);
        }
    }
}
