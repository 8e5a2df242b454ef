package io.berth.inventory.store.estate;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Reading from one state of the database, however long it takes and whatever goes on meanwhile. */
@ApplicationScoped
public class Snapshots {
    private final AgroalDataSource dataSource;

    Snapshots(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Runs a read; everything in it sees the same state. */
    public void read(Duration atMost, Runnable work) {
        QuarkusTransaction.requiringNew()
                .timeout(Math.toIntExact(atMost.toSeconds()))
                .run(() -> {
                    // The connection is that of the transaction, and so that of all stores.
                    try (Connection connection = dataSource.getConnection();
                            Statement statement = connection.createStatement()) {
                        statement.execute(
                                "set transaction isolation level repeatable read, read only");
                    } catch (SQLException e) {
                        throw new EstateStoreException("take a snapshot", e);
                    }
                    work.run();
                });
    }
}
