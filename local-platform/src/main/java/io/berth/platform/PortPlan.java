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

    private static final int CONTROLLER_OFFSET = 13;
    private static final int HIGHEST_OFFSET = 22;
    private static final int LOWEST_BASE = 1024;
    private static final int HIGHEST_PORT = 65_535;

    private static final Map<ComponentName, Integer> OFFSETS =
            Map.of(
                    ComponentName.INVENTORY, 1,
                    ComponentName.PLACEMENT, 2,
                    ComponentName.MONITORING, 3,
                    ComponentName.SIMULATOR, 6,
                    ComponentName.KAFKA, 12,
                    ComponentName.POSTGRES, 14,
                    ComponentName.PLACEMENT_2, HIGHEST_OFFSET);

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
        return "127.0.0.1:" + of(ComponentName.KAFKA);
    }

    /** Where a service's HTTP interface is, without a trailing slash. */
    public String url(ComponentName service) {
        return "http://127.0.0.1:" + of(service);
    }
}
