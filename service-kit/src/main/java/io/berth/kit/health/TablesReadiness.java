package io.berth.kit.health;

import io.berth.kit.table.CompactedTable;
import io.berth.kit.table.CompactedTables;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Not ready until all compacted tables are loaded. */
@Readiness
@ApplicationScoped
public class TablesReadiness implements HealthCheck {
    private final CompactedTables tables;

    @Inject
    public TablesReadiness(CompactedTables tables) {
        this.tables = tables;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder answer = HealthCheckResponse.named("tables");
        boolean ready = true;
        for (CompactedTable<?> table : tables.all()) {
            ready &= table.isLoaded() && table.isAlive();
            answer.withData(table.topic(), table.isLoaded() ? "loaded" : "loading");
        }
        return answer.status(ready).build();
    }
}
