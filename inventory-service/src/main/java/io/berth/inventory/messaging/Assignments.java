package io.berth.inventory.messaging;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AssignmentEvent;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.VmAssignment;
import io.berth.kit.intake.Position;
import io.berth.kit.table.CompactedTable;
import io.berth.kit.table.CompactedTables;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where placement says that each VM is meant to run: {@code placement.assignments} in memory, for
 * showing only. Soft state; a restart reads it again.
 */
@Startup
@ApplicationScoped
public class Assignments {
    private final Map<String, VmAssignment> byVm = new ConcurrentHashMap<>();
    private final CompactedTable<AssignmentEvent> table;

    Assignments(CompactedTables tables) {
        table = tables.open(Topics.PLACEMENT_ASSIGNMENTS, this::changed);
    }

    /**
     * What placement said last; absent while it has not decided, and before the table is loaded.
     */
    public Optional<VmAssignment> of(VmId vm) {
        return Optional.ofNullable(byVm.get(vm.value()));
    }

    /**
     * The VMs that placement has given to a host and that hold room there.
     *
     * @return empty while not all assignments have been read
     */
    public Optional<Set<VmId>> on(HostId host) {
        return isLoaded()
                ? Optional.of(
                        byVm.values().stream()
                                .filter(assignment -> host.equals(assignment.host()))
                                .filter(assignment -> assignment.state() != AssignmentState.STOPPED)
                                .map(VmAssignment::vm)
                                .collect(Collectors.toSet()))
                : Optional.empty();
    }

    /** The host that a VM is meant to run on; absent while it is meant to run nowhere. */
    public Optional<HostId> hostOf(VmId vm) {
        return of(vm).map(VmAssignment::host);
    }

    /** Whether all that was there when this instance started has been read. */
    public boolean isLoaded() {
        return table.isLoaded();
    }

    private void changed(String vm, @Nullable AssignmentEvent event, Position position) {
        switch (event) {
            case null -> byVm.remove(vm);
            case VmAssignment assignment ->
                    byVm.merge(
                            vm,
                            assignment,
                            (known, other) -> known.revision() > other.revision() ? known : other);
        }
    }
}
