package io.berth.monitoring.messaging;

import io.berth.contracts.Topics;
import io.berth.contracts.inventory.InventoryState;
import io.berth.kit.table.CompactedTable;
import io.berth.kit.table.CompactedTables;
import io.berth.monitoring.domain.RosterBook;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Reads {@code inventory.state} whole, for the rosters of all domains. */
@ApplicationScoped
@Startup
public class InventoryRosters {
    private final CompactedTables tables;
    private final RosterBook book = new RosterBook();
    private @Nullable CompactedTable<InventoryState> table;

    @Inject
    public InventoryRosters(CompactedTables tables) {
        this.tables = tables;
    }

    @PostConstruct
    void open() {
        table =
                tables.open(
                        Topics.INVENTORY_STATE, (key, state, position) -> book.changed(key, state));
    }

    /** Whether the inventory has been read as far as it went at the start. */
    public boolean isLoaded() {
        CompactedTable<InventoryState> opened = table;
        return opened != null && opened.isLoaded();
    }

    /** The rosters as read so far. */
    @Produces
    @Singleton
    RosterBook book() {
        return book;
    }
}
