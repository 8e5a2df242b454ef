package io.berth.simulator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.timing.LeaseTimings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom an agent greets, what it tells of whom it has heard, and how it says goodbye. */
class AgentNeighboursTest {
    @Test
    void greetsTheThreeNodesThatFollowIt() {
        assertThat(greeted(6)).isEqualTo(peers(2, 3, 4));
        assertThat(greeted(3)).isEqualTo(peers(2, 3));
        assertThat(new Bench(1, true, HostDisk.blank()).runTo(0).did(AgentOutput.GreetPeers.class))
                .isEmpty();
    }

    private static List<HostId> greeted(int nodes) {
        return new Bench(nodes, true, HostDisk.blank())
                .runTo(0)
                .did(AgentOutput.GreetPeers.class)
                .getFirst()
                .peers();
    }

    @Test
    void everyNodeIsGreetedByAsManyOthers() {
        List<HostId> all = List.copyOf(Bench.nodes(5));
        List<HostId> greeted =
                all.stream()
                        .flatMap(host ->
                                new Neighbours(
                                                new AgentConfig(
                                                        host,
                                                        Bench.DOMAIN,
                                                        Bench.nodes(5),
                                                        true,
                                                        LeaseTimings.DEFAULT))
                                        .greeted().stream())
                        .toList();
        assertThat(all).allSatisfy(host -> assertThat(greeted).filteredOn(host::equals).hasSize(3));
    }

    @Test
    void tellsAChangeUntilItHasArrived() {
        Bench bench = Bench.fresh().runTo(0).acked(5, 1);
        assertThat(heard(bench)).containsExactly(List.of());
        bench.forget();

        bench.input(100, new AgentInput.PeerGreeted(Bench.peer(2))).runTo(500);
        assertThat(heard(bench)).as("a change").containsExactly(peers(2));
        bench.input(600, new AgentInput.PeerGreeted(Bench.peer(2))).forget().runTo(1000);
        assertThat(heard(bench)).as("not acknowledged").containsExactly(peers(2));
        bench.acked(1010, 3).input(1100, new AgentInput.PeerGreeted(Bench.peer(2)));
        bench.forget().runTo(1500).acked(1510, 4);
        assertThat(bench.beats()).as("nothing new").extracting(HostBeat::hears).containsOnlyNulls();
    }

    @Test
    void forgetsAPeerAfterThreeBeats() {
        Bench bench = Bench.fresh().runTo(0).acked(5, 1);
        bench.input(100, new AgentInput.PeerGreeted(Bench.peer(2)));
        bench.input(150, new AgentInput.PeerGreeted(new HostId("stranger")));

        bench.servedTo(1600);
        assertThat(heard(bench)).containsExactly(List.of(), peers(2));
        bench.servedTo(2100);
        assertThat(heard(bench)).containsExactly(List.of(), peers(2), List.of());
    }

    @Test
    void saysGoodbyeInItsBeatsUntilItGoesOn() {
        Duration away = Duration.ofSeconds(20);
        Bench bench = Bench.fresh().servedTo(400);
        bench.input(450, new AgentInput.RestartAnnounced(away)).forget().servedTo(1100);
        assertThat(bench.beats()).extracting(HostBeat::backWithin).containsExactly(away, away);

        bench.input(1200, new AgentInput.RestartAnnounced(null)).forget().servedTo(2100);
        assertThat(bench.beats()).isNotEmpty();
        assertThat(bench.beats()).extracting(HostBeat::backWithin).containsOnlyNulls();
    }

    private static List<List<HostId>> heard(Bench bench) {
        return bench.beats().stream().map(HostBeat::hears).filter(told -> told != null).toList();
    }

    private static List<HostId> peers(int... numbers) {
        return Arrays.stream(numbers).mapToObj(Bench::peer).toList();
    }
}
