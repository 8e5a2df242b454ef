package io.berth.replica.store;

import io.berth.contracts.ids.SiteId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Map;

/** Which forest the hosts of a site belong to, in the caller's transaction: a few rows. */
@ApplicationScoped
public class SiteForestStore {
    private static final String UPSERT =
            """
            insert into site_forest (site, forest) values (?, ?)
            on conflict (site) do update set forest = excluded.forest
            """;

    private final Database database;

    SiteForestStore(Database database) {
        this.database = database;
    }

    /** All that somebody has said. */
    public Map<SiteId, String> all() {
        Map<SiteId, String> found = new HashMap<>();
        database.query(
                        "select site, forest from site_forest",
                        _ -> {},
                        row -> Map.entry(new SiteId(row.text()), row.text()))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    /** The hosts of this site belong to this forest. */
    public void save(SiteId site, String forest) {
        database.update(UPSERT, p -> p.text(site).text(forest));
    }

    /** Nobody knows the forest of this site any more; false when nobody did. */
    public boolean forget(SiteId site) {
        return database.update("delete from site_forest where site = ?", p -> p.text(site)) > 0;
    }
}
