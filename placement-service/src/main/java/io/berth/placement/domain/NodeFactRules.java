package io.berth.placement.domain;

import io.berth.contracts.hosts.ReportVms;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.monitoring.ClockSettled;
import io.berth.contracts.monitoring.ClockSkewed;
import io.berth.contracts.monitoring.FailuresHeld;
import io.berth.contracts.monitoring.HoldReleased;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostIsolated;
import io.berth.contracts.monitoring.HostQuarantined;
import io.berth.contracts.monitoring.HostRecovered;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.HostUnreachable;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.monitoring.QuarantineEnded;
import io.berth.contracts.monitoring.QuarantineWithheld;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.recover.LossEvidence;
import io.berth.placement.domain.recover.Replacement;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.state.Verdict.Decision;
import java.util.Set;

/**
 * What the monitor's facts mean for placement. The status follows the newest fact; VMs move only on
 * {@code HostFailed}, which alone carries evidence. Held failures change nothing: the monitor has
 * said that it does not know.
 */
final class NodeFactRules {
    private final Replacement replacement;

    NodeFactRules(Replacement replacement) {
        this.replacement = replacement;
    }

    Decision decide(Draft draft, NodeEvent event) {
        switch (event) {
            case HostUp up -> up(draft, up);
            case HostRecovered recovered -> status(draft, recovered.host(), HostStatus.UP);
            case HostSuspect suspect -> status(draft, suspect.host(), HostStatus.SUSPECT);
            case HostUnreachable unreachable ->
                    status(draft, unreachable.host(), HostStatus.UNREACHABLE);
            case HostIsolated isolated -> status(draft, isolated.host(), HostStatus.ISOLATED);
            case HostFailed failed -> failed(draft, failed);
            case FailuresHeld held -> {}
            case HoldReleased released -> {}
            case HostQuarantined quarantined -> quarantined(draft, quarantined.host(), true);
            case QuarantineEnded ended -> quarantined(draft, ended.host(), false);
            case QuarantineWithheld _ -> {}
            case ClockSkewed _, ClockSettled _ -> {}
        }
        return draft.decision();
    }

    /**
     * A new life ends the grant to the old one, though its VMs stay until the agent itself reports.
     * An agent that beats on with a grant that is over, because somebody declared it dead, is asked
     * for its table, so that it can be told what to stop and be granted anew.
     */
    private void up(Draft draft, HostUp event) {
        HostRow host = draft.host(event.host());
        if (host.boot() != null && host.boot().isBefore(event.boot())) {
            draft.put(host.endedUpTo(host.tenure()).withStatus(HostStatus.UP));
            return;
        }
        status(draft, event.host(), HostStatus.UP);
        boolean overButHeld =
                event.boot().equals(host.boot()) && event.tenure().compareTo(host.ended()) <= 0;
        if (overButHeld && !host.tenureOpen()) {
            draft.command(
                    new ReportVms(
                            event.host(),
                            draft.lastingId(
                                    "report",
                                    event.host(),
                                    event.boot().toString(),
                                    host.ended().toString())));
        }
    }

    /** What runs there stays; what waits for room may find it when the quarantine ends. */
    private void quarantined(Draft draft, HostId id, boolean kept) {
        HostRow before = draft.host(id);
        draft.put(before.withQuarantined(kept));
        if (before.quarantined() && !kept && before.mayReceive()) {
            replacement.hostBecameReady(draft, id);
        }
    }

    private void status(Draft draft, HostId id, HostStatus status) {
        HostRow before = draft.host(id);
        draft.put(before.withStatus(status));
        if (!before.mayReceive() && draft.host(id).mayReceive()) {
            replacement.hostBecameReady(draft, id);
        }
    }

    /**
     * The evidence holds for grants up to the event's tenure. When the host is already under a
     * later grant that is in force, this is the late word of an old death: what it ran under the
     * old grant is over, and what is not highly available has been settled by its own reports.
     */
    private void failed(Draft draft, HostFailed event) {
        HostRow host = draft.host(event.host());
        draft.put(host.endedUpTo(event.tenure()).withStatus(HostStatus.FAILED));
        boolean late = host.tenureOpen() && event.tenure().isBefore(host.tenure());
        LossEvidence evidence =
                late ? LossEvidence.LATE_FAILURE : LossEvidence.of(event.evidence());
        replacement.hostLost(draft, event.host(), event.tenure(), evidence, Set.of());
    }
}
