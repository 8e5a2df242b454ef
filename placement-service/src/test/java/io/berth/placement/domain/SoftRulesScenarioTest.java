package io.berth.placement.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.PlacementOverride;
import io.berth.contracts.placement.Refusal;
import io.berth.contracts.placement.SetAside;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.placement.VmUnplaceable;
import io.berth.placement.domain.state.Input;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an administrator may set aside, and what does not hold up a recovery. */
class SoftRulesScenarioTest {
    private static final PlacementOverride WORD = new PlacementOverride("alice", "one night only");

    @Test
    void anOverCommittedClusterTakesNoNewVmUnlessAnAdministratorSaysSo() {
        Scenario scenario = Scenario.ofHosts("h1", "h2");
        overCommitted(scenario, true);

        scenario.request("vm", Scenario.SMALL);
        assertThat(only(scenario, VmUnplaceable.class).explanation().refused())
                .allSatisfy(host ->
                        assertThat(host.refusals())
                                .extracting(Refusal::code)
                                .containsExactly("over-committed-cluster"));

        scenario.feed(
                new Input.Requested(
                        new PlaceVmRequested(
                                new VmId("vm"), Scenario.CLUSTER, Scenario.SMALL, WORD)));
        SetAside setAside =
                Objects.requireNonNull(only(scenario, VmPlaced.class).explanation().setAside());
        assertThat(setAside.override()).isEqualTo(WORD);
        assertThat(setAside.refusals())
                .extracting(Refusal::code)
                .containsExactly("over-committed-cluster");
    }

    @Test
    void aWaitingVmIsPlacedWhenTheClusterIsNoLongerOverCommitted() {
        Scenario scenario = Scenario.ofHosts("h1", "h2");
        overCommitted(scenario, true);
        scenario.request("vm", Scenario.SMALL).forget();

        overCommitted(scenario, false);

        assertThat(only(scenario, VmPlaced.class).explanation().setAside()).isNull();
    }

    @Test
    void overCommitmentDoesNotHoldUpALostVm() {
        Scenario scenario = Scenario.ofHosts("h1", "h2");
        scenario.running("vm", Scenario.SMALL);
        overCommitted(scenario, true);
        scenario.forget();

        scenario.failed(scenario.hostOf("vm"), 1);

        VmPlaced placed = (VmPlaced) scenario.events().getLast();
        SetAside setAside = Objects.requireNonNull(placed.explanation().setAside());
        assertThat(setAside.override()).isNull();
        assertThat(setAside.refusals())
                .extracting(Refusal::code)
                .containsExactly("over-committed-cluster");
    }

    @Test
    void aVmThatRanOnAForcedHostMayRecoverOnAnother() {
        Scenario scenario = Scenario.ofHosts("h1", "h2");
        for (String host : List.of("h1", "h2")) {
            scenario.describe(
                    Estate.HostShape.BARE
                            .with(SupportStanding.FORCED_NOT_LISTED, false, true)
                            .describe(new HostId(host), MiB.ofGiB(64), null));
        }
        scenario.request("vm", Scenario.SMALL);
        assertThat(scenario.told()).containsExactly("Unplaceable vm/0 REQUESTED");
        scenario.feed(
                new Input.Requested(
                        new PlaceVmRequested(
                                new VmId("vm"), Scenario.CLUSTER, Scenario.SMALL, WORD)));
        scenario.forget();
        String first = scenario.hostOf("vm");

        scenario.failed(first, 1);

        assertThat(scenario.hostOf("vm")).isNotEqualTo(first);
    }

    @Test
    void aVmWhoseNetworkComesToAHostIsPlacedThere() {
        Scenario scenario = Scenario.ofHosts("h1");
        HostId host = new HostId("h1");
        scenario.describe(Estate.HostShape.FULL.describe(host, MiB.ofGiB(64), null));
        scenario.request("vm", onNetwork("red"));
        assertThat(scenario.told()).containsExactly("Unplaceable vm/0 REQUESTED");

        scenario.describe(
                Estate.HostShape.FULL.carrying("red").describe(host, MiB.ofGiB(64), null));

        assertThat(scenario.told()).containsExactly("Placed vm@h1/1 CAPACITY_APPEARED");
    }

    @Test
    void aPreferredOwnerGoesBeforeABetterHost() {
        Scenario scenario = Scenario.ofHosts("h1", "h2", "h3");
        scenario.running("load", withOwners(List.of(new HostId("h2")), List.of()));

        scenario.request("vm", withOwners(List.of(), List.of(new HostId("h9"), new HostId("h2"))));

        assertThat(scenario.hostOf("vm")).isEqualTo("h2");
    }

    @Test
    void anUnknownOwnerIsNamedAndWaitedFor() {
        Scenario scenario = Scenario.ofHosts("h1");
        scenario.request("vm", withOwners(List.of(new HostId("h9")), List.of()));
        assertThat(
                        only(scenario, VmUnplaceable.class)
                                .explanation()
                                .refused()
                                .getFirst()
                                .refusals()
                                .getFirst()
                                .text())
                .isEqualTo("only h9 may run it; not known here: h9");

        scenario.describe(Estate.HostShape.BARE.describe(new HostId("h9"), MiB.ofGiB(64), null));
        scenario.ready("h9", 1);

        assertThat(scenario.hostOf("vm")).isEqualTo("h9");
    }

    private static void overCommitted(Scenario scenario, boolean on) {
        for (String host : List.of("h1", "h2")) {
            scenario.describe(
                    Estate.HostShape.BARE
                            .with(SupportStanding.SUPPORTED, on, true)
                            .describe(new HostId(host), MiB.ofGiB(64), null));
        }
    }

    private static VmSpec onNetwork(String network) {
        return spec(
                List.of(),
                List.of(),
                List.of(new VmAdapter("nic", new LogicalNetworkId(network), null)));
    }

    private static VmSpec withOwners(List<HostId> possible, List<HostId> preferred) {
        return spec(possible, preferred, List.of());
    }

    private static VmSpec spec(
            List<HostId> possible, List<HostId> preferred, List<VmAdapter> adapters) {
        return new VmSpec(
                1,
                50,
                MiB.ofGiB(1),
                true,
                RestartPriority.MEDIUM,
                null,
                new VmDetails(
                        null, List.of(), null, null, null, possible, preferred, adapters, false,
                        null, null));
    }

    private static <T extends PlacementDecision> T only(Scenario scenario, Class<T> type) {
        List<PlacementDecision> events = scenario.events();
        assertThat(events).hasSize(1).first().isInstanceOf(type);
        return type.cast(events.getFirst());
    }
}
