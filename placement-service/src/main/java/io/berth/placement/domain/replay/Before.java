package io.berth.placement.domain.replay;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a decision found in the rows that it changed. With it a later state of the domain can be
 * taken back to the one that the decision was made from; see {@link Rewind}.
 *
 * @param hosts rows as they were
 * @param newHosts hosts that had no row
 * @param vms rows as they were
 * @param newVms VMs that had no row
 * @param operations rows as they were
 * @param newOperations operations that were not open
 */
public record Before(
        List<HostRow> hosts,
        List<HostId> newHosts,
        List<VmRow> vms,
        List<VmId> newVms,
        List<OperationRow> operations,
        List<OperationId> newOperations) {
    /** Takes copies. */
    public Before {
        hosts = List.copyOf(hosts);
        newHosts = List.copyOf(newHosts);
        vms = List.copyOf(vms);
        newVms = List.copyOf(newVms);
        operations = List.copyOf(operations);
        newOperations = List.copyOf(newOperations);
    }

    /** The rows of one kind, as they were. */
    private static final class Found<K, R> {
        private final Map<K, R> rows = new LinkedHashMap<>();
        private final Set<K> none = new LinkedHashSet<>();

        void add(K key, @Nullable R was) {
            if (was == null) {
                none.add(key);
            } else {
                rows.put(key, was);
            }
        }

        List<R> rows() {
            return new ArrayList<>(rows.values());
        }

        List<K> none() {
            return new ArrayList<>(none);
        }
    }

    /** Of a decision that has not yet been applied to this state. */
    public static Before of(DomainState state, Verdict.Decision decision) {
        Found<HostId, HostRow> hosts = new Found<>();
        Found<VmId, VmRow> vms = new Found<>();
        Found<OperationId, OperationRow> operations = new Found<>();
        for (Outcome outcome : decision.outcomes()) {
            switch (outcome) {
                case Outcome.HostChanged(HostRow row) ->
                        hosts.add(row.host(), state.host(row.host()));
                case Outcome.VmChanged(VmRow row) -> vms.add(row.vm(), state.vm(row.vm()));
                case Outcome.VmLeft left -> {
                    VmId vm = left.row().vm();
                    vms.add(vm, state.vm(vm));
                }
                case Outcome.OperationChanged(OperationRow row) ->
                        operations.add(row.id(), state.operation(row.id()));
                case Outcome.HostsRedescribed _, Outcome.Announced _, Outcome.Commanded _ -> {
                    // Neither changes a row.
                }
            }
        }
        return new Before(
                hosts.rows(),
                hosts.none(),
                vms.rows(),
                vms.none(),
                operations.rows(),
                operations.none());
    }
}
