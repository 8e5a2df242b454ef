package io.berth.replica.domain;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.RelationshipCreated;
import io.berth.contracts.replica.ReplicationState;
import io.berth.replica.domain.failover.FailoverRefusal;
import io.berth.replica.domain.run.RunRefusal;
import io.berth.replica.domain.test.TestRefusal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Why a change was not made: a rule with the values that broke it. Each has a stable code for
 * programs, and a title, a detail with the values and a hint for people.
 */
public sealed interface ReplicaRefusal {
    /** What sort of answer it is, whatever the rule. */
    enum Sort {
        /** The thing addressed does not exist. */
        ABSENT,
        /** It clashes with what exists now; with another state the same request could succeed. */
        CONFLICT,
        /** The request itself breaks a rule. */
        RULE,
        /** The caller has seen an older state than there is. */
        OUTDATED
    }

    /**
     * How a refusal is told.
     *
     * @param code stable, for programs
     * @param title the rule in a few words, the same for every occurrence
     * @param detail what was wrong, with the values
     * @param hint what is allowed, or what to do next
     * @param values the same values, for programs
     */
    record Wording(
            String code,
            Sort sort,
            String title,
            String detail,
            String hint,
            Map<String, Object> values) {
        /** Takes a copy that keeps the order. */
        public Wording {
            values = new LinkedHashMap<>(values);
        }
    }

    /** How it is told. */
    Wording wording();

    /** There is no such relationship. */
    record NotFound(String id) implements ReplicaRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "relationship-not-found",
                    Sort.ABSENT,
                    "There is no such relationship",
                    "There is no relationship " + id + ".",
                    "List what exists, or create it first.",
                    Map.of("id", id));
        }
    }

    /** The id is in use. */
    record AlreadyExists(RelationshipId id) implements ReplicaRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "relationship-already-exists",
                    Sort.CONFLICT,
                    "This relationship exists already",
                    "There is already a relationship " + id + ".",
                    "Ids are unique in the whole installation: choose another.",
                    Map.of("id", id.value()));
        }
    }

    /** The VM is replicated already. */
    record AlreadyReplicated(VmId vm, RelationshipId by) implements ReplicaRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "already-replicated",
                    Sort.CONFLICT,
                    "This VM is replicated already",
                    "VM " + vm + " is replicated by " + by + ".",
                    "A VM has one relationship: remove " + by + " first.",
                    Map.of("vm", vm.value(), "relationship", by.value()));
        }
    }

    /** One request names the same relationship or VM twice. */
    record NamedTwice(String kind, String id) implements ReplicaRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "named-twice",
                    Sort.RULE,
                    "The request names the same thing twice",
                    "The " + kind + " " + id + " stands in the request more than once.",
                    "Name it once.",
                    Map.of("kind", kind, "id", id));
        }
    }

    /** Inventory has no such VM. */
    record UnknownVm(VmId vm) implements ReplicaRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-vm",
                    Sort.RULE,
                    "The request names a VM that does not exist",
                    "There is no VM " + vm + ".",
                    "Define the VM in inventory first; it is known here a moment later.",
                    Map.of("vm", vm.value()));
        }
    }

    /** Inventory has no such host. */
    record UnknownHost(HostId host) implements ReplicaRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-host",
                    Sort.RULE,
                    "The request names a host that does not exist",
                    "There is no host " + host + ".",
                    "Add the host to inventory first; it is known here a moment later.",
                    Map.of("host", host.value()));
        }
    }

    /** Inventory has no host of such a site. */
    record UnknownSite(SiteId site) implements ReplicaRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "unknown-site",
                    Sort.RULE,
                    "The request names a site that no host belongs to",
                    "No host belongs to a site " + site + ".",
                    "Name the site of a host as inventory has it.",
                    Map.of("site", site.value()));
        }
    }

    /** A link has two ends. */
    record SameEnds(String end) implements ReplicaRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "same-ends",
                    Sort.RULE,
                    "Both ends of the link are the same",
                    "The link is said to lead from " + end + " to " + end + ".",
                    "Name two hosts, or two sites.",
                    Map.of("end", end));
        }
    }

    /**
     * A round trip that no signal can make.
     *
     * @param given milliseconds
     * @param least milliseconds that light takes in a fibre, there and back
     */
    record FasterThanLight(double given, double least, double kilometres)
            implements ReplicaRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "faster-than-light",
                    Sort.RULE,
                    "The round trip is too short for the distance",
                    "A round trip of %.3f ms was given for %.1f km; light takes %.3f ms in a fibre."
                            .formatted(given, kilometres, least),
                    "Correct roundTripMs or distanceKm, or leave out the one that is not known.",
                    Map.of(
                            "roundTripMs", given,
                            "leastRoundTripMs", least,
                            "distanceKm", kilometres));
        }
    }

    /** The copies would lie where the VM runs, or where it is re-placed to. */
    record ToItself(VmId vm, HostId target, DomainId domain) implements ReplicaRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "relationship-to-itself",
                    Sort.RULE,
                    "A VM cannot be replicated to where it runs",
                    "VM "
                            + vm
                            + " runs on the hosts of domain "
                            + domain
                            + ", and "
                            + target
                            + " is one of them.",
                    "Choose a host of another domain, best at another site.",
                    Map.of(
                            "vm", vm.value(),
                            "targetHost", target.value(),
                            "domain", domain.value()));
        }
    }

    /** There is no such step between frequencies. */
    record FrequencyNotAllowed(Duration frequency) implements ReplicaRefusal {
        @Override
        public Wording wording() {
            List<String> allowed = Frequency.allowed().stream().map(Duration::toString).toList();
            return new Wording(
                    "frequency-not-allowed",
                    Sort.RULE,
                    "This frequency is not allowed",
                    "The frequency is " + frequency + ".",
                    "Allowed are " + String.join(", ", allowed) + ".",
                    Map.of("frequency", frequency.toString(), "allowed", allowed));
        }
    }

    /** More recovery points than a target keeps, or fewer than none. */
    record RecoveryPointsOutOfRange(long recoveryPoints) implements ReplicaRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "recovery-points-out-of-range",
                    Sort.RULE,
                    "The number of recovery points is out of range",
                    "recoveryPoints is " + recoveryPoints + ".",
                    "Allowed is 0 (the newest state only) to "
                            + RelationshipCreated.MAX_RECOVERY_POINTS
                            + ".",
                    Map.of(
                            "recoveryPoints",
                            recoveryPoints,
                            "min",
                            0,
                            "max",
                            RelationshipCreated.MAX_RECOVERY_POINTS));
        }
    }

    /** A setting breaks a rule. */
    record OfSettings(SettingsRefusal refusal) implements ReplicaRefusal {
        @Override
        public Wording wording() {
            return refusal.wording();
        }
    }

    /** A failover stands against it, or cannot be begun. */
    record OfFailover(FailoverRefusal refusal) implements ReplicaRefusal {
        @Override
        public Wording wording() {
            return refusal.wording();
        }
    }

    /** A test cannot be begun, or is not there. */
    record OfTest(TestRefusal refusal) implements ReplicaRefusal {
        @Override
        public Wording wording() {
            return refusal.wording();
        }
    }

    /** A failover of many cannot be. */
    record OfRun(RunRefusal refusal) implements ReplicaRefusal {
        @Override
        public Wording wording() {
            return refusal.wording();
        }
    }

    /** The request asks for nothing. */
    record NothingToDo() implements ReplicaRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "nothing-to-do",
                    Sort.RULE,
                    "The request asks for nothing",
                    "The array is empty.",
                    "Send at least one relationship.",
                    Map.of());
        }
    }

    /** The state of the relationship does not allow it. */
    record Illegal(RelationshipId id, ReplicationState state, Operation operation)
            implements ReplicaRefusal {
        @Override
        public Wording wording() {
            List<String> legal =
                    Lifecycle.legalOperations(state).stream().map(Operation::label).toList();
            return new Wording(
                    "illegal-transition",
                    Sort.CONFLICT,
                    "The state does not allow this operation",
                    "Relationship "
                            + id
                            + " is "
                            + state
                            + "; "
                            + operation.label()
                            + " is not legal there.",
                    "Legal now: " + legal.stream().collect(Collectors.joining(", ")) + ".",
                    Map.of(
                            "id", id.value(),
                            "state", state.name(),
                            "operation", operation.label(),
                            "legalOperations", legal));
        }
    }
}
