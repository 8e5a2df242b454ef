package io.berth.replica.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.TestOutcome;
import io.berth.replica.domain.test.ReplicaTest;
import io.berth.replica.domain.test.ReplicaTest.Order;
import io.berth.replica.domain.test.ReplicaTest.Result;
import io.berth.replica.domain.test.TestStep;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A test of a replica as people see it.
 *
 * @param number of the relationship's tests
 * @param host that carries it out
 * @param since when it entered the step
 * @param point the cycle whose copy it boots from
 * @param outcome what it has shown; absent while nobody knows
 * @param outcomeAt when that became known
 * @param bootTook as the host has measured it; present with {@code BOOTED} alone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TestView(
        CommandId id,
        long number,
        RelationshipId relationship,
        VmId vm,
        HostId host,
        TestStep step,
        Instant since,
        CycleNumber point,
        Instant pointAt,
        MiB memoryMiB,
        Duration bootWithin,
        Duration keepFor,
        Principal by,
        Instant begunAt,
        @Nullable TestOutcome outcome,
        @Nullable Instant outcomeAt,
        @Nullable Duration bootTook,
        @Nullable String detail) {
    static TestView of(ReplicaTest test) {
        Order order = test.order();
        Result result = test.result();
        return new TestView(
                order.id(),
                order.number(),
                order.relationship(),
                order.vm(),
                order.host(),
                test.step(),
                test.since(),
                order.point().cycle(),
                order.point().pointAt(),
                order.memory(),
                order.bootWithin(),
                order.keepFor(),
                order.by(),
                order.begunAt(),
                result == null ? null : result.outcome(),
                result == null ? null : result.at(),
                result == null ? null : result.bootTook(),
                result == null || result.detail().isEmpty() ? null : result.detail());
    }
}
