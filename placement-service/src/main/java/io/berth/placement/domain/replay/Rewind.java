package io.berth.placement.domain.replay;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Takes a domain back in time, one decision after the other, the newest first. */
public final class Rewind {
    private final Map<HostId, HostRow> hosts = new HashMap<>();
    private final Map<VmId, VmRow> vms = new HashMap<>();
    private final Map<OperationId, OperationRow> operations = new HashMap<>();

    /**
     * From the rows as they are now.
     *
     * @param operations those that are open
     */
    public Rewind(
            Collection<HostRow> hosts, Collection<VmRow> vms, Collection<OperationRow> operations) {
        hosts.forEach(row -> this.hosts.put(row.host(), row));
        vms.forEach(row -> this.vms.put(row.vm(), row));
        operations.forEach(row -> this.operations.put(row.id(), row));
    }

    /** Takes the newest decision back that has not been taken back. */
    public void undo(Before before) {
        before.newHosts().forEach(hosts::remove);
        before.hosts().forEach(row -> hosts.put(row.host(), row));
        before.newVms().forEach(vms::remove);
        before.vms().forEach(row -> vms.put(row.vm(), row));
        before.newOperations().forEach(operations::remove);
        before.operations().forEach(row -> operations.put(row.id(), row));
    }

    /**
     * As {@link #undo}, and says what the decision had made of the rows, so that it can be carried
     * out again. An operation that has ended since then and is no longer known is told as one that
     * has ended: what it came to is not remembered here.
     */
    public List<Outcome> takeBack(Before before) {
        List<Outcome> made = new ArrayList<>();
        before.newHosts().forEach(host -> add(made, hosts.get(host), Outcome.HostChanged::new));
        before.hosts().forEach(was -> add(made, hosts.get(was.host()), Outcome.HostChanged::new));
        before.newVms().forEach(vm -> add(made, vms.get(vm), Outcome.VmChanged::new));
        before.vms()
                .forEach(was -> {
                    VmRow now = vms.get(was.vm());
                    made.add(
                            now == null
                                    ? new Outcome.VmLeft(was, null)
                                    : new Outcome.VmChanged(now));
                });
        before.newOperations()
                .forEach(id -> add(made, operations.get(id), Outcome.OperationChanged::new));
        before.operations()
                .forEach(was -> {
                    OperationRow now = operations.get(was.id());
                    made.add(new Outcome.OperationChanged(now == null ? was.forgotten() : now));
                });
        undo(before);
        return made;
    }

    private static <R> void add(List<Outcome> made, @Nullable R row, Function<R, Outcome> change) {
        if (row != null) {
            made.add(change.apply(row));
        }
    }

    /** The domain as it was, with its hosts as they were specified and measured then. */
    public DomainState state(DomainId domain, Collection<HostDescription> descriptions) {
        return DomainState.restore(
                domain, descriptions, hosts.values(), vms.values(), operations.values());
    }
}
