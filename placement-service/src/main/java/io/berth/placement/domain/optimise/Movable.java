package io.berth.placement.domain.optimise;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.OperationKind;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.Spread;
import io.berth.placement.domain.policy.Aggressiveness;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.domain.policy.OptimiseMode;
import io.berth.placement.domain.policy.OptimisePolicy;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.VmOrder;
import io.berth.placement.domain.vm.VmRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which hosts and VMs take part when load is spread, and why others do not. */
final class Movable {
    private Movable() {}

    /** The hosts between which VMs may move. */
    static List<HostId> hosts(Draft draft, List<Spread.LeftOut> leftOut) {
        List<HostId> hosts = new ArrayList<>();
        for (HostId id : draft.hostIds()) {
            String against = against(draft, id);
            if (against == null) {
                hosts.add(id);
            } else {
                leftOut.add(new Spread.LeftOut(id, null, against));
            }
        }
        return hosts;
    }

    /** The VMs that may be moved, by host. */
    static Map<HostId, List<VmRow>> vms(
            Draft draft, List<HostId> hosts, List<Spread.LeftOut> leftOut) {
        Map<VmId, OperationId> moving = moving(draft);
        Map<VmId, Instant> cooling = cooling(draft);
        Map<HostId, List<VmRow>> movable = new HashMap<>();
        for (HostId host : hosts) {
            List<VmRow> free = new ArrayList<>();
            for (VmRow vm : draft.vmsOn(host)) {
                String against = against(draft, vm, moving, cooling);
                if (against == null) {
                    free.add(vm);
                } else {
                    leftOut.add(new Spread.LeftOut(host, vm.vm(), against));
                }
            }
            movable.put(host, free);
        }
        return movable;
    }

    /** Until when VMs stay that were moved not long ago. */
    static Map<VmId, Instant> cooling(Draft draft) {
        Map<VmId, Instant> until = new HashMap<>();
        for (OperationRow row : draft.operations()) {
            Spread spread = row.spread();
            if (row.kind() != OperationKind.OPTIMISE || spread == null) {
                continue;
            }
            Aggressiveness level = Aggressiveness.of(spread.aggressiveness());
            for (Move move : row.moves()) {
                Instant ended = move.endedAt();
                if (ended != null && move.hasMoved()) {
                    until.merge(
                            move.vm(),
                            ended.plus(level.coolDown()),
                            (a, b) -> a.isAfter(b) ? a : b);
                }
            }
        }
        return until;
    }

    /** Why a VM is not moved; null when it may be. */
    private static @Nullable String against(
            Draft draft, VmRow vm, Map<VmId, OperationId> moving, Map<VmId, Instant> cooling) {
        String standing = standing(vm);
        if (standing != null) {
            return standing;
        }
        OperationId by = moving.get(vm.vm());
        if (by != null) {
            return "operation %s moves it".formatted(by);
        }
        Instant until = cooling.get(vm.vm());
        return until != null && draft.now().isBefore(until)
                ? "it was moved not long ago, and stays until " + until
                : null;
    }

    /** Which operation moves a VM, or is going to. */
    private static Map<VmId, OperationId> moving(Draft draft) {
        Map<VmId, OperationId> moving = new HashMap<>();
        for (OperationRow operation : draft.operations()) {
            for (Move move : operation.moves()) {
                if (!move.state().over()) {
                    moving.put(move.vm(), operation.id());
                }
            }
        }
        return moving;
    }

    /** Why a VM cannot be moved as it stands on its host; null when it can. */
    static @Nullable String standing(VmRow vm) {
        if (vm.state() != AssignmentState.RUNNING) {
            return "it is " + vm.state();
        }
        if (vm.conduct().standstill() != null) {
            return "it is " + vm.conduct().standstill();
        }
        VmOrder order = vm.conduct().openOrder();
        return order == null ? null : order.action() + " is under way";
    }

    /** Why a host neither gives nor takes; null when it may. */
    static @Nullable String against(Draft draft, HostId id) {
        HostDescription description = draft.ledger().description(id);
        HostRow host = draft.host(id);
        if (description == null) {
            return "inventory has no specification of it";
        }
        if (description.group().optimise().mode() == OptimiseMode.OFF) {
            return "optimisation is off for group " + description.specification().group();
        }
        if (description.specification().maintenance()) {
            return "it is in maintenance";
        }
        if (host.evacuated()) {
            return "it is evacuated";
        }
        if (host.status() != HostStatus.UP) {
            return "it is " + host.status();
        }
        return host.tenureOpen() ? null : "it has no grant in force";
    }

    /** The policy of the domain; null when optimisation is off for all its hosts. */
    static @Nullable OptimisePolicy settings(Draft draft) {
        List<GroupPolicy> groups = new ArrayList<>();
        for (HostId host : draft.hostIds()) {
            HostDescription description = draft.ledger().description(host);
            if (description != null) {
                groups.add(description.group());
            }
        }
        return OptimisePolicy.ofDomain(groups);
    }
}
