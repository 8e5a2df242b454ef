package io.berth.placement.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AdoptVmRequested;
import io.berth.contracts.placement.HandOverVmRequested;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.TakeOverVmRequested;
import io.berth.contracts.placement.VmTakenOver;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Outcome;
import io.berth.placement.domain.state.Verdict;
import io.berth.placement.domain.vm.VmRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A second domain, to which VMs of the first are handed over and from which they come back; and the
 * row that the database has of each VM, whichever domain it belongs to.
 */
final class OtherDomain {
    static final DomainId ID = new DomainId("cluster-2");

    private final PlacementRules rules;
    private final RandomFleet fleet;
    private final DomainState state = DomainState.empty(ID);
    private final Set<VmId> away = new HashSet<>();
    private long inputs;
    int handedOver;

    OtherDomain(PlacementRules rules, RandomFleet fleet) {
        this.rules = rules;
        this.fleet = fleet;
    }

    /** Whether the database would refuse this to the first domain. */
    boolean refuses(PlacementRequest request) {
        return switch (request) {
            case PlaceVmRequested place -> away.contains(place.vm());
            case AdoptVmRequested adopt -> away.contains(adopt.vm());
            default -> false;
        };
    }

    /** What the first domain has let go of is taken over, and comes twice. */
    void follow(Verdict.Decision decision) {
        for (Outcome outcome : decision.outcomes()) {
            if (outcome instanceof Outcome.VmLeft(VmRow row, DomainId to, _)) {
                assertThat(to).isEqualTo(ID);
                assertThat(away.add(row.vm())).as("%s leaves once", row.vm()).isTrue();
                PlacementRequest request = takeOver(row, ID, Scenario.CLUSTER);
                Verdict.Decision taken = decide(request);
                assertThat(taken.outcomes())
                        .contains(
                                new Outcome.Announced(
                                        new VmTakenOver(
                                                row.vm(),
                                                ID,
                                                Scenario.CLUSTER,
                                                row.epoch().next())));
                assertThat(decide(request).outcomes()).as("the second time").isEmpty();
                handedOver++;
            } else if (outcome instanceof Outcome.VmChanged(VmRow row) && away.remove(row.vm())) {
                // Back again; what was wished meanwhile is wished anew.
                if (fleet.wanted.contains(row.vm())) {
                    fleet.requests.add(
                            new PlaceVmRequested(row.vm(), Scenario.CLUSTER, row.spec()));
                }
            }
        }
    }

    /** All VMs that are here go back. */
    void giveBack() {
        for (VmRow row : List.copyOf(state.vms())) {
            Verdict.Decision decision =
                    decide(new HandOverVmRequested(row.vm(), ID, Scenario.CLUSTER));
            List<VmRow> left = new ArrayList<>();
            for (Outcome outcome : decision.outcomes()) {
                if (outcome instanceof Outcome.VmLeft(VmRow last, DomainId to, _)) {
                    assertThat(to).isEqualTo(Scenario.CLUSTER);
                    left.add(last);
                }
            }
            assertThat(left).as("a stopped VM is let go of").containsExactly(row);
            fleet.requests.add(takeOver(row, Scenario.CLUSTER, ID));
        }
    }

    private Verdict.Decision decide(PlacementRequest request) {
        Moment moment = new Moment(Instant.EPOCH, ++inputs, List.of());
        Verdict.Decision decision =
                (Verdict.Decision) rules.decide(state, new Input.Requested(request), moment);
        state.apply(decision);
        return decision;
    }

    private static TakeOverVmRequested takeOver(VmRow row, DomainId to, DomainId from) {
        return new TakeOverVmRequested(row.vm(), to, from, row.epoch(), row.spec(), row.revision());
    }
}
