package io.berth.checker;

import java.util.List;

/**
 * One broken promise.
 *
 * @param subject the VM, host or phase that it concerns
 * @param text what was found, with hosts, epochs and times
 * @param evidence the records that show it
 */
public record Finding(Kind kind, String subject, String text, List<Position> evidence) {
    public Finding {
        evidence = List.copyOf(evidence);
    }

    /** Which promise. */
    public enum Kind {
        /** The history holds nothing that could break the promise, so it proves nothing. */
        NOTHING_TO_CHECK,
        /** A record of a service's own topic cannot be read. */
        UNREADABLE_RECORD,
        /** A host died and was never declared failed. */
        FAILURE_NOT_DETECTED,
        /** A highly available VM of a dead host does not run on a living host. */
        NOT_REPLACED,
        /** It runs again, but not at a higher epoch. */
        NOT_AT_HIGHER_EPOCH,
        /** It runs again, but its host never reported the start. */
        NOT_CONFIRMED,
        /** The same VM ran on two hosts at the same moment. */
        RAN_TWICE,
        /** The hypervisors themselves noticed a VM that executed on two hosts. */
        SEEN_TWICE,
        /** At the end the same VM runs on more than one living host. */
        RUNS_TWICE_AT_END,
        /** A defined VM ends neither running nor with an explanation. */
        FORGOTTEN,
        /** A VM ends without a host although the estate has room. */
        UNPLACEABLE,
        /** A VM was called unplaceable without the reasons of every host. */
        UNPLACEABLE_UNEXPLAINED,
        /** A later decision or observation has a lower epoch, or a placement reuses one. */
        EPOCH_FELL,
        /** A VM ran where no decision had put it at that epoch. */
        RAN_WITHOUT_DECISION,
        /** A host reported a start at an epoch after a higher one had been decided. */
        STALE_START,
        /** A VM was started while its former host could still have run it. */
        STARTED_INSIDE_LEASE,
        /** A loss is not followed by exactly one placement or refusal. */
        LOSS_WITHOUT_OUTCOME,
        /** A placement claims a loss that was not published, or answers one loss a second time. */
        OUTCOME_WITHOUT_LOSS,
        /** A host was declared failed in a phase in which none died. */
        FAILED_IN_QUIET_PHASE,
        /** Placement decided about a VM in a phase in which nothing may move. */
        DECIDED_IN_QUIET_PHASE,
        /** A VM started or stopped, or a host rebooted, in a phase in which nothing may move. */
        CHANGED_IN_QUIET_PHASE,
        /** A host fenced itself in a phase in which the fleet had to go on. */
        FENCED_IN_QUIET_PHASE,
        /** A host was not heard of after the phase, so nobody knows what became of its VMs. */
        UNSEEN_AFTER_QUIET_PHASE,
        /** The fault was too short or did not take effect, so that the phase proves nothing. */
        FAULT_NOT_EFFECTIVE,
        /** The expected hold did not begin or did not end. */
        NO_HOLD,
        /** Placement's REST answer is not what the agents report. */
        ANSWER_DISAGREES,
        /** The number of a replication cycle does not follow the one before it. */
        CYCLE_GAP,
        /** A cycle was ordered a second time. */
        CYCLE_ORDERED_TWICE,
        /** A cycle ended that nobody had ordered. */
        CYCLE_NOT_ORDERED,
        /** A cycle ended a second time. */
        CYCLE_ENDED_TWICE,
        /** A cycle neither ended nor can still be running. */
        CYCLE_WITHOUT_END,
        /** A cycle was ordered before the one before it had ended. */
        CYCLES_AT_ONCE,
        /** A cycle is called complete, and its source never reported a copy. */
        COPY_NOT_REPORTED,
        /** A copy was made from a host where the VM did not run. */
        COPIED_FROM_ELSEWHERE,
        /** Only changes were copied, and there was nothing to apply them to. */
        DELTA_WITHOUT_COPY,
        /** A copy claims to be newer than its order: the RPO would be understated. */
        POINT_TOO_NEW,
        /** The RPO over REST is not that of the events. */
        RPO_DISAGREES,
        /** A planted secret stands in a record. */
        SECRET_LEAKED
    }

    @Override
    public String toString() {
        return kind + " " + subject + ": " + text + " " + evidence;
    }
}
