package io.berth.inventory.domain.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.NetworkAdapter;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.contracts.inventory.VirtualSwitch;
import io.berth.inventory.domain.validation.Fingerprint.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What withdraws an answer and what does not. */
class FingerprintTest {
    private static final Fingerprint VALIDATED =
            of(Estates.cluster(), hosts(), Estates.VOLUMES, Estates.ROOM);

    @Test
    void theSameEstateHasTheSameFingerprint() {
        assertThat(VALIDATED.changes(of(Estates.cluster(), hosts(), Estates.VOLUMES, Estates.ROOM)))
                .isEmpty();
    }

    @Test
    void reserveAndOrderOfNodesDoNotMatter() {
        ClusterState was = Estates.cluster();
        ClusterState other =
                new ClusterState(
                        was.cluster(), was.group(), was.site(), was.nodes().reversed(), 0, 9);

        assertThat(VALIDATED.changes(of(other, hosts(), Estates.VOLUMES, Estates.ROOM))).isEmpty();
    }

    @Test
    void aNodeMoreIsNamed() {
        ClusterState was = Estates.cluster();
        List<HostId> nodes = new ArrayList<>(was.nodes());
        nodes.add(new HostId("node-4"));

        assertThat(
                        VALIDATED.changes(
                                of(
                                        new ClusterState(
                                                was.cluster(),
                                                was.group(),
                                                was.site(),
                                                nodes,
                                                1,
                                                2),
                                        hosts(),
                                        Estates.VOLUMES,
                                        Estates.ROOM)))
                .containsExactly(
                        new Change(
                                "nodes",
                                "node-1, node-2, node-3",
                                "node-1, node-2, node-3, node-4"));
    }

    @Test
    void anotherAdapterOrSwitchIsNamed() {
        List<HostState> hosts = hosts();
        HostHardware hardware =
                new HostHardware(
                        false,
                        Estates.PROCESSOR,
                        null,
                        null,
                        null,
                        List.of(new NetworkAdapter("nic-1", 1000, List.of())),
                        List.of(
                                new VirtualSwitch(
                                        "external", "nic-1", List.of(new LogicalNetworkId("dmz")))),
                        null,
                        List.of("Windows Server 2008 R2"));
        List<HostState> changed =
                List.of(
                        Estates.host(1, SupportStanding.SUPPORTED, hardware),
                        hosts.get(1),
                        hosts.get(2));

        assertThat(VALIDATED.changes(of(Estates.cluster(), changed, Estates.VOLUMES, Estates.ROOM)))
                .containsExactly(
                        new Change("node node-1: adapter nic-1", null, "1000 Mbit/s with "),
                        new Change("node node-1: switch external", null, "on nic-1 for dmz"));
    }

    @Test
    void anotherVolumeOrArrayIsNamed() {
        assertThat(
                        VALIDATED.changes(
                                of(
                                        Estates.cluster(),
                                        hosts(),
                                        List.of(new Volume(new CsvId("csv-2"), "LUN 5")),
                                        List.of(
                                                new ReservationFigure(
                                                        new ArrayId("san-1"), 32, 128)))))
                .extracting(Change::what)
                .containsExactly("array san-1", "volume csv-1", "volume csv-2");
    }

    private static Fingerprint of(
            ClusterState cluster,
            List<HostState> hosts,
            List<Volume> volumes,
            List<ReservationFigure> reservations) {
        return Fingerprint.of(cluster, hosts, volumes, reservations);
    }

    private static List<HostState> hosts() {
        return IntStream.rangeClosed(1, Estates.NODES)
                .mapToObj(node -> Estates.host(node, SupportStanding.SUPPORTED))
                .toList();
    }
}
