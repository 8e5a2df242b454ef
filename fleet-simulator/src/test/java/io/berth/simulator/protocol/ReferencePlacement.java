package io.berth.simulator.protocol;

import io.berth.contracts.hosts.AbortMigration;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.GrantTenure;
import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.HostFactsReported;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.hosts.MigrateVm;
import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.ReplicaTestCleaned;
import io.berth.contracts.hosts.ReplicaTested;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.hosts.StopReason;
import io.berth.contracts.hosts.StopVm;
import io.berth.contracts.hosts.VmDiskMoved;
import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.hosts.VmOperationEnded;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Placement of highly available VMs in one cluster, any host being as good as any other: grants,
 * epochs and the evidence that it takes to start a VM elsewhere.
 */
final class ReferencePlacement {
    private static final VmSpec SPEC =
            new VmSpec(1, 50, new MiB(512), true, RestartPriority.MEDIUM, null);

    private static final long START_DEADLINE = 10_000_000;

    private enum State {
        UNPLACED,
        PLACED,
        RUNNING,
        MIGRATING,
        WITHDRAWING
    }

    private static final class HostRow {
        boolean up;
        boolean open;
        @Nullable BootId boot;
        Tenure tenure = Tenure.NONE;
    }

    private static final class VmRow {
        State state = State.UNPLACED;
        Epoch epoch = Epoch.NONE;
        Tenure tenure = Tenure.NONE;
        @Nullable HostId host;
        @Nullable HostId target;
        @Nullable CommandId migration;
    }

    private final VirtualTime time;
    private final RandomGenerator random;
    private final Consumer<HostCommand> commands;
    private final Map<HostId, HostRow> hosts = new TreeMap<>();
    private final Map<VmId, VmRow> vms = new TreeMap<>();
    private long lastCommand;
    int migrations;

    ReferencePlacement(
            VirtualTime time,
            RandomGenerator random,
            Set<HostId> nodes,
            Set<VmId> vms,
            Consumer<HostCommand> commands) {
        this.time = time;
        this.random = random;
        this.commands = commands;
        nodes.forEach(node -> hosts.put(node, new HostRow()));
        vms.forEach(vm -> this.vms.put(vm, new VmRow()));
    }

    /** Where it holds the VM to run, when a report has confirmed it. */
    @Nullable HostId confirmed(VmId vm) {
        VmRow row = row(vm);
        return row.state == State.RUNNING || row.state == State.MIGRATING ? row.host : null;
    }

    void found(ReferenceMonitor.Finding finding) {
        switch (finding) {
            case ReferenceMonitor.Finding.Up up -> {
                row(up.host()).up = true;
                placeWaiting(null);
            }
            case ReferenceMonitor.Finding.Failed failed -> {
                HostRow host = row(failed.host());
                host.up = false;
                host.open = host.open && failed.tenure().isBefore(host.tenure);
                lose(failed.host(), failed.tenure());
                placeWaiting(failed.host());
            }
        }
    }

    void reported(HostReport report) {
        switch (report) {
            case VmTableReported table -> table(table);
            case CommandCompleted done -> completed(done);
            case VmMigrationEnded ended -> migrationEnded(ended);
            case HostFactsReported _,
                    ReplicaCycleEnded _,
                    ReplicaPromoted _,
                    ReplicaTested _,
                    ReplicaTestCleaned _,
                    VmDiskMoved _,
                    VmOperationEnded _ -> {}
        }
    }

    private void table(VmTableReported table) {
        HostRow host = row(table.host());
        boolean earlierLife = host.boot != null && table.boot().isBefore(host.boot);
        if (earlierLife) {
            return;
        }
        for (VmObservation seen : table.vms()) {
            if (seen.power() == VmPower.HANDED_OVER) {
                handedOver(table.host(), seen.vm(), seen.epoch());
            }
        }
        switch (table.trigger()) {
            case STARTED -> {
                if (!table.boot().equals(host.boot)) {
                    host.boot = table.boot();
                    stopZombies(table);
                    grantNext(table.host());
                } else {
                    send(new GrantTenure(table.host(), id(), table.boot(), host.tenure));
                }
            }
            case TENURE_OPENED -> {
                if (table.tenure().equals(host.tenure)) {
                    host.open = true;
                    placeWaiting(null);
                }
            }
            case FENCED_ITSELF -> {
                if (table.boot().equals(host.boot) && table.tenure().equals(host.tenure)) {
                    grantNext(table.host());
                }
            }
            case RECONNECTED, REQUESTED, UNMANAGED_CHANGED -> {}
        }
    }

    private void stopZombies(VmTableReported table) {
        for (VmObservation held : table.vms()) {
            VmRow vm = row(held.vm());
            if (!table.host().equals(vm.host) || !vm.epoch.equals(held.epoch())) {
                send(
                        new StopVm(
                                table.host(),
                                id(),
                                held.vm(),
                                held.epoch(),
                                StopReason.STALE_EPOCH));
            }
        }
    }

    private void grantNext(HostId id) {
        HostRow host = row(id);
        lose(id, host.tenure);
        host.open = false;
        host.tenure = host.tenure.next();
        BootId boot = host.boot;
        if (boot != null) {
            send(new GrantTenure(id, id(), boot, host.tenure));
        }
        placeWaiting(id);
    }

    private void completed(CommandCompleted done) {
        VmRow vm = row(done.vm());
        boolean matches = done.host().equals(vm.host) && done.epoch().equals(vm.epoch);
        switch (done.outcome()) {
            case STARTED -> {
                if (!matches) {
                    send(
                            new StopVm(
                                    done.host(),
                                    id(),
                                    done.vm(),
                                    done.epoch(),
                                    StopReason.STALE_EPOCH));
                } else if (vm.state == State.PLACED) {
                    vm.state = State.RUNNING;
                }
            }
            case STOPPED,
                    REFUSED_STALE_EPOCH,
                    REFUSED_WRONG_TENURE,
                    REFUSED_FENCED,
                    REFUSED_BY_HYPERVISOR,
                    REFUSED_NOT_HERE -> {
                if (matches && vm.state != State.UNPLACED) {
                    vm.state = State.UNPLACED;
                    placeWaiting(done.host());
                }
            }
        }
    }

    /** Some VM that runs is told to go elsewhere, or one that goes is told to stay. */
    void moveSome() {
        VmId[] ids = vms.keySet().toArray(VmId[]::new);
        VmId id = ids[random.nextInt(ids.length)];
        VmRow vm = row(id);
        HostId source = vm.host;
        if (source == null) {
            return;
        }
        if (vm.state == State.MIGRATING) {
            CommandId migration = vm.migration;
            if (migration != null && random.nextInt(4) == 0) {
                send(new AbortMigration(source, id(), id, vm.epoch, migration));
            }
            return;
        }
        List<HostId> targets = new ArrayList<>(hosts.keySet());
        HostId target = targets.get(random.nextInt(targets.size()));
        if (vm.state == State.RUNNING && !target.equals(source)) {
            vm.state = State.MIGRATING;
            vm.target = target;
            CommandId command = id();
            vm.migration = command;
            orderUntilAnswered(id, vm, command);
        }
    }

    private void orderUntilAnswered(VmId id, VmRow vm, CommandId command) {
        HostId source = vm.host;
        HostId target = vm.target;
        if (vm.state == State.MIGRATING
                && command.equals(vm.migration)
                && source != null
                && target != null) {
            send(new MigrateVm(source, command, id, vm.epoch, target, MigrationMode.LIVE, null));
            time.after(START_DEADLINE, () -> orderUntilAnswered(id, vm, command));
        }
    }

    private void migrationEnded(VmMigrationEnded ended) {
        if (ended.outcome() == VmMigrationEnded.Outcome.HANDED_OVER) {
            handedOver(ended.host(), ended.vm(), ended.epoch());
            return;
        }
        VmRow vm = row(ended.vm());
        if (vm.state == State.MIGRATING
                && ended.outcome() != VmMigrationEnded.Outcome.STOPPED
                && ended.command().equals(vm.migration)
                && ended.epoch().equals(vm.epoch)) {
            vm.state = State.RUNNING;
        }
    }

    /** The only evidence that lets the target run it. */
    private void handedOver(HostId host, VmId id, Epoch epoch) {
        VmRow vm = row(id);
        if (!host.equals(vm.host) || !epoch.equals(vm.epoch) || vm.state == State.UNPLACED) {
            return;
        }
        migrations++;
        HostId target = vm.target;
        boolean awaits =
                vm.state == State.MIGRATING && target != null && row(target).up && row(target).open;
        vm.state = State.UNPLACED;
        if (awaits && target != null) {
            place(id, vm, target, host);
        } else {
            placeWaiting(null);
        }
    }

    private void lose(HostId host, Tenure upTo) {
        for (VmRow vm : vms.values()) {
            if (host.equals(vm.host) && vm.tenure.compareTo(upTo) <= 0) {
                vm.state = State.UNPLACED;
            }
        }
    }

    private void placeWaiting(@Nullable HostId excluded) {
        HostId[] targets =
                hosts.entrySet().stream()
                        .filter(e -> e.getValue().up && e.getValue().open)
                        .map(Map.Entry::getKey)
                        .filter(host -> !host.equals(excluded))
                        .toArray(HostId[]::new);
        if (targets.length == 0) {
            return;
        }
        vms.forEach((id, vm) -> {
            if (vm.state == State.UNPLACED) {
                place(id, vm, targets[random.nextInt(targets.length)]);
            }
        });
    }

    private void place(VmId id, VmRow vm, HostId target) {
        place(id, vm, target, null);
    }

    private void place(VmId id, VmRow vm, HostId target, @Nullable HostId stateFrom) {
        vm.state = State.PLACED;
        vm.host = target;
        vm.epoch = vm.epoch.next();
        vm.tenure = row(target).tenure;
        send(new StartVm(target, id(), vm.tenure, id, vm.epoch, SPEC, stateFrom));
        Epoch placed = vm.epoch;
        time.after(START_DEADLINE, () -> overdue(id, vm, target, placed));
    }

    private void overdue(VmId id, VmRow vm, HostId target, Epoch placed) {
        if (vm.state == State.PLACED && vm.epoch.equals(placed)) {
            vm.state = State.WITHDRAWING;
            send(new StopVm(target, id(), id, placed, StopReason.START_TIMED_OUT));
        }
    }

    private void send(HostCommand command) {
        commands.accept(command);
    }

    private CommandId id() {
        return new CommandId("command-" + ++lastCommand);
    }

    private HostRow row(HostId host) {
        return Objects.requireNonNull(hosts.get(host));
    }

    private VmRow row(VmId vm) {
        return Objects.requireNonNull(vms.get(vm));
    }
}
