package io.berth.checker;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stretch in which a VM certainly ran on a host, at one epoch in one boot: from the latest moment
 * of the first look that saw it running to the earliest moment of the last one. In between it ran
 * without a break, since an agent never starts a VM again at an epoch at which it has stopped it.
 *
 * @param to may lie before {@code from} when the VM was seen only once; the run is then empty
 * @param lastSeen the record of the last look that saw it running
 * @param endedBy the record of the first look that saw it no longer; absent while none has
 */
record Run(
        Vm vm,
        Host host,
        Boot boot,
        Epoch epoch,
        Instant from,
        Instant to,
        Position firstSeen,
        Position lastSeen,
        @Nullable Position endedBy) {

    @Override
    public String toString() {
        return host
                + " boot "
                + boot
                + " epoch "
                + epoch
                + (to.isAfter(from) ? " from " + from + " to " + to : " seen at " + from);
    }
}
