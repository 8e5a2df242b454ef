package io.berth.placement.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.PatchStepState;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.OperationKind;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.PatchRun;
import io.berth.placement.domain.operation.PatchStep;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.Resource;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What must hold of operations after every decision, and what became of them. */
public final class OperationInvariants {
    private final Map<OperationId, OperationRow> newest = new HashMap<>();
    int moved;
    int bootedAnew;
    int cancelled;
    int failed;
    int patched;

    /** Moves that spread the load. */
    int spread;

    void examine(Verdict.Decision decision, DomainState state) {
        for (Outcome outcome : decision.outcomes()) {
            if (outcome instanceof Outcome.OperationChanged(OperationRow row)) {
                OperationRow before = newest.put(row.id(), row);
                if (before != null && before.state().over()) {
                    assertThat(row.state()).as("%s stays over", row).isEqualTo(before.state());
                } else if (row.state().over()) {
                    count(row);
                }
            }
        }
        everyMigratingVmHasOneMove(state);
        evacuatedHostsAreClosed(state);
    }

    private void count(OperationRow row) {
        PatchRun run = row.patch();
        for (PatchStep step : run == null ? List.<PatchStep>of() : run.steps()) {
            patched += step.state() == PatchStepState.RETURNED ? 1 : 0;
            moved += step.moved();
        }
        for (Move move : row.moves()) {
            switch (move.state()) {
                case DONE -> {
                    moved++;
                    spread += row.kind() == OperationKind.OPTIMISE ? 1 : 0;
                }
                case BOOTED_ANEW -> bootedAnew++;
                case CANCELLED -> cancelled++;
                case FAILED, REFUSED -> failed++;
                case QUEUED, BLOCKED, MOVING, ABORTING, RESUMING ->
                        assertThat(row.reason())
                                .as("%s is over", row)
                                .isNotEqualTo(MoveReason.NONE);
                case LEFT -> {}
            }
        }
    }

    private static void everyMigratingVmHasOneMove(DomainState state) {
        List<VmId> moving = new ArrayList<>();
        for (Move move : reservations(state)) {
            VmRow vm = state.vm(move.vm());
            assertThat(vm).as("%s", move).isNotNull();
            assertThat(vm)
                    .as("%s of %s", move, vm)
                    .matches(row -> row.state() == AssignmentState.MIGRATING, "is on its way")
                    .matches(row -> row.epoch().equals(move.epoch()), "at that epoch");
            moving.add(move.vm());
        }
        List<VmId> migrating =
                state.vms().stream()
                        .filter(row -> row.state() == AssignmentState.MIGRATING)
                        .map(VmRow::vm)
                        .toList();
        assertThat(moving).containsExactlyInAnyOrderElementsOf(migrating);
    }

    private static void evacuatedHostsAreClosed(DomainState state) {
        Set<HostId> closed = new HashSet<>();
        for (OperationRow row : state.operations()) {
            if (row.closesHost()) {
                assertThat(closed.add(row.host())).as("closed once: %s", row.host()).isTrue();
            }
            PatchRun run = row.patch();
            for (PatchStep step : run == null ? List.<PatchStep>of() : run.steps()) {
                if (step.state().closes()) {
                    assertThat(closed.add(step.host())).as("closed once: %s", step).isTrue();
                }
            }
        }
        Set<HostId> evacuated = new HashSet<>();
        for (HostId id : state.hostIds()) {
            HostRow host = state.host(id);
            if (host != null && host.evacuated()) {
                evacuated.add(id);
            }
        }
        assertThat(evacuated).isEqualTo(closed);
    }

    void allAreOver() {
        assertThat(newest.values())
                .as("operations end")
                .allMatch(row -> row.state().over(), "is over");
    }

    public static Collection<Move> reservations(DomainState state) {
        return state.operations().stream().flatMap(row -> row.reservations().stream()).toList();
    }

    static long reserved(DomainState state, Resource resource, HostId host) {
        return reservations(state).stream()
                .filter(move -> host.equals(move.target()))
                .mapToLong(
                        move -> Ledger.required(resource, Objects.requireNonNull(move.reserved())))
                .sum();
    }
}
