package io.berth.replica.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.VmAssignment;
import io.berth.contracts.replica.ReplicationState;
import io.berth.replica.app.Failovers.Preview;
import io.berth.replica.domain.HostStanding;
import io.berth.replica.domain.RecoveryPoint;
import io.berth.replica.domain.failover.FailoverOrders;
import io.berth.replica.domain.failover.Sight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a failover would find.
 *
 * @param source the host that runs the VM, or ran its newest cycle; absent when nobody knows
 * @param sourceDown whether that host is down: a planned failover is refused then, and an unplanned
 *     one waits until something proves that the VM does not execute there
 * @param vmState as placement last said; absent when it does not know the VM
 * @param points newest first; an unplanned failover names one and repeats its {@code pointAt}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FailoverPreviewView(
        RelationshipId relationship,
        VmId vm,
        ReplicationState state,
        @Nullable HostId source,
        boolean sourceDown,
        HostId target,
        @Nullable AssignmentState vmState,
        List<Point> points,
        Instant at) {
    /**
     * A recovery point and what is lost with it.
     *
     * @param loss what the VM wrote in this time is lost, at most, if it has run until now
     */
    record Point(CycleNumber cycle, Instant pointAt, boolean applicationConsistent, Duration loss) {
        static Point of(RecoveryPoint point, Instant now) {
            return new Point(
                    point.cycle(),
                    point.pointAt(),
                    point.applicationConsistent(),
                    FailoverOrders.loss(point, now));
        }
    }

    static FailoverPreviewView of(Preview preview) {
        Sight sight = preview.sight();
        VmAssignment assignment = sight == null ? null : sight.assignment();
        return new FailoverPreviewView(
                preview.relationship().id(),
                preview.relationship().agreement().vm(),
                preview.relationship().phase().state(),
                preview.source(),
                sight != null && sight.source() == HostStanding.DOWN,
                preview.relationship().agreement().target(),
                assignment == null ? null : assignment.state(),
                preview.points().stream().map(point -> Point.of(point, preview.at())).toList(),
                preview.at());
    }
}
