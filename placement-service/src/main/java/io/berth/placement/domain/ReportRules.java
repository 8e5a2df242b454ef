package io.berth.placement.domain;

import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.GrantTenure;
import io.berth.contracts.hosts.HostFactsReported;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.ReplicaTestCleaned;
import io.berth.contracts.hosts.ReplicaTested;
import io.berth.contracts.hosts.StopReason;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.hosts.VmDiskMoved;
import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.hosts.VmOperationEnded;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.move.Migrations;
import io.berth.placement.domain.recover.Adoption;
import io.berth.placement.domain.recover.LossEvidence;
import io.berth.placement.domain.recover.Replacement;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.VmRow;
import java.util.HashSet;
import java.util.Set;

/**
 * What the agents' reports mean for placement. A report is what one host observed, not a verdict:
 * it confirms, gives up or refuses what placement gave to that host at that epoch; and what a host
 * holds without such authority it is told to stop, before anything else. What it holds outside of
 * Berth is neither: it is counted and left alone.
 */
final class ReportRules {
    private final Replacement replacement;
    private final OperationRules operations;
    private final Migrations migrations;

    ReportRules(Replacement replacement, OperationRules operations, Migrations migrations) {
        this.replacement = replacement;
        this.operations = operations;
        this.migrations = migrations;
    }

    Verdict decide(Draft draft, HostReport report) {
        if (!draft.knows(report.host())) {
            return new Verdict.UnknownHost(report.host(), report.domain());
        }
        switch (report) {
            case VmTableReported table -> table(draft, table);
            case CommandCompleted completed -> completed(draft, completed);
            case VmOperationEnded ended -> operations.ended(draft, ended);
            case VmMigrationEnded ended -> migrations.ended(draft, ended);
            case HostFactsReported _ -> {
                // What a host is made of is inventory's to judge.
            }
            case ReplicaCycleEnded _, ReplicaPromoted _, ReplicaTested _, ReplicaTestCleaned _ -> {
                // Where a VM is copied to, or what is tried there, does not change where it runs.
            }
            case VmDiskMoved _ -> {
                // Every node of the cluster sees all its volumes.
            }
        }
        return draft.decision();
    }

    private void table(Draft draft, VmTableReported table) {
        HostRow host = draft.host(table.host());
        if (host.boot() != null && table.boot().isBefore(host.boot())) {
            return;
        }
        boolean newLife = host.isOutlivedBy(table.boot());
        if (!newLife || table.trigger() == Trigger.STARTED) {
            Adoption.count(draft, table);
        }
        if (tenureIsOver(host, table, newLife)) {
            // Before anything is placed: what comes back from a move must not come back here.
            HostRow counted = draft.host(table.host());
            draft.put(counted.endedUpTo(counted.tenure()));
        }
        migrations.handedOver(draft, table);
        switch (table.trigger()) {
            case STARTED -> started(draft, table, newLife);
            case FENCED_ITSELF -> {
                if (!newLife) {
                    fencedItself(draft, table);
                }
            }
            case TENURE_OPENED -> {
                if (!newLife) {
                    tenureOpened(draft, table);
                }
            }
            case RECONNECTED, REQUESTED, UNMANAGED_CHANGED -> {
                if (!newLife) {
                    confirmRunning(draft, table);
                    stopForeign(draft, table);
                    grantIfOver(draft, table);
                }
            }
        }
    }

    /** A new life, or the repetition of its report until the grant has arrived. */
    private void started(Draft draft, VmTableReported table, boolean newLife) {
        HostRow host = draft.host(table.host());
        if (!newLife && host.tenureOpen()) {
            return;
        }
        Set<VmId> running = confirmRunning(draft, table);
        if (newLife) {
            HostRow over = host.endedUpTo(host.tenure());
            draft.put(over);
            replacement.hostLost(
                    draft, table.host(), host.tenure(), LossEvidence.REBOOTED, running);
        }
        stopForeign(draft, table);
        grant(draft, table.host(), table.boot());
    }

    private static boolean tenureIsOver(HostRow host, VmTableReported table, boolean newLife) {
        return switch (table.trigger()) {
            case STARTED -> newLife;
            case FENCED_ITSELF -> !newLife && table.tenure().equals(host.tenure());
            case TENURE_OPENED, RECONNECTED, REQUESTED, UNMANAGED_CHANGED -> false;
        };
    }

    /**
     * The agent has stopped its highly available VMs. Reported for a grant that is already over, it
     * is a repetition: only the newer grant is sent again.
     */
    private void fencedItself(Draft draft, VmTableReported table) {
        HostRow host = draft.host(table.host());
        Set<VmId> running = confirmRunning(draft, table);
        if (table.tenure().equals(host.tenure())) {
            draft.put(host.endedUpTo(host.tenure()));
            replacement.hostLost(
                    draft, table.host(), host.tenure(), LossEvidence.FENCED_ITSELF, running);
        }
        stopForeign(draft, table);
        if (!draft.host(table.host()).tenureOpen()) {
            grant(draft, table.host(), table.boot());
        }
    }

    private void tenureOpened(Draft draft, VmTableReported table) {
        HostRow host = draft.host(table.host());
        confirmRunning(draft, table);
        stopForeign(draft, table);
        boolean current =
                table.tenure().equals(host.tenure()) && host.ended().isBefore(host.tenure());
        if (current && !host.tenureOpen()) {
            HostRow open = host.opened();
            draft.put(open);
            if (open.mayReceive()) {
                replacement.hostBecameReady(draft, table.host());
            }
        }
    }

    /** An agent that goes on under a grant that was declared over needs a new one. */
    private void grantIfOver(Draft draft, VmTableReported table) {
        HostRow host = draft.host(table.host());
        if (!host.tenureOpen() && table.tenure().compareTo(host.ended()) <= 0) {
            grant(draft, table.host(), table.boot());
        }
    }

    private void grant(Draft draft, HostId id, BootId boot) {
        HostRow granted = draft.host(id).granted(boot);
        draft.put(granted);
        draft.command(
                new GrantTenure(
                        id,
                        draft.lastingId("grant", id, boot.toString(), granted.tenure().toString()),
                        boot,
                        granted.tenure()));
    }

    /**
     * What the host holds at the epoch of an adoption has been taken up, whatever the power of it;
     * what is not highly available and stands still after the host was lost is left at that.
     */
    private void settleAdoptions(Draft draft, VmTableReported table) {
        for (VmObservation seen : table.vms()) {
            VmRow vm = draft.vm(seen.vm());
            if (vm == null) {
                continue;
            }
            if (vm.isBeingAdopted() && vm.isOn(table.host(), seen.epoch())) {
                replacement.adoption().takenUp(draft, vm);
            } else if (vm.mayStillBeTakenUp(table.host(), seen.epoch())
                    && (seen.power() == VmPower.RUNNING || vm.spec().highlyAvailable())) {
                replacement.takenUpBeforeTheLoss(draft, vm);
            }
        }
    }

    /**
     * What the host runs with authority is confirmed.
     *
     * @return the VMs that it so holds with the authority of their newest placement
     */
    private Set<VmId> confirmRunning(Draft draft, VmTableReported table) {
        settleAdoptions(draft, table);
        Set<VmId> running = new HashSet<>();
        for (VmObservation seen : table.vms()) {
            VmRow vm = draft.vm(seen.vm());
            if (vm != null
                    && vm.isOn(table.host(), seen.epoch())
                    && OperationRules.isHeld(seen.power())) {
                running.add(seen.vm());
                confirmSeen(draft, table, vm, seen.power());
            }
        }
        return running;
    }

    /**
     * What the host holds without authority, running or not, it is told to stop and forget. A VM
     * that placement never knew and the host was never told to run is somebody else's.
     */
    private static void stopForeign(Draft draft, VmTableReported table) {
        for (VmObservation seen : table.vms()) {
            VmRow vm = draft.vm(seen.vm());
            if (vm == null
                    ? !seen.epoch().equals(Epoch.NONE)
                    : !vm.isOn(table.host(), seen.epoch())
                            && !vm.isLeftAlone(table.host(), seen.epoch())) {
                stopStale(draft, table.host(), seen.vm(), seen.epoch());
            }
        }
    }

    /** A fenced agent may not run a highly available VM, so it cannot confirm one either. */
    private void confirmSeen(Draft draft, VmTableReported table, VmRow vm, VmPower power) {
        if (table.fenced() && vm.spec().highlyAvailable()) {
            return;
        }
        switch (vm.state()) {
            case PLACED, WAITING_FOR_HOST ->
                    replacement.confirm(draft, vm, OperationRules.standstill(power));
            case RUNNING -> draft.put(OperationRules.seen(vm, power));
            case MIGRATING,
                    WITHDRAWING,
                    STOPPING,
                    UNPLACEABLE,
                    WAITING_FOR_OPERATOR,
                    STOPPED,
                    ADOPTING,
                    ADOPTION_FAILED -> {}
        }
    }

    private void completed(Draft draft, CommandCompleted report) {
        VmRow vm = draft.vm(report.vm());
        boolean authority = vm != null && vm.isOn(report.host(), report.epoch());
        switch (report.outcome()) {
            case STARTED -> {
                if (vm != null && authority && vm.isBeingAdopted()) {
                    replacement.adoption().takenUp(draft, vm);
                } else if (vm != null && vm.mayStillBeTakenUp(report.host(), report.epoch())) {
                    replacement.takenUpBeforeTheLoss(draft, vm);
                } else if (vm == null || !authority) {
                    stopStale(draft, report.host(), report.vm(), report.epoch());
                } else if (vm.state() == AssignmentState.PLACED) {
                    replacement.confirm(draft, vm, null);
                }
            }
            case STOPPED -> {
                if (vm != null && authority) {
                    givenUp(draft, vm);
                }
            }
            case REFUSED_STALE_EPOCH,
                    REFUSED_WRONG_TENURE,
                    REFUSED_FENCED,
                    REFUSED_BY_HYPERVISOR,
                    REFUSED_NOT_HERE -> {
                if (vm != null && authority && vm.state() == AssignmentState.PLACED) {
                    replacement.placeAfterRefusal(draft, vm);
                } else if (vm != null && authority && vm.isBeingAdopted()) {
                    replacement.adoption().refused(draft, vm, report);
                }
            }
        }
    }

    /** The host says that it does not run the VM and will not at this epoch. */
    private void givenUp(Draft draft, VmRow vm) {
        switch (vm.state()) {
            case WITHDRAWING -> replacement.placeAfterWithdrawal(draft, vm);
            case STOPPING -> {
                replacement.stopped(draft, vm);
                replacement.retryUnplaceable(draft);
            }
            case PLACED,
                    RUNNING,
                    MIGRATING,
                    WAITING_FOR_HOST,
                    UNPLACEABLE,
                    WAITING_FOR_OPERATOR,
                    STOPPED,
                    ADOPTING,
                    ADOPTION_FAILED -> {}
        }
    }

    private static void stopStale(Draft draft, HostId host, VmId vm, Epoch epoch) {
        draft.command(
                new StopVm(
                        host,
                        draft.freshId("stop", host, vm, epoch),
                        vm,
                        epoch,
                        StopReason.STALE_EPOCH));
    }
}
