package io.berth.monitoring.domain.guest;

import io.berth.contracts.guests.HeartbeatLoss;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;

/**
 * A guest that does not answer. Times are log time in milliseconds.
 *
 * @param epoch under which its host holds the VM
 * @param sinceMillis when its host first said so
 * @param toldAtMillis when that was last told; 0 before the first time
 * @param told how often it was told
 */
public record MissedGuest(
        VmId vm, Epoch epoch, HeartbeatLoss loss, long sinceMillis, long toldAtMillis, int told) {
    /** Missed from now on. */
    static MissedGuest since(VmId vm, Epoch epoch, HeartbeatLoss loss, long now) {
        return new MissedGuest(vm, epoch, loss, now, 0, 0);
    }

    MissedGuest with(HeartbeatLoss other) {
        return other == loss
                ? this
                : new MissedGuest(vm, epoch, other, sinceMillis, toldAtMillis, told);
    }

    MissedGuest toldAt(long now) {
        return new MissedGuest(vm, epoch, loss, sinceMillis, now, told + 1);
    }

    boolean isTold() {
        return told > 0;
    }
}
