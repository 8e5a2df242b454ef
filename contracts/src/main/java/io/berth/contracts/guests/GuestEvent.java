package io.berth.contracts.guests;

import io.berth.contracts.Event;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;

/**
 * A record of {@code monitoring.guest-events}, keyed by VM: what became known of its guest. No rule
 * of safety rests on any of it, since a guest may say what it likes.
 */
public sealed interface GuestEvent extends Event
        permits GuestServicesJudged,
                KvpChanged,
                KvpFlagged,
                VmHeartbeatLost,
                VmHeartbeatReturned,
                VmRestartDecided {
    /** The VM whose guest it is. */
    VmId vm();

    /** The host that it was on. */
    HostId host();

    @Override
    default String partitionKey() {
        return vm().value();
    }
}
