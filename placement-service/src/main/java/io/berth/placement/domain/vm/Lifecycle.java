package io.berth.placement.domain.vm;

import static io.berth.contracts.placement.AssignmentState.ADOPTING;
import static io.berth.contracts.placement.AssignmentState.ADOPTION_FAILED;
import static io.berth.contracts.placement.AssignmentState.MIGRATING;
import static io.berth.contracts.placement.AssignmentState.PLACED;
import static io.berth.contracts.placement.AssignmentState.RUNNING;
import static io.berth.contracts.placement.AssignmentState.STOPPED;
import static io.berth.contracts.placement.AssignmentState.STOPPING;
import static io.berth.contracts.placement.AssignmentState.UNPLACEABLE;
import static io.berth.contracts.placement.AssignmentState.WAITING_FOR_HOST;
import static io.berth.contracts.placement.AssignmentState.WAITING_FOR_OPERATOR;
import static io.berth.contracts.placement.AssignmentState.WITHDRAWING;

import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AssignmentState;
import java.util.Set;

/**
 * Which state of an assignment may follow which. What each state means is said at {@link
 * AssignmentState}; a VM gets a host only from {@code UNPLACEABLE} (it has none) or {@code
 * WAITING_FOR_HOST} (it returns), so whoever re-places it has to take it off its old host first.
 */
final class Lifecycle {
    private Lifecycle() {}

    /** The states from which {@code target} may be entered. */
    static Set<AssignmentState> legalSources(AssignmentState target) {
        return switch (target) {
            case PLACED -> Set.of(UNPLACEABLE, WAITING_FOR_HOST);
            case RUNNING -> Set.of(PLACED, MIGRATING, WAITING_FOR_HOST, ADOPTING, ADOPTION_FAILED);
            case MIGRATING -> Set.of(RUNNING);
            case WITHDRAWING -> Set.of(PLACED, RUNNING, MIGRATING, STOPPING, WITHDRAWING);
            case UNPLACEABLE ->
                    Set.of(
                            PLACED,
                            RUNNING,
                            MIGRATING,
                            WITHDRAWING,
                            WAITING_FOR_HOST,
                            WAITING_FOR_OPERATOR,
                            STOPPED,
                            ADOPTION_FAILED);
            case WAITING_FOR_HOST -> Set.of(PLACED, RUNNING, MIGRATING);
            case WAITING_FOR_OPERATOR -> Set.of(PLACED, RUNNING, MIGRATING, WITHDRAWING);
            case STOPPING ->
                    Set.of(
                            PLACED,
                            RUNNING,
                            MIGRATING,
                            WITHDRAWING,
                            WAITING_FOR_HOST,
                            STOPPING,
                            ADOPTING);
            case STOPPED -> Set.of(STOPPING, UNPLACEABLE, WAITING_FOR_OPERATOR);
            case ADOPTING -> Set.of(UNPLACEABLE, STOPPED, ADOPTION_FAILED);
            case ADOPTION_FAILED -> Set.of(ADOPTING, UNPLACEABLE, STOPPED, ADOPTION_FAILED);
        };
    }

    /** Whether a VM in this state has a host and holds room there. */
    static boolean holdsRoom(AssignmentState state) {
        return switch (state) {
            case PLACED, RUNNING, MIGRATING, WITHDRAWING, WAITING_FOR_HOST, STOPPING, ADOPTING ->
                    true;
            case UNPLACEABLE, WAITING_FOR_OPERATOR, STOPPED, ADOPTION_FAILED -> false;
        };
    }

    /**
     * @throws IllegalTransition when {@code target} may not follow {@code source}
     */
    static void check(VmId vm, AssignmentState source, AssignmentState target) {
        if (!legalSources(target).contains(source)) {
            throw new IllegalTransition(vm, source, target);
        }
    }
}
