package io.berth.placement.messaging;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.FabricState;
import io.berth.contracts.inventory.HostGroupState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.ManagementGroupState;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.monitoring.HostLoadEvent;
import io.berth.contracts.placement.ClusterEvent;
import io.berth.kit.intake.Position;
import io.berth.kit.table.CompactedTable;
import io.berth.kit.table.CompactedTables;
import io.berth.placement.app.ClusterCatalog;
import io.berth.placement.app.HostCatalog;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Fills the catalogs from inventory's specifications and monitoring's measurements. */
@ApplicationScoped
public class CatalogTables {
    private static final String CLUSTER_KEY = "cluster/";
    private static final String VM_KEY = "vm/";

    private final CompactedTables tables;
    private final HostCatalog catalog;
    private final ClusterCatalog clusters;

    @Inject
    public CatalogTables(CompactedTables tables, HostCatalog catalog, ClusterCatalog clusters) {
        this.tables = tables;
        this.catalog = catalog;
        this.clusters = clusters;
    }

    private record Tables(
            CompactedTable<InventoryState> inventory,
            CompactedTable<HostLoadEvent> loads,
            CompactedTable<ClusterEvent> judgements)
            implements HostCatalog.Source {
        @Override
        public boolean awaitLoaded(Duration atMost) throws InterruptedException {
            return inventory.awaitLoaded(atMost)
                    && loads.awaitLoaded(atMost)
                    && judgements.awaitLoaded(atMost);
        }
    }

    /** Before the channels start, which wait for what is opened here. */
    void open(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        catalog.filledFrom(
                new Tables(
                        tables.open(Topics.INVENTORY_STATE, this::inventory),
                        tables.open(Topics.HOST_LOAD, catalog::load),
                        tables.open(Topics.PLACEMENT_CLUSTERS, catalog::cluster)));
    }

    private void inventory(String key, @Nullable InventoryState state, Position position) {
        catalog.inventory(key, state, position);
        switch (state) {
            case null -> {
                if (key.startsWith(CLUSTER_KEY)) {
                    clusters.forget(new ClusterId(key.substring(CLUSTER_KEY.length())));
                } else if (key.startsWith(VM_KEY)) {
                    clusters.forget(new VmId(key.substring(VM_KEY.length())));
                }
            }
            case ClusterState cluster -> clusters.specified(cluster);
            case VmState vm -> clusters.specified(vm);
            case HostState _, ManagementGroupState _, FabricState _, HostGroupState _ -> {}
        }
    }
}
