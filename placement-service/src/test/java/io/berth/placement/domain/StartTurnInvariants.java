package io.berth.placement.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.StartVm;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.StartOrder;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.VmTurnCame;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.VmRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What must hold of start groups after every decision. */
final class StartTurnInvariants {
    int waited;

    /**
     * No host is told to start a VM while one of a lower tier of its group is being started, unless
     * that one was given up by name; and what awaits its turn is held nowhere at its epoch.
     */
    void examine(Verdict.Decision decision, DomainState state, RandomFleet fleet) {
        Map<VmId, VmTurnCame> turns = new HashMap<>();
        List<StartVm> starts = new ArrayList<>();
        for (Outcome outcome : decision.outcomes()) {
            if (outcome instanceof Outcome.Announced(PlacementDecision event)
                    && event instanceof VmTurnCame turn) {
                turns.put(turn.vm(), turn);
                waited++;
            } else if (outcome instanceof Outcome.Commanded(HostCommand command)
                    && command instanceof StartVm start
                    && start.stateFrom() == null
                    && start.spec().startOrder() != null) {
                starts.add(start);
            }
        }
        for (StartVm start : starts) {
            inTurn(start, turns.get(start.vm()), state);
        }
        for (VmRow row : state.vms()) {
            if (row.awaitsTurn()) {
                FakeAgent.Held held = fleet.agent(row.requiredHost()).held.get(row.vm());
                assertThat(held == null || !held.epoch().equals(row.epoch()))
                        .as("%s is held by nobody", row)
                        .isTrue();
            }
        }
    }

    private static void inTurn(StartVm start, @Nullable VmTurnCame turn, DomainState state) {
        StartOrder own = Objects.requireNonNull(start.spec().startOrder());
        for (VmRow row : state.vms()) {
            StartOrder order = row.spec().startOrder();
            boolean starting =
                    row.state() == AssignmentState.PLACED
                            || row.state() == AssignmentState.WITHDRAWING;
            if (order != null
                    && order.group().equals(own.group())
                    && order.tier() < own.tier()
                    && starting) {
                assertThat(turn).as("%s before %s", start, row).isNotNull();
                assertThat(Objects.requireNonNull(turn).without())
                        .as("%s before %s", start, row)
                        .contains(row.vm());
            }
        }
    }
}
