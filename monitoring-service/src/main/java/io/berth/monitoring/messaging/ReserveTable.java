package io.berth.monitoring.messaging;

import io.berth.contracts.Topics;
import io.berth.kit.table.CompactedTables;
import io.berth.monitoring.domain.alert.EstateConditions;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Reads {@code placement.clusters} whole, for over-committed clusters. */
@ApplicationScoped
@Startup
public class ReserveTable {
    private final CompactedTables tables;
    private final EstateConditions estate;

    @Inject
    public ReserveTable(CompactedTables tables, EstateConditions estate) {
        this.tables = tables;
        this.estate = estate;
    }

    @PostConstruct
    void open() {
        tables.open(Topics.PLACEMENT_CLUSTERS, (key, state, position) -> estate.judged(key, state));
    }
}
