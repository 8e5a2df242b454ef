package io.berth.inventory.domain;

import static io.berth.inventory.domain.VmLifecycle.DEFINED;
import static io.berth.inventory.domain.VmLifecycle.FAILED;
import static io.berth.inventory.domain.VmLifecycle.LOST;
import static io.berth.inventory.domain.VmLifecycle.MIGRATING;
import static io.berth.inventory.domain.VmLifecycle.PAUSED;
import static io.berth.inventory.domain.VmLifecycle.RUNNING;
import static io.berth.inventory.domain.VmLifecycle.SAVED;
import static io.berth.inventory.domain.VmLifecycle.STARTING;
import static io.berth.inventory.domain.VmLifecycle.STOPPED;
import static io.berth.inventory.domain.VmLifecycle.STOPPING;

import io.berth.contracts.hosts.VmAction;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What can be done with a VM, and in which states of its life. Asking again for what is under way
 * is legal: the request may have been lost, and a VM that waits is looked at anew.
 */
public enum VmOperation {
    /** Processors, memory, disks, adapters or guest become others. */
    CONFIGURE_HARDWARE(DEFINED, STOPPED),
    /** Anything that its host need not know becomes another: priority, owners, policies. */
    CONFIGURE(DEFINED, STOPPED, STARTING, RUNNING, PAUSED, SAVED, STOPPING, LOST, FAILED),
    /** It is meant to run. */
    START(DEFINED, STOPPED, STARTING, STOPPING, LOST, FAILED),
    /** Its guest is to shut down; it holds no room then. What stands still cannot. */
    STOP(STARTING, RUNNING, MIGRATING, STOPPING, LOST, FAILED),
    /** Its power is cut, whatever its guest does; what was saved of it is given up. */
    TURN_OFF(STARTING, RUNNING, MIGRATING, PAUSED, SAVED, STOPPING, LOST, FAILED),
    /** Its processors stand still; it keeps its memory. */
    PAUSE(RUNNING),
    /** It goes on after a pause. */
    RESUME(PAUSED),
    /** Its memory is written to its host's disk. */
    SAVE(RUNNING, PAUSED),
    /** It goes on where it was saved. */
    RESTORE(SAVED),
    /** Its guest begins anew where it is, whatever it did. */
    RESET(RUNNING),
    /** It is kept as it is now, under a name. */
    SNAPSHOT(RUNNING, PAUSED, SAVED),
    /** It becomes again what it was at a snapshot, and runs from there. */
    REVERT(RUNNING, PAUSED, SAVED),
    /** A snapshot is given up. */
    DELETE_SNAPSHOT(DEFINED, STOPPED, RUNNING, PAUSED, SAVED),
    /** It goes to another cluster, or to the stand-alone hosts of a group. */
    HAND_OVER(DEFINED, STOPPED),
    /** It is no more. */
    DELETE(DEFINED, STOPPED);

    private final Set<VmLifecycle> legalIn;

    VmOperation(VmLifecycle first, VmLifecycle... others) {
        legalIn = EnumSet.of(first, others);
    }

    /** What it takes to have a host do this. */
    public static VmOperation of(VmAction action) {
        return switch (action) {
            case PAUSE -> PAUSE;
            case RESUME -> RESUME;
            case SAVE -> SAVE;
            case RESTORE -> RESTORE;
            case RESET -> RESET;
            case SNAPSHOT -> SNAPSHOT;
            case REVERT -> REVERT;
            case DELETE_SNAPSHOT -> DELETE_SNAPSHOT;
        };
    }

    /** Whether it is legal in this state. */
    public boolean isLegalIn(VmLifecycle state) {
        return legalIn.contains(state);
    }

    /** All that is legal in a state. */
    public static List<VmOperation> legalIn(VmLifecycle state) {
        return Arrays.stream(values()).filter(operation -> operation.isLegalIn(state)).toList();
    }

    /** As it stands in requests and answers. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
