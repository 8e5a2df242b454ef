package io.berth.inventory.domain;

import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.Standstill;
import io.berth.contracts.placement.VmAssignment;
import org.jspecify.annotations.Nullable;

/**
 * Where a VM is in its life: what its owner asked for together with what placement last said of it.
 * It is worked out whenever it is asked for and stored nowhere, so that it cannot contradict
 * either.
 */
public enum VmLifecycle {
    /** It is specified and was never asked to run, or its adoption has failed. */
    DEFINED,
    /** It does not run and holds no room. */
    STOPPED,
    /** It is meant to run; its host has not yet reported it. */
    STARTING,
    /** Its host reported it running. */
    RUNNING,
    /** Its processors stand still; it keeps its memory. */
    PAUSED,
    /** Its memory is written to disk; it can go on where it was. */
    SAVED,
    /** It is meant to stop; its host has not yet reported it. */
    STOPPING,
    /** It moves to another host while it runs. */
    MIGRATING,
    /** Its host is down; it waits for the host, or for an operator. */
    LOST,
    /** It is meant to run and no host can take it now. */
    FAILED;

    /**
     * The present state.
     *
     * @param assignment what placement last said; null when it has not yet spoken of this VM
     */
    public static VmLifecycle of(WantedPower wanted, @Nullable VmAssignment assignment) {
        return assignment == null
                ? of(wanted, null, null)
                : of(wanted, assignment.state(), assignment.standstill());
    }

    /**
     * The present state.
     *
     * @param assignment what placement last said; null when it has not yet spoken of this VM
     * @param standstill why its host holds it without executing it; null where it executes
     */
    static VmLifecycle of(
            WantedPower wanted,
            @Nullable AssignmentState assignment,
            @Nullable Standstill standstill) {
        if (wanted == WantedPower.RUNNING) {
            return switch (assignment) {
                case null -> STARTING;
                case PLACED, WITHDRAWING, STOPPING, STOPPED, ADOPTING -> STARTING;
                case MIGRATING -> MIGRATING;
                case RUNNING ->
                        switch (standstill) {
                            case null -> RUNNING;
                            case PAUSED -> PAUSED;
                            case SAVED -> SAVED;
                        };
                case UNPLACEABLE -> FAILED;
                case WAITING_FOR_HOST, WAITING_FOR_OPERATOR -> LOST;
                case ADOPTION_FAILED -> DEFINED;
            };
        }
        return switch (assignment) {
            case null -> wanted == WantedPower.DEFINED ? DEFINED : STOPPING;
            case STOPPED -> wanted == WantedPower.DEFINED ? DEFINED : STOPPED;
            case PLACED,
                    RUNNING,
                    MIGRATING,
                    WITHDRAWING,
                    UNPLACEABLE,
                    WAITING_FOR_HOST,
                    WAITING_FOR_OPERATOR,
                    STOPPING,
                    ADOPTING ->
                    STOPPING;
            case ADOPTION_FAILED -> DEFINED;
        };
    }
}
