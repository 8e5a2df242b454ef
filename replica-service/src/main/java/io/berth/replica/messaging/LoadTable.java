package io.berth.replica.messaging;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.monitoring.HostLoadEvent;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.kit.table.CompactedTables;
import io.berth.replica.app.MeasuredLinks;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jspecify.annotations.Nullable;

/** Fills the measured links from what monitoring says of the hosts' load. */
@ApplicationScoped
public class LoadTable {
    private final CompactedTables tables;
    private final MeasuredLinks links;

    LoadTable(CompactedTables tables, MeasuredLinks links) {
        this.tables = tables;
        this.links = links;
    }

    void open(@Observes StartupEvent event) {
        tables.open(Topics.HOST_LOAD, (key, load, position) -> load(key, load));
    }

    private void load(String key, @Nullable HostLoadEvent event) {
        switch (event) {
            case null -> links.forget(new HostId(key));
            case HostLoadMeasured load -> links.measured(load);
        }
    }
}
