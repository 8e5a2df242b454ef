package io.berth.benchmarks;

import io.berth.platform.Installation;
import io.berth.platform.stand.ServiceStand;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A stand with the inventory and, when asked for, a placement. */
final class InventoryStand implements AutoCloseable {
    /** The heap that the promised estate has to fit. */
    static final String INVENTORY_HEAP = "-Xmx1g";

    private final ServiceStand stand;
    private final String inventory;

    /** Starts all but placement; what has started is stopped again when something does not. */
    InventoryStand(Installation installation) {
        stand = new ServiceStand(installation, "bench-inventory");
        try {
            inventory = service("inventory", INVENTORY_HEAP);
        } catch (RuntimeException e) {
            stand.close();
            throw e;
        }
    }

    /** Starts a cold placement and waits until it is ready; returns its address. */
    String startPlacement() {
        return service("placement", "-Xmx1g");
    }

    private String service(String name, String heap) {
        stand.database(name);
        return stand.start(
                        name,
                        1,
                        List.of(
                                heap,
                                "-Xss512k",
                                "-XX:+UseSerialGC",
                                "-XX:+ExitOnOutOfMemoryError"),
                        Map.of())
                .url();
    }

    /** A new file in the folder of the stand. */
    Path file(String name) {
        return stand.file(name);
    }

    /** For a Kafka client. */
    String bootstrap() {
        return stand.bootstrap();
    }

    /** The address of the inventory. */
    String inventory() {
        return inventory;
    }

    /** For an administrator. */
    String token() {
        return stand.token();
    }

    /** A session with the database of the inventory. */
    Connection database() throws SQLException {
        return stand.session("inventory");
    }

    @Override
    public void close() {
        stand.close();
    }
}
