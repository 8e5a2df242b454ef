package io.berth.replica.domain.run;

import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.replica.domain.RecoveryPoint;
import io.berth.replica.domain.ReplicaRefusal.Sort;
import io.berth.replica.domain.ReplicaRefusal.Wording;
import java.time.Duration;
import java.util.Map;

/** Why a group was not taken, a run not begun, or a VM left out of one. */
public sealed interface RunRefusal {
    /** How it is told. */
    Wording wording();

    /** There is no such group. */
    record NoGroup(String id) implements RunRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "failover-group-not-found",
                    Sort.ABSENT,
                    "There is no such failover group",
                    "There is no failover group " + id + ".",
                    "List what exists, or make it first: PUT …/failover-groups/{id}.",
                    Map.of("id", id));
        }
    }

    /** There is no such run. */
    record NoRun(String id) implements RunRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "failover-run-not-found",
                    Sort.ABSENT,
                    "There is no such failover run",
                    "There is no failover run " + id + ".",
                    "List what exists: GET …/failover-runs.",
                    Map.of("id", id));
        }
    }

    /** A relationship belongs to one group. */
    record InOtherGroup(RelationshipId relationship, String group) implements RunRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "in-other-group",
                    Sort.CONFLICT,
                    "The relationship belongs to another group",
                    relationship + " belongs to group " + group + ".",
                    "Take it out there first: a VM fails over once.",
                    Map.of("relationship", relationship.value(), "group", group));
        }
    }

    /** A group names what does not exist. */
    record UnknownRelationship(RelationshipId relationship) implements RunRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-relationship",
                    Sort.RULE,
                    "The group names a relationship that does not exist",
                    "There is no relationship " + relationship + ".",
                    "Create it first.",
                    Map.of("relationship", relationship.value()));
        }
    }

    /** There are enough groups. */
    record TooManyGroups(int most) implements RunRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "too-many-failover-groups",
                    Sort.CONFLICT,
                    "There are too many failover groups",
                    "There are " + most + " already.",
                    "Remove one that is not needed.",
                    Map.of("most", most));
        }
    }

    /** Nothing to fail over. */
    record NothingThere(String scope) implements RunRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "nothing-to-fail-over",
                    Sort.CONFLICT,
                    "There is nothing to fail over",
                    "No relationship replicates a VM of " + scope + ".",
                    "Look at GET …/relationships.",
                    Map.of("scope", scope));
        }
    }

    /** Another run has one of the same relationships. */
    record RunOpen(String run, RelationshipId relationship) implements RunRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "failover-run-open",
                    Sort.CONFLICT,
                    "Another run is under way",
                    "Run " + run + " fails " + relationship + " over.",
                    "Let it end, or stop it: POST …/failover-runs/" + run + "/stop.",
                    Map.of("run", run, "relationship", relationship.value()));
        }
    }

    /** A VM is one VM, however many relationships copy it. */
    record SameVm(VmId vm, RelationshipId first) implements RunRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "same-vm-in-run",
                    Sort.CONFLICT,
                    "Another relationship of this VM fails over in the same run",
                    vm + " fails over by relationship " + first + ".",
                    "Nothing is to be done; to use this copy instead, fail it over by itself.",
                    Map.of("vm", vm.value(), "relationship", first.value()));
        }
    }

    /** The run is over. */
    record RunOver(String run) implements RunRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "failover-run-over",
                    Sort.CONFLICT,
                    "The run is over",
                    "Run " + run + " has ended.",
                    "Look at what came of it: GET …/failover-runs/" + run + ".",
                    Map.of("run", run));
        }
    }

    /** The newest point of a VM is older than what may be lost. */
    record LossAboveLimit(RecoveryPoint point, Duration loss, Duration limit)
            implements RunRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "loss-above-limit",
                    Sort.CONFLICT,
                    "More would be lost than was accepted",
                    "The newest point is of %s: up to %s would be lost; accepted was %s."
                            .formatted(point.pointAt(), loss, limit),
                    "Fail this VM over by itself, or begin a run that accepts more.",
                    Map.of(
                            "point",
                            point.cycle().value(),
                            "loss",
                            loss.toString(),
                            "limit",
                            limit.toString()));
        }
    }
}
