package io.berth.platform;

import java.util.Map;

/**
 * Which port each part of an installation listens on: a fixed distance from one base, so that two
 * installations need two bases and nothing else.
 *
 * @param base the console's port
 */
public record PortPlan(int base) {
    /** The base when nobody chose one. */
    public static final int DEFAULT_BASE = 8080;

    /** The distance of the last port from the base. */
    public static final int HIGHEST_OFFSET = 25;

    private static final int CONTROLLER_OFFSET = 13;
    private static final int LOWEST_BASE = 1024;
    private static final int HIGHEST_PORT = 65_535;

    private static final Map<ComponentName, Integer> OFFSETS =
            Map.ofEntries(
                    Map.entry(ComponentName.INVENTORY, 1),
                    Map.entry(ComponentName.PLACEMENT, 2),
                    Map.entry(ComponentName.MONITORING, 3),
                    Map.entry(ComponentName.REPLICA, 4),
                    Map.entry(ComponentName.KEYVAULT, 5),
                    Map.entry(ComponentName.SIMULATOR, 6),
                    Map.entry(ComponentName.KAFKA, 12),
                    Map.entry(ComponentName.POSTGRES, 14),
                    Map.entry(ComponentName.INVENTORY_2, 21),
                    Map.entry(ComponentName.PLACEMENT_2, 22),
                    Map.entry(ComponentName.MONITORING_2, 23),
                    Map.entry(ComponentName.REPLICA_2, 24),
                    Map.entry(ComponentName.KEYVAULT_2, HIGHEST_OFFSET));

    /** Refuses a base whose ports do not all exist. */
    public PortPlan {
        if (base < LOWEST_BASE || base > HIGHEST_PORT - HIGHEST_OFFSET) {
            throw new PlatformException(
                    "Port base %d is out of range: choose one from %d to %d."
                            .formatted(base, LOWEST_BASE, HIGHEST_PORT - HIGHEST_OFFSET));
        }
    }

    /** The port of a component. */
    public int of(ComponentName component) {
        Integer offset = OFFSETS.get(component);
        if (offset == null) {
            throw new PlatformException("Component " + component + " has no port in the plan.");
        }
        return base + offset;
    }

    /** The port of Kafka's controller. */
    public int kafkaController() {
        return base + CONTROLLER_OFFSET;
    }

    /** Bootstrap servers for a Kafka client. */
    public String bootstrap() {
        return address(ComponentName.KAFKA);
    }

    /** Host and port of a service, for a client that wants no scheme. */
    public String address(ComponentName service) {
        return "127.0.0.1:" + of(service);
    }

    /** Where a service's HTTP interface is, without a trailing slash. */
    public String url(ComponentName service) {
        return "http://" + address(service);
    }
}
