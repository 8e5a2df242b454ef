package io.berth.replica.domain.test;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.ReplicationState;
import io.berth.replica.domain.ReplicaRefusal.Sort;
import io.berth.replica.domain.ReplicaRefusal.Wording;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a test of a replica was not begun: a rule with the values that broke it. */
public sealed interface TestRefusal {
    /** How it is told. */
    Wording wording();

    /** The relationship is in a state in which it is not tested. */
    record WrongState(RelationshipId id, ReplicationState state) implements TestRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "illegal-transition",
                    Sort.CONFLICT,
                    "The state does not allow a test",
                    "Relationship " + id + " is " + state + ".",
                    "A test begins from REPLICATING.",
                    Map.of("id", id.value(), "state", state.name()));
        }
    }

    /** A VM is tested once at a time, by whichever relationship. */
    record AlreadyOpen(ReplicaTest.Order test, TestStep step) implements TestRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "test-already-open",
                    Sort.CONFLICT,
                    "The VM is being tested already",
                    test.by()
                            + " has begun test "
                            + test.id()
                            + " of "
                            + test.relationship()
                            + " at "
                            + test.begunAt()
                            + "; it is "
                            + step
                            + ".",
                    "Let it end, or end it: DELETE …/relationships/"
                            + test.relationship()
                            + "/tests/"
                            + test.id()
                            + ".",
                    Map.of(
                            "relationship", test.relationship().value(),
                            "test", test.id().value(),
                            "step", step.name(),
                            "since", test.begunAt().toString(),
                            "principal", test.by().value()));
        }
    }

    /** The target does not hold the point that was asked for, or none at all. */
    record NoSuchPoint(RelationshipId id, @Nullable CycleNumber point) implements TestRefusal {
        @Override
        public Wording wording() {
            String code = "no-such-recovery-point";
            String title = "There is no such recovery point";
            return point == null
                    ? new Wording(
                            code,
                            Sort.CONFLICT,
                            title,
                            "The target of " + id + " holds no copy.",
                            "Wait for the first copy to end.",
                            Map.of("relationship", id.value()))
                    : new Wording(
                            code,
                            Sort.RULE,
                            title,
                            "The target of " + id + " holds no recovery point " + point + ".",
                            "Choose one of those that GET …/recovery-points lists.",
                            Map.of("relationship", id.value(), "point", point.value()));
        }
    }

    /** The host that would carry the test out is down. */
    record TargetDown(HostId host) implements TestRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "host-down",
                    Sort.CONFLICT,
                    "A host that has to take part is down",
                    "Host " + host + " is down; it holds the copies.",
                    "Wait for it.",
                    Map.of("host", host.value()));
        }
    }

    /** Nobody knows how much memory the VM needs. */
    record VmUnknown(VmId vm) implements TestRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "vm-unknown",
                    Sort.CONFLICT,
                    "Inventory does not know the VM",
                    "Nobody can say how much memory VM " + vm + " needs.",
                    "Define the VM in inventory, or remove the relationship.",
                    Map.of("vm", vm.value()));
        }
    }

    /** The relationship has no such test. */
    record NoSuchTest(String test) implements TestRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "test-not-found",
                    Sort.ABSENT,
                    "There is no such test",
                    "The relationship has no test " + test + ".",
                    "List the tests of the relationship.",
                    Map.of("test", test));
        }
    }
}
