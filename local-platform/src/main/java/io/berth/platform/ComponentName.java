package io.berth.platform;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The name of one supervised process of the platform, as {@code berth status} shows it. */
public record ComponentName(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,30}");

    /** The databases of the services. */
    public static final ComponentName POSTGRES = new ComponentName("postgres");

    /** The broker. */
    public static final ComponentName KAFKA = new ComponentName("kafka");

    /** What exists. */
    public static final ComponentName INVENTORY = new ComponentName("inventory");

    /** Who is alive. */
    public static final ComponentName MONITORING = new ComponentName("monitoring");

    /** Where VMs run. */
    public static final ComponentName PLACEMENT = new ComponentName("placement");

    /** Copies of VMs on other hosts. */
    public static final ComponentName REPLICA = new ComponentName("replica");

    /** Keys, and the secrets protected with them. */
    public static final ComponentName KEYVAULT = new ComponentName("keyvault");

    /** The simulated hosts. */
    public static final ComponentName SIMULATOR = new ComponentName("simulator");

    /** A second instance of inventory. */
    public static final ComponentName INVENTORY_2 = new ComponentName("inventory-2");

    /** A second instance of monitoring. */
    public static final ComponentName MONITORING_2 = new ComponentName("monitoring-2");

    /** A second instance of placement. */
    public static final ComponentName PLACEMENT_2 = new ComponentName("placement-2");

    /** A second instance of replica. */
    public static final ComponentName REPLICA_2 = new ComponentName("replica-2");

    /** A second instance of keyvault. */
    public static final ComponentName KEYVAULT_2 = new ComponentName("keyvault-2");

    /**
     * Run only when somebody starts them. Each shares database and consumer groups with the first
     * instance, so that either goes on alone.
     */
    public static final List<ComponentName> SECOND_INSTANCES =
            List.of(INVENTORY_2, MONITORING_2, PLACEMENT_2, REPLICA_2, KEYVAULT_2);

    /** All of a platform, in the order in which they are shown. */
    public static final List<ComponentName> ALL =
            List.of(
                    POSTGRES,
                    KAFKA,
                    INVENTORY,
                    MONITORING,
                    PLACEMENT,
                    REPLICA,
                    KEYVAULT,
                    SIMULATOR,
                    INVENTORY_2,
                    MONITORING_2,
                    PLACEMENT_2,
                    REPLICA_2,
                    KEYVAULT_2);

    /** Refuses what could not be a file name. */
    public ComponentName {
        if (!FORM.matcher(value).matches()) {
            throw new PlatformException(
                    "'%s' is no name of a component. A platform has: %s."
                            .formatted(
                                    value,
                                    ALL.stream()
                                            .map(ComponentName::value)
                                            .collect(Collectors.joining(", "))));
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
