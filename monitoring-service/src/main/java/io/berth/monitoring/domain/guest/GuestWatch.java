package io.berth.monitoring.domain.guest;

import io.berth.contracts.guests.HeartbeatLoss;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a guest may leave its host without an answer, and what happens then.
 *
 * @param lost how long a guest may be silent that has answered before; null when nobody wants to
 *     hear of it
 * @param noContact how long one may be silent that has not answered since it started; null when
 *     nobody expects it to answer at all
 * @param repeat after which a loss that lasts is told again
 * @param restartsPerHour how often its VM may be restarted for it within an hour; 0 for never
 */
public record GuestWatch(
        @Nullable Duration lost,
        @Nullable Duration noContact,
        Duration repeat,
        int restartsPerHour) {
    /** After how long a loss of this kind is told; null when it is not. */
    public @Nullable Duration threshold(HeartbeatLoss loss) {
        return switch (loss) {
            case LOST_COMMUNICATION -> lost;
            case NO_CONTACT -> noContact;
        };
    }
}
