package io.berth.monitoring.domain.guest;

import java.time.Duration;

/**
 * How guests are watched that do not say so themselves.
 *
 * @param lost see {@link GuestWatch}
 * @param noContact see {@link GuestWatch}; of guests that are expected to answer
 * @param repeat see {@link GuestWatch}
 */
public record WatchDefaults(Duration lost, Duration noContact, Duration repeat) {
    /** As the settings have them when nobody changes them. */
    public static final WatchDefaults STANDARD =
            new WatchDefaults(
                    Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofMinutes(10));

    /**
     * @throws IllegalArgumentException when one is not above zero
     */
    public WatchDefaults {
        positive("threshold", lost);
        positive("no-contact", noContact);
        positive("repeat", repeat);
    }

    private static void positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(
                    "berth.monitoring.guests: "
                            + name
                            + " is "
                            + duration
                            + "; above zero is needed");
        }
    }
}
