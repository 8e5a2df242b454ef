package io.berth.replica.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.replica.FailoverKind;
import io.berth.contracts.replica.FailoverStep;
import io.berth.replica.app.Failovers.Seen;
import io.berth.replica.domain.RecoveryPoint;
import io.berth.replica.domain.failover.Failover;
import io.berth.replica.domain.failover.Stage;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest failover of a relationship as people see it.
 *
 * @param waiting for what it waits; absent when for nothing
 * @param hint what to do about that
 * @param point the cycle from which the VM goes on
 * @param stoppedAt the epoch at which it was seen stopped
 * @param recoveryTime from the beginning to the target's report that it runs; absent before
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FailoverView(
        RelationshipId relationship,
        VmId vm,
        FailoverKind kind,
        FailoverStep step,
        Instant since,
        @Nullable String waiting,
        @Nullable String hint,
        Principal by,
        Instant begunAt,
        DomainId from,
        DomainId to,
        HostId source,
        HostId target,
        @Nullable CycleNumber point,
        @Nullable Instant pointAt,
        @Nullable Epoch stoppedAt,
        @Nullable Duration recoveryTime,
        Instant at) {
    static FailoverView of(Seen seen) {
        Failover failover = seen.failover();
        Stage stage = failover.stage();
        RecoveryPoint point = stage.point();
        Instant running = stage.runningSince();
        return new FailoverView(
                failover.relationship(),
                failover.vm(),
                failover.kind(),
                stage.step(),
                stage.since(),
                stage.waiting() == null ? null : stage.waiting().label(),
                stage.waiting() == null ? null : stage.waiting().hint(),
                failover.by(),
                failover.begunAt(),
                failover.route().home(),
                failover.route().away(),
                failover.route().source(),
                failover.route().target(),
                point == null ? null : point.cycle(),
                point == null ? null : point.pointAt(),
                stage.stoppedAt(),
                running == null ? null : Duration.between(failover.begunAt(), running),
                seen.at());
    }
}
