package io.berth.replica.domain.failover;

import java.util.Locale;

/** What a failover waits for, and what people can do about it. */
public enum Waiting {
    /** Placement, or the host, has not yet said that the VM is stopped. */
    FOR_STOP("it is being stopped; nothing to do"),
    /** The host that runs the VM is down, and nothing proves that the VM does not execute. */
    FOR_EVIDENCE(
            "its host has to speak again, its BMC has to prove that the power is off, or an"
                    + " operator has to confirm it; until then the VM is started nowhere else"),
    /** The last delta is on its way. */
    FOR_LAST_DELTA("it is being copied; nothing to do"),
    /** The last delta did not arrive and is tried again. */
    FOR_ANOTHER_LAST_DELTA(
            "it is tried again; if the source cannot copy, cancel, and fail over unplanned"),
    /** The target has lost its copy, so that there is nothing to go on from. */
    COPY_LOST("cancel the failover; everything must be copied again"),
    /** The target has not yet made the point a disk. */
    FOR_PROMOTION("it is being done; look after the target host if it takes longer than a minute"),
    /** The target refused to make the point a disk; it is asked again. */
    PROMOTION_REFUSED("cancel the failover, or choose another point"),
    /** Placement has not yet handed the VM over. */
    FOR_HAND_OVER("it is being handed over; nothing to do"),
    /** Inventory does not know the VM, so that nobody can say how it is to be started. */
    VM_UNKNOWN("define the VM in inventory, or remove the relationship"),
    /** The target has not yet reported it running. */
    FOR_START("it is being started; nothing to do"),
    /** The target cannot take the VM now. */
    NO_ROOM("make room on the target host, or end its maintenance; it is tried again");

    private final String hint;

    Waiting(String hint) {
        this.hint = hint;
    }

    /** What to do next. */
    public String hint() {
        return hint;
    }

    /** As it stands in answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
