package io.berth.inventory.domain.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.hosts.VmTableReported.Trigger;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiscoveriesTest {
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final UnmanagedVm SIZE = new UnmanagedVm(new VmId("old"), 2, MiB.ofGiB(4), "NT");

    @Test
    void onlyWhatNobodyOrderedIsDiscoveredWithWhatTheHostSaysOfIt() {
        Discoveries found =
                Discoveries.of(
                        table(
                                "h1",
                                held("old", 0, true),
                                held("off", 0, false),
                                held("vm", 3, true)),
                        List.of(),
                        NOON);

        assertThat(found.seen())
                .containsExactly(
                        new DiscoveredVm(
                                new VmId("old"),
                                new HostId("h1"),
                                new DomainId("cluster-1"),
                                true,
                                2,
                                MiB.ofGiB(4),
                                "NT",
                                NOON,
                                NOON),
                        new DiscoveredVm(
                                new VmId("off"),
                                new HostId("h1"),
                                new DomainId("cluster-1"),
                                false,
                                null,
                                null,
                                null,
                                NOON,
                                NOON));
        assertThat(found.gone()).isEmpty();
    }

    @Test
    void theSameAgainIsNoNewsUntilItIsTimeToRefresh() {
        VmTableReported table = table("h1", held("old", 0, true));
        List<DiscoveredVm> noted = Discoveries.of(table, List.of(), NOON).seen();

        Instant due = NOON.plus(Discoveries.REFRESH);
        assertThat(Discoveries.of(table, noted, due.minusMillis(1)).isNothing()).isTrue();
        assertThat(Discoveries.of(table, noted, due).seen())
                .singleElement()
                .matches(vm -> vm.firstSeen().equals(NOON) && vm.lastSeen().equals(due));
    }

    @Test
    void aChangeAndAMoveAreNewsAndKeepWhenItWasFirstSeen() {
        List<DiscoveredVm> noted =
                Discoveries.of(table("h1", held("old", 0, true)), List.of(), NOON).seen();
        Instant later = NOON.plusSeconds(1);

        assertThat(Discoveries.of(table("h1", held("old", 0, false)), noted, later).seen())
                .singleElement()
                .matches(vm -> !vm.running() && vm.firstSeen().equals(NOON));
        Discoveries moved = Discoveries.of(table("h2", held("old", 0, true)), noted, later);
        assertThat(moved.seen())
                .singleElement()
                .matches(vm -> vm.host().equals(new HostId("h2")) && vm.firstSeen().equals(NOON));
        assertThat(moved.gone()).as("it is noted at its new host").isEmpty();
    }

    @Test
    void whatIsNoLongerThereOrHasBeenTakenUpIsGone() {
        List<DiscoveredVm> noted =
                Discoveries.of(table("h1", held("old", 0, true)), List.of(), NOON).seen();

        assertThat(Discoveries.of(table("h1"), noted, NOON).gone())
                .containsExactly(new VmId("old"));
        assertThat(Discoveries.of(table("h1", held("old", 1, true)), noted, NOON).gone())
                .containsExactly(new VmId("old"));
        assertThat(Discoveries.of(table("h2"), noted, NOON).isNothing())
                .as("another host does not speak for it")
                .isTrue();
    }

    private static VmTableReported table(String host, VmObservation... held) {
        return new VmTableReported(
                new HostId(host),
                new DomainId("cluster-1"),
                new BootId(1),
                Tenure.NONE,
                false,
                Trigger.UNMANAGED_CHANGED,
                List.of(held),
                List.of(SIZE),
                NOON);
    }

    private static VmObservation held(String vm, long epoch, boolean running) {
        return new VmObservation(
                new VmId(vm),
                new Epoch(epoch),
                running ? VmPower.RUNNING : VmPower.STOPPED,
                IntegrationHeartbeat.OK);
    }
}
