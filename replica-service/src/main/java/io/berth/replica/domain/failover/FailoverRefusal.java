package io.berth.replica.domain.failover;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.FailoverStep;
import io.berth.contracts.replica.ReplicationState;
import io.berth.replica.domain.RecoveryPoint;
import io.berth.replica.domain.ReplicaRefusal.Sort;
import io.berth.replica.domain.ReplicaRefusal.Wording;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a failover, or what is asked of one, was not begun: a rule with the values that broke it. */
public sealed interface FailoverRefusal {
    /** How it is told. */
    Wording wording();

    /** The relationship is in a state in which it cannot fail over. */
    record WrongState(RelationshipId id, ReplicationState state) implements FailoverRefusal {
        @Override
        public Wording wording() {
            return conflict(
                    "illegal-transition",
                    "The state does not allow a failover",
                    "Relationship " + id + " is " + state + ".",
                    "A failover begins from REPLICATING, TESTING or PAUSED.",
                    Map.of("id", id.value(), "state", state.name()));
        }
    }

    /** A failover of the VM was begun and is neither undone nor made final. */
    record AlreadyBegun(RelationshipId id, FailoverStep step, Principal by)
            implements FailoverRefusal {
        @Override
        public Wording wording() {
            return conflict(
                    "failover-already-begun",
                    "The VM is failing over already",
                    by + " has begun a failover by " + id + ", which is " + step + ".",
                    "Let it end, or cancel it: POST …/relationships/" + id + "/cancel.",
                    Map.of(
                            "relationship",
                            id.value(),
                            "step",
                            step.name(),
                            "principal",
                            by.value()));
        }
    }

    /** A cycle is under way. */
    record CycleRuns(RelationshipId id, CycleNumber cycle, Instant since)
            implements FailoverRefusal {
        @Override
        public Wording wording() {
            return conflict(
                    "cycle-runs",
                    "A cycle is under way",
                    "Cycle " + cycle + " of " + id + " runs since " + since + ".",
                    "Ask again when it has ended; it ends by itself when its host is declared"
                            + " failed.",
                    Map.of(
                            "relationship",
                            id.value(),
                            "cycle",
                            cycle.value(),
                            "since",
                            since.toString()));
        }
    }

    /** The target does not hold the point that was asked for, or none at all. */
    record NoSuchPoint(RelationshipId id, @Nullable CycleNumber point) implements FailoverRefusal {
        @Override
        public Wording wording() {
            return point == null
                    ? conflict(
                            "no-such-recovery-point",
                            "There is no such recovery point",
                            "The target of " + id + " holds no copy.",
                            "Wait for the first copy to end.",
                            Map.of("relationship", id.value()))
                    : rule(
                            "no-such-recovery-point",
                            "There is no such recovery point",
                            "The target of " + id + " holds no recovery point " + point + ".",
                            "Choose one of those that GET …/failover-preview lists.",
                            Map.of("relationship", id.value(), "point", point.value()));
        }
    }

    /** An older point was named for a planned failover, which makes a point of its own. */
    record PlannedHasNoPoint(CycleNumber point) implements FailoverRefusal {
        @Override
        public Wording wording() {
            return rule(
                    "planned-has-no-point",
                    "A planned failover makes a point of its own",
                    "Point " + point + " was named; the last changes are copied and gone on from.",
                    "Leave the point out, or fail over unplanned.",
                    Map.of("point", point.value()));
        }
    }

    /** The host that is copied from does not have what the VM wrote last. */
    record PlannedOfExtension(RelationshipId id, RelationshipId of) implements FailoverRefusal {
        @Override
        public Wording wording() {
            return conflict(
                    "planned-of-extension",
                    "A third site has no last changes of its own",
                    id + " copies the replica of " + of + " on, not the VM.",
                    "Fail over " + of + " as planned, or " + id + " unplanned.",
                    Map.of("relationship", id.value(), "extends", of.value()));
        }
    }

    /** Not accepted, or something else was accepted. */
    record LossNotAccepted(RecoveryPoint point, Duration loss, @Nullable Instant accepted)
            implements FailoverRefusal {
        @Override
        public Wording wording() {
            return conflict(
                    "loss-not-accepted",
                    "What would be lost was not accepted",
                    "What the VM wrote since "
                            + point.pointAt()
                            + " would be lost, up to "
                            + loss
                            + " by now; accepted was "
                            + (accepted == null
                                    ? "nothing."
                                    : "what was written since " + accepted + "."),
                    "Repeat with acceptLossSince " + point.pointAt() + ".",
                    Map.of(
                            "point",
                            point.cycle().value(),
                            "pointAt",
                            point.pointAt().toString(),
                            "loss",
                            loss.toString()));
        }
    }

    /** Placement or inventory does not know the VM as one of its domain. */
    record NeverPlaced(VmId vm) implements FailoverRefusal {
        @Override
        public Wording wording() {
            return conflict(
                    "vm-never-placed",
                    "There is no VM to move",
                    "Placement knows no VM " + vm + " in its own domain.",
                    "Place it first, or look after inventory.",
                    Map.of("vm", vm.value()));
        }
    }

    /** Nobody knows which host has the VM's disk. */
    record SourceUnknown(VmId vm) implements FailoverRefusal {
        @Override
        public Wording wording() {
            return conflict(
                    "source-unknown",
                    "Nobody knows which host has the VM's disk",
                    "No host runs VM " + vm + " and no cycle names one.",
                    "Start it first.",
                    Map.of("vm", vm.value()));
        }
    }

    /**
     * A host that has to take part is down.
     *
     * @param hint what to do, given what it was needed for
     */
    record HostDown(HostId host, String need, String hint) implements FailoverRefusal {
        @Override
        public Wording wording() {
            return conflict(
                    "host-down",
                    "A host that has to take part is down",
                    "Host " + host + " is down; it " + need + ".",
                    hint,
                    Map.of("host", host.value()));
        }
    }

    /** There is no failover, or it is not at a step at which this can be asked. */
    record NotNow(RelationshipId id, @Nullable FailoverStep step, String operation)
            implements FailoverRefusal {
        @Override
        public Wording wording() {
            String code = "failover-not-at-this-step";
            String title = "The failover does not allow this now";
            return step == null
                    ? conflict(
                            code,
                            title,
                            id + " was not failed over; there is nothing to " + operation + ".",
                            "Begin a failover first.",
                            Map.of("relationship", id.value(), "operation", operation))
                    : conflict(
                            code,
                            title,
                            "The failover of " + id + " is " + step + ".",
                            step == FailoverStep.HANDING_OVER
                                    ? "Wait until it has gone on; it does so by itself."
                                    : operation + " is not possible there.",
                            Map.of(
                                    "relationship",
                                    id.value(),
                                    "operation",
                                    operation,
                                    "step",
                                    step.name()));
        }
    }

    /** The relationship cannot go while its failover is open. */
    record StillOpen(RelationshipId id, FailoverStep step) implements FailoverRefusal {
        @Override
        public Wording wording() {
            return conflict(
                    "failover-open",
                    "A failover of this relationship is open",
                    "The failover of " + id + " is " + step + ".",
                    "Cancel, complete or reverse it first.",
                    Map.of("relationship", id.value(), "step", step.name()));
        }
    }

    /** The VM has run at the replica; going back loses what it wrote there. */
    record WrittenAtReplica(VmId vm, Instant since) implements FailoverRefusal {
        @Override
        public Wording wording() {
            return conflict(
                    "loss-at-replica-not-accepted",
                    "What the VM wrote at the replica would be lost",
                    "VM " + vm + " may have run at the replica since " + since + ".",
                    "Repeat with acceptLoss, or reverse instead, which keeps it.",
                    Map.of("vm", vm.value(), "since", since.toString()));
        }
    }

    private static Wording conflict(
            String code, String title, String detail, String hint, Map<String, Object> values) {
        return new Wording(code, Sort.CONFLICT, title, detail, hint, values);
    }

    private static Wording rule(
            String code, String title, String detail, String hint, Map<String, Object> values) {
        return new Wording(code, Sort.RULE, title, detail, hint, values);
    }
}
