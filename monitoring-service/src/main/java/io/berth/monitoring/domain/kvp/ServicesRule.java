package io.berth.monitoring.domain.kvp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which integration services the guest rules ask for. The rest of these rules is inventory's to
 * judge, when a VM is defined; this much can be seen from what the guest says of itself.
 */
public final class ServicesRule {
    /** No guest needs any. */
    public static final ServicesRule NONE = new ServicesRule(Map.of());

    private final Map<String, String> needed = new HashMap<>();

    /**
     * What was found of a guest.
     *
     * @param guest the system that the rule is about
     * @param installed as the guest says
     * @param needed the version that is asked for
     */
    public record Finding(String guest, String installed, String needed, boolean outdated) {}

    /**
     * @param guests names of the guests that need a version, by version; case and spaces do not
     *     matter
     * @throws IllegalArgumentException when a version is none, or a guest stands there twice
     */
    public ServicesRule(Map<String, List<String>> guests) {
        guests.forEach((version, names) -> {
            if (!GuestVersion.of(version).understood()) {
                throw new IllegalArgumentException(version + " is no version");
            }
            for (String name : names) {
                if (needed.put(plain(name), version) != null) {
                    throw new IllegalArgumentException(name + " stands there twice");
                }
            }
        });
    }

    /** How many guests it is about. */
    public int size() {
        return needed.size();
    }

    /**
     * Judges a guest.
     *
     * @param names under which it may be listed, best first
     * @param installed version of its services, as it says
     * @return empty for a guest that the rules are not about, or whose version makes no sense
     */
    public Optional<Finding> judge(List<String> names, String installed) {
        GuestVersion version = GuestVersion.of(installed);
        if (!version.understood()) {
            return Optional.empty();
        }
        for (String name : names) {
            String asked = needed.get(plain(name));
            if (asked != null) {
                boolean outdated = version.compareTo(GuestVersion.of(asked)) < 0;
                return Optional.of(new Finding(name, installed, asked, outdated));
            }
        }
        return Optional.empty();
    }

    private static String plain(String name) {
        return name.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
    }
}
