package io.berth.placement.messaging;

import io.berth.contracts.Topics;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.monitoring.HostLoadEvent;
import io.berth.kit.table.CompactedTable;
import io.berth.kit.table.CompactedTables;
import io.berth.placement.app.HostCatalog;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;

/** Fills the catalog of hosts from inventory's specifications and monitoring's measurements. */
@ApplicationScoped
public class CatalogTables {
    private final CompactedTables tables;
    private final HostCatalog catalog;

    @Inject
    public CatalogTables(CompactedTables tables, HostCatalog catalog) {
        this.tables = tables;
        this.catalog = catalog;
    }

    private record Tables(
            CompactedTable<InventoryState> inventory, CompactedTable<HostLoadEvent> loads)
            implements HostCatalog.Source {
        @Override
        public boolean awaitLoaded(Duration atMost) throws InterruptedException {
            return inventory.awaitLoaded(atMost) && loads.awaitLoaded(atMost);
        }
    }

    /** Before the channels start, which wait for what is opened here. */
    void open(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        catalog.filledFrom(
                new Tables(
                        tables.open(Topics.INVENTORY_STATE, catalog::inventory),
                        tables.open(Topics.HOST_LOAD, catalog::load)));
    }
}
