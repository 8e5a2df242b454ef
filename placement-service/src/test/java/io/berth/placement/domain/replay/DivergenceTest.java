package io.berth.placement.domain.replay;

import static io.berth.placement.domain.Scenario.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.Refusal;
import io.berth.contracts.placement.RefusedHost;
import io.berth.placement.domain.Scenario;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.policy.Goal;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.state.Input;
import io.berth.placement.domain.state.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same input under two policies, and what of it is a difference. */
class DivergenceTest {
    private static final HostGroupId GROUP = new HostGroupId("group");
    private static final Input REQUEST =
            new Input.Requested(new PlaceVmRequested(new VmId("new"), Scenario.CLUSTER, SMALL));

    /** h1 is half full, h2 empty. */
    private static Scenario stage(GroupPolicy rating, boolean overCommitted) {
        Scenario scenario = Scenario.ofHosts("h1");
        scenario.running("big", Scenario.spec(32, true, SMALL.restartPriority()));
        for (String id : List.of("h1", "h2")) {
            scenario.describe(
                    new HostDescription(
                                    Scenario.hostState(id, MiB.ofGiB(64), HostReserve.NONE), null)
                            .judged(rating, overCommitted));
        }
        return scenario.ready("h2", 1);
    }

    private static Verdict.Decision decided(Scenario scenario) {
        return (Verdict.Decision)
                scenario.rules.decide(
                        scenario.state, REQUEST, new Moment(scenario.now(), 7, List.of()));
    }

    private static PolicyChange goal(Goal goal) {
        return new PolicyChange(null, Map.of(), null, goal, null, null, null, null);
    }

    @Test
    void anotherGoalSendsAVmElsewhere() {
        GroupPolicy packed = goal(Goal.CONSOLIDATE).rating(GROUP, GroupPolicy.DEFAULT);
        List<Divergence> differ =
                Divergence.between(
                        decided(stage(GroupPolicy.DEFAULT, false)), decided(stage(packed, false)));
        assertThat(differ)
                .containsExactly(
                        new Divergence(
                                new VmId("new"),
                                new Divergence.Destination("REQUESTED", new HostId("h2"), 4.5),
                                new Divergence.Destination("REQUESTED", new HostId("h1"), 3.5),
                                List.of()));
    }

    @Test
    void anOverCommittedClusterTakesNothingAndSaysWhy() {
        List<Divergence> differ =
                Divergence.between(
                        decided(stage(GroupPolicy.DEFAULT, false)),
                        decided(stage(GroupPolicy.DEFAULT, true)));
        assertThat(differ).hasSize(1);
        assertThat(differ.getFirst().otherwise())
                .isEqualTo(new Divergence.Destination("REQUESTED", null, null));
        assertThat(differ.getFirst().newRefusals())
                .extracting(RefusedHost::host)
                .containsExactly(new HostId("h1"), new HostId("h2"));
        assertThat(differ.getFirst().newRefusals())
                .flatExtracting(RefusedHost::refusals)
                .extracting(Refusal::code)
                .containsOnly("over-committed-cluster");
    }

    @Test
    void otherStarsForTheSameHostAreNoDifference() {
        PolicyChange memoryOnly =
                new PolicyChange(null, Map.of(), null, null, 10.0, 1.0, null, null);
        GroupPolicy rated = memoryOnly.rating(GROUP, GroupPolicy.DEFAULT);
        assertThat(
                        Divergence.between(
                                decided(stage(GroupPolicy.DEFAULT, false)),
                                decided(stage(rated, false))))
                .isEmpty();
    }

    @Test
    void aChangeSaysWhatItChangesAndLeavesTheRest() {
        PolicyChange change =
                new PolicyChange(
                        1, Map.of(new ClusterId("c"), 2), GROUP, null, null, 2.0, null, null);
        assertThat(change.reserveOf(new ClusterId("c"))).isEqualTo(2);
        assertThat(change.reserveOf(new ClusterId("d"))).isEqualTo(1);
        assertThat(goal(Goal.CONSOLIDATE).reserveOf(new ClusterId("c"))).isNull();
        assertThat(change.rating(GROUP, GroupPolicy.DEFAULT))
                .isEqualTo(new GroupPolicy(Goal.LOAD_BALANCE, new GroupPolicy.Weights(1, 2, 1, 1)));
        assertThat(change.rating(new HostGroupId("other"), GroupPolicy.DEFAULT))
                .isEqualTo(GroupPolicy.DEFAULT);
    }

    @Test
    void aChangeThatChangesNothingOrIsOutOfRangeIsRefused() {
        assertThatThrownBy(
                        () -> new PolicyChange(null, Map.of(), GROUP, null, null, null, null, null))
                .hasMessageContaining("nothing is changed");
        assertThatThrownBy(() -> new PolicyChange(-1, Map.of(), null, null, null, null, null, null))
                .hasMessageContaining("reserve is -1");
        PolicyChange tooMuch =
                new PolicyChange(null, Map.of(), null, null, null, 101.0, null, null);
        assertThatThrownBy(() -> tooMuch.rating(GROUP, GroupPolicy.DEFAULT))
                .hasMessageContaining("weights.cpu is 101.0");
    }
}
