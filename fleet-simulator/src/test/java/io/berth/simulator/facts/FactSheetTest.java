package io.berth.simulator.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.facts.AdapterAddress;
import io.berth.contracts.facts.AdapterFacts;
import io.berth.contracts.facts.DiskFacts;
import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.facts.PeerProbe;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.wire.EventCodec;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The nodes of a cluster agree, and a breakage breaks one thing. */
class FactSheetTest {
    private static final List<HostId> NODES =
            IntStream.rangeClosed(1, 64)
                    .mapToObj(i -> new HostId("node-%02d".formatted(i)))
                    .toList();

    @Test
    void theNodesOfAClusterAgreeWhereverTheyMust() {
        assertAlike(facts -> facts.system());
        assertAlike(facts -> facts.processor());
        assertAlike(facts -> facts.switches());
        assertAlike(facts -> facts.hypervisor());
        assertAlike(facts -> facts.disks());
        assertAlike(facts -> facts.components());
        assertAlike(facts -> facts.adapters().stream().map(AdapterFacts::adapter).toList());
    }

    @Test
    void addressesAreUniqueAndEveryPeerIsProbedOverEveryNetwork() {
        List<HostFacts> all = NODES.stream().map(node -> facts(node)).toList();

        assertThat(
                        all.stream()
                                .flatMap(facts -> facts.adapters().stream())
                                .flatMap(adapter -> adapter.addresses().stream())
                                .map(AdapterAddress::address))
                .hasSize(128)
                .doesNotHaveDuplicates();
        assertThat(all.stream().flatMap(facts -> facts.adapters().stream()).map(AdapterFacts::mac))
                .doesNotHaveDuplicates();
        assertThat(all).allSatisfy(facts -> assertThat(facts.probes()).hasSize(126));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GUEST_PACKET_LOSS")
    void aBreakageChangesTheFacts(FactBreakage breakage) throws Exception {
        HostId node = NODES.get(1);

        HostFacts broken = FactSheet.of(subject(node, Set.of(breakage)));

        assertThat(broken).isNotEqualTo(facts(node));
        String json = EventCodec.JSON.writeValueAsString(broken);
        assertThat(EventCodec.JSON.readValue(json, HostFacts.class)).isEqualTo(broken);
    }

    @Test
    void whatAFaultDoesToTheNetworkAndTheClockShows() {
        HostId node = NODES.getFirst();
        FactSubject struck =
                new FactSubject(
                        node,
                        new DomainId("cluster-a"),
                        NODES,
                        Set.of(NODES.get(1)),
                        Duration.ofMillis(200),
                        Duration.ofHours(-1),
                        Set.of());

        HostFacts facts = FactSheet.of(struck);

        assertThat(facts.system().clockOffsetMillis()).isEqualTo(-3_600_000);
        assertThat(facts.probes().stream().filter(probe -> probe.peer().equals(NODES.get(1))))
                .allMatch(probe -> probe.answered() == 0 && probe.roundTrip() == null);
        assertThat(facts.probes().stream().filter(probe -> probe.peer().equals(NODES.get(2))))
                .extracting(PeerProbe::roundTrip)
                .containsOnly(Duration.ofNanos(400_400_000));
    }

    @Test
    void disksInUseAreNotTried() {
        assertThat(
                        FactSheet.of(
                                        subject(
                                                NODES.getFirst(),
                                                Set.of(
                                                        FactBreakage.DISKS_IN_USE,
                                                        FactBreakage.NO_FAILOVER)))
                                .disks())
                .allMatch(disk -> disk.csv() != null && disk.failover() == null)
                .extracting(DiskFacts::arbitration)
                .containsOnlyNulls();
    }

    private static void assertAlike(Function<HostFacts, @Nullable Object> part) {
        assertThat(NODES.stream().map(node -> part.apply(facts(node))).distinct()).hasSize(1);
    }

    private static HostFacts facts(HostId node) {
        return FactSheet.of(subject(node, Set.of()));
    }

    private static FactSubject subject(HostId node, Set<FactBreakage> breakages) {
        return new FactSubject(
                node,
                new DomainId("cluster-a"),
                NODES,
                Set.of(),
                Duration.ZERO,
                Duration.ZERO,
                breakages);
    }
}
