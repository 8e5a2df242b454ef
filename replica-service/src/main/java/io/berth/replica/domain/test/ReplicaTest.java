package io.berth.replica.domain.test;

import io.berth.contracts.hosts.EndReplicaTest;
import io.berth.contracts.hosts.TestReplica;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.TestOutcome;
import io.berth.replica.domain.RecoveryPoint;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A test of a replica, under way or over. Hard state: it is saved with every step, in the
 * transaction in which what the step asks for goes to the outbox, so that a crash repeats a command
 * at most. It changes under the lock of its relationship's row.
 *
 * @param since when it entered the step, by the database's clock
 * @param wakeAt when it is looked at again; absent once it is closed
 * @param asked how often the target was asked for what the step awaits
 * @param ending the command that ends it; absent before it was asked to end
 * @param result what it has shown; absent while nobody knows
 */
public record ReplicaTest(
        Order order,
        TestStep step,
        Instant since,
        @Nullable Instant wakeAt,
        int asked,
        @Nullable CommandId ending,
        @Nullable Result result) {
    /**
     * What was asked for.
     *
     * @param id of the test, and of the command to its host
     * @param number of the tests of this relationship, from 1
     * @param host holds the copies
     * @param memory that the VM needs
     */
    public record Order(
            CommandId id,
            long number,
            RelationshipId relationship,
            VmId vm,
            HostId host,
            RecoveryPoint point,
            MiB memory,
            Duration bootWithin,
            Duration keepFor,
            Principal by,
            Instant begunAt) {}

    /**
     * What it has shown: set once, never changed.
     *
     * @param bootTook as the host has measured it; present with {@code BOOTED} alone
     * @param at by the database's clock
     */
    public record Result(
            TestOutcome outcome, @Nullable Duration bootTook, String detail, Instant at) {}

    /** Whether something of it may be left at its host. */
    public boolean isOpen() {
        return step != TestStep.CLOSED;
    }

    TestReplica begin() {
        return new TestReplica(
                order.host(),
                order.id(),
                order.relationship(),
                order.vm(),
                order.point().cycle(),
                order.memory(),
                order.bootWithin(),
                order.keepFor());
    }

    EndReplicaTest end(CommandId command) {
        return new EndReplicaTest(
                order.host(), command, order.relationship(), order.vm(), order.id());
    }

    ReplicaTest with(Result shown) {
        return new ReplicaTest(order, step, since, wakeAt, asked, ending, shown);
    }

    /** The command of this step goes out once more. */
    ReplicaTest askedAgain(Instant again) {
        return new ReplicaTest(order, step, since, again, asked + 1, ending, result);
    }

    ReplicaTest judged(Instant now, Instant again) {
        return new ReplicaTest(order, TestStep.JUDGED, now, again, 0, null, result);
    }

    ReplicaTest ending(CommandId command, Instant now, Instant again) {
        return new ReplicaTest(order, TestStep.ENDING, now, again, 1, command, result);
    }

    ReplicaTest closed(Instant now) {
        return new ReplicaTest(order, TestStep.CLOSED, now, null, asked, ending, result);
    }

    ReplicaTest lookedAtAgain(Instant again) {
        return new ReplicaTest(order, step, since, again, asked, ending, result);
    }
}
