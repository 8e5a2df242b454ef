package io.berth.placement.messaging;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.FabricState;
import io.berth.contracts.inventory.HostGroupState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.ManagementGroupState;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.monitoring.HostLoadEvent;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.contracts.placement.InputOffset;
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
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills the catalogs from inventory's specifications and monitoring's measurements. */
@ApplicationScoped
public class CatalogTables {
    private static final String HOST_KEY = "host/";
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
            CompactedTable<InventoryState> inventory, CompactedTable<HostLoadEvent> loads)
            implements HostCatalog.Source {
        @Override
        public boolean awaitLoaded(Duration atMost) throws InterruptedException {
            return inventory.awaitLoaded(atMost) && loads.awaitLoaded(atMost);
        }

        @Override
        public List<InputOffset> offsets() {
            List<InputOffset> offsets = new ArrayList<>(inventory.offsets());
            offsets.addAll(loads.offsets());
            return offsets;
        }
    }

    /** Before the channels start, which wait for what is opened here. */
    void open(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        catalog.filledFrom(
                new Tables(
                        tables.open(
                                Topics.INVENTORY_STATE,
                                (key, state, position) -> inventory(key, state)),
                        tables.open(Topics.HOST_LOAD, (key, load, position) -> load(key, load))));
    }

    private void inventory(String key, @Nullable InventoryState state) {
        switch (state) {
            case null -> {
                if (key.startsWith(HOST_KEY)) {
                    catalog.forget(new HostId(key.substring(HOST_KEY.length())));
                } else if (key.startsWith(CLUSTER_KEY)) {
                    clusters.forget(new ClusterId(key.substring(CLUSTER_KEY.length())));
                } else if (key.startsWith(VM_KEY)) {
                    clusters.forget(new VmId(key.substring(VM_KEY.length())));
                }
            }
            case HostState host -> catalog.specified(host);
            case ManagementGroupState group -> {}
            case FabricState _ -> {}
            case HostGroupState group -> {}
            case ClusterState cluster -> clusters.specified(cluster);
            case VmState vm -> clusters.specified(vm);
        }
    }

    private void load(String key, @Nullable HostLoadEvent load) {
        switch (load) {
            case null -> catalog.measured(new HostId(key), null);
            case HostLoadMeasured measured -> catalog.measured(measured.host(), measured);
        }
    }
}
