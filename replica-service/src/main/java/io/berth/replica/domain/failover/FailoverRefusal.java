package io.berth.replica.domain.failover;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.FailoverStep;
import io.berth.contracts.replica.ReplicationState;
import io.berth.replica.domain.RecoveryPoint;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Why a failover, or what is asked of one, was not begun: a rule with the values that broke it. */
public sealed interface FailoverRefusal {
    /** Stable, for programs. */
    String code();

    /** What was wrong, with the values, and what to do next. */
    String detail();

    /** The relationship is in a state in which it cannot fail over. */
    record WrongState(RelationshipId id, ReplicationState state) implements FailoverRefusal {
        @Override
        public String code() {
            return "illegal-transition";
        }

        @Override
        public String detail() {
            return "Relationship "
                    + id
                    + " is "
                    + state
                    + "; a failover begins from REPLICATING or PAUSED.";
        }
    }

    /** Another failover was begun and is neither undone nor made final. */
    record AlreadyBegun(RelationshipId id, FailoverStep step, Principal by)
            implements FailoverRefusal {
        @Override
        public String code() {
            return "failover-already-begun";
        }

        @Override
        public String detail() {
            return by
                    + " has begun a failover of "
                    + id
                    + ", which is "
                    + step
                    + ": cancel it, or let it end.";
        }
    }

    /** A cycle is under way. */
    record CycleRuns(RelationshipId id, CycleNumber cycle, Instant since)
            implements FailoverRefusal {
        @Override
        public String code() {
            return "cycle-runs";
        }

        @Override
        public String detail() {
            return "Cycle "
                    + cycle
                    + " of "
                    + id
                    + " runs since "
                    + since
                    + ": ask again when it has ended; it ends by itself when its host is declared"
                    + " failed.";
        }
    }

    /** The target does not hold the point that was asked for, or none at all. */
    record NoSuchPoint(RelationshipId id, @Nullable CycleNumber point) implements FailoverRefusal {
        @Override
        public String code() {
            return "no-such-recovery-point";
        }

        @Override
        public String detail() {
            return point == null
                    ? "The target of " + id + " holds no copy."
                    : "The target of "
                            + id
                            + " holds no recovery point "
                            + point
                            + ": choose one of those that the preview lists.";
        }
    }

    /** An older point was named for a planned failover, which makes a point of its own. */
    record PlannedHasNoPoint(CycleNumber point) implements FailoverRefusal {
        @Override
        public String code() {
            return "planned-has-no-point";
        }

        @Override
        public String detail() {
            return "A planned failover copies the last changes and goes on from them, not from"
                    + " point "
                    + point
                    + ": leave the point out, or fail over unplanned.";
        }
    }

    /** Not accepted, or something else was accepted. */
    record LossNotAccepted(RecoveryPoint point, Duration loss, @Nullable Instant accepted)
            implements FailoverRefusal {
        @Override
        public String code() {
            return "loss-not-accepted";
        }

        @Override
        public String detail() {
            return "What the VM wrote since "
                    + point.pointAt()
                    + " would be lost, up to "
                    + loss
                    + " by now; accepted was "
                    + (accepted == null ? "nothing" : "what was written since " + accepted)
                    + ": repeat acceptLossSince as "
                    + point.pointAt()
                    + ".";
        }
    }

    /** Placement or inventory does not know the VM as one of its domain. */
    record NeverPlaced(VmId vm) implements FailoverRefusal {
        @Override
        public String code() {
            return "vm-never-placed";
        }

        @Override
        public String detail() {
            return "Placement knows no VM " + vm + " in its own domain, so there is none to move.";
        }
    }

    /** Nobody knows which host has the VM's disk. */
    record SourceUnknown(VmId vm) implements FailoverRefusal {
        @Override
        public String code() {
            return "source-unknown";
        }

        @Override
        public String detail() {
            return "No host runs VM " + vm + " and no cycle names one: start it first.";
        }
    }

    /** A host that has to take part is down. */
    record HostDown(HostId host, String why) implements FailoverRefusal {
        @Override
        public String code() {
            return "host-down";
        }

        @Override
        public String detail() {
            return "Host " + host + " is down; " + why;
        }
    }

    /** There is no failover, or it is not at a step at which this can be asked. */
    record NotNow(RelationshipId id, @Nullable FailoverStep step, String operation)
            implements FailoverRefusal {
        @Override
        public String code() {
            return "failover-not-at-this-step";
        }

        @Override
        public String detail() {
            return step == null
                    ? id + " was not failed over; there is nothing to " + operation + "."
                    : "The failover of "
                            + id
                            + " is "
                            + step
                            + "; "
                            + operation
                            + " is not possible there"
                            + (step == FailoverStep.HANDING_OVER
                                    ? ": wait until it has gone on."
                                    : ".");
        }
    }

    /** The VM has run at the replica; going back loses what it wrote there. */
    record WrittenAtReplica(VmId vm, Instant since) implements FailoverRefusal {
        @Override
        public String code() {
            return "loss-at-replica-not-accepted";
        }

        @Override
        public String detail() {
            return "VM "
                    + vm
                    + " may have run at the replica since "
                    + since
                    + "; what it wrote there would be lost. Repeat with acceptLoss, or reverse"
                    + " instead, which keeps it.";
        }
    }
}
