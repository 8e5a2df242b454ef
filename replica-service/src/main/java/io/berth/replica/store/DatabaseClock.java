package io.berth.replica.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/**
 * The one clock of replication: that of the database, so that instances on several machines agree
 * on what is due and on how old a copy is.
 */
@ApplicationScoped
public class DatabaseClock {
    private final Database database;

    DatabaseClock(Database database) {
        this.database = database;
    }

    /** When the caller's transaction began; the time of the query outside of one. */
    public Instant now() {
        return database.query("select now()", _ -> {}, Columns::time).getFirst();
    }
}
