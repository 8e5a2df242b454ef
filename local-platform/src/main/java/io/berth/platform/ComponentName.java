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

    /** A second instance of placement; it runs only when somebody starts it. */
    public static final ComponentName PLACEMENT_2 = new ComponentName("placement-2");

    /** The simulated hosts. */
    public static final ComponentName SIMULATOR = new ComponentName("simulator");

    /** All of a platform, in the order in which they are shown. */
    public static final List<ComponentName> ALL =
            List.of(POSTGRES, KAFKA, INVENTORY, MONITORING, PLACEMENT, PLACEMENT_2, SIMULATOR);

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
