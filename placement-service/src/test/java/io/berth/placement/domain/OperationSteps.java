package io.berth.placement.domain;

import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.BlockedVms;
import io.berth.contracts.placement.CancelOperationRequested;
import io.berth.contracts.placement.EvacuateHostRequested;
import io.berth.contracts.placement.MigrateVmRequested;
import io.berth.contracts.placement.OptimiseDomainRequested;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.move.Migrations;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.vm.VmRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What operators do in a scenario, and how hosts answer. */
public final class OperationSteps {
    private static final Principal WHO = new Principal("operator");

    private final Scenario scenario;
    private final Map<OperationId, OperationRow> newest = new HashMap<>();

    private @Nullable OperationRow last;

    public OperationSteps(Scenario scenario) {
        this.scenario = scenario;
        scenario.watch(row -> {
            newest.put(row.id(), row);
            last = row;
        });
    }

    /** Tells of every row of an operation from here on, beside remembering it. */
    void operationWatcher(Consumer<OperationRow> watcher) {
        scenario.watch(row -> {
            newest.put(row.id(), row);
            watcher.accept(row);
        });
    }

    public OperationSteps migrate(String operation, String vm, @Nullable String target) {
        return migrate(operation, vm, target, null, null);
    }

    public OperationSteps migrate(
            String operation,
            String vm,
            @Nullable String target,
            @Nullable MigrationMode mode,
            @Nullable String override) {
        return request(
                new MigrateVmRequested(
                        Scenario.CLUSTER,
                        new OperationId(operation),
                        new VmId(vm),
                        target == null ? null : new HostId(target),
                        mode,
                        override,
                        WHO));
    }

    OperationSteps evacuate(String operation, String host, BlockedVms blocked) {
        return request(evacuation(operation, host, blocked));
    }

    static EvacuateHostRequested evacuation(String operation, String host, BlockedVms blocked) {
        return new EvacuateHostRequested(
                Scenario.CLUSTER, new OperationId(operation), new HostId(host), null, blocked, WHO);
    }

    OperationSteps optimise(String operation) {
        return request(
                new OptimiseDomainRequested(Scenario.CLUSTER, new OperationId(operation), WHO));
    }

    OperationSteps cancel(String operation) {
        return request(
                new CancelOperationRequested(Scenario.CLUSTER, new OperationId(operation), WHO));
    }

    private OperationSteps request(PlacementRequest request) {
        scenario.feed(new Input.Requested(request));
        return this;
    }

    /** The host of a VM answers its newest order to let it go. */
    OperationSteps ended(String vm, VmMigrationEnded.Outcome outcome) {
        VmRow row = scenario.vm(vm);
        Move move;
        try (Draft draft = new Draft(scenario.state, scenario.moment())) {
            move = Migrations.Underway.of(draft, row).orElseThrow().move();
        }
        return ended(
                row.requiredHost().value(),
                vm,
                row.epoch().value(),
                Objects.requireNonNull(move.command()).value(),
                outcome);
    }

    OperationSteps ended(
            String host, String vm, long epoch, String command, VmMigrationEnded.Outcome outcome) {
        HostRow row = scenario.hostRow(host);
        scenario.feed(
                new Input.Reported(
                        new VmMigrationEnded(
                                row.host(),
                                Scenario.CLUSTER,
                                row.boot() == null ? new BootId(1) : row.boot(),
                                row.tenure(),
                                new CommandId(command),
                                new VmId(vm),
                                new Epoch(epoch),
                                outcome,
                                Duration.ofSeconds(1),
                                "",
                                Instant.EPOCH)));
        return this;
    }

    /** Why the only VM of an operation is where it is. */
    MoveReason reason(String operation) {
        return move(operation).reason();
    }

    /** The operation that was changed last. */
    OperationRow newest() {
        return Objects.requireNonNull(last);
    }

    OperationRow operation(String id) {
        return Objects.requireNonNull(newest.get(new OperationId(id)), id);
    }

    /** The only VM of an operation. */
    Move move(String operation) {
        return operation(operation).moves().getFirst();
    }

    Move move(String operation, String vm) {
        return operation(operation).moves().stream()
                .filter(move -> move.vm().value().equals(vm))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    String command(String operation) {
        return Objects.requireNonNull(move(operation).command()).value();
    }
}
