package io.berth.simulator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.simulator.agent.AgentInput.BeatAcked;
import io.berth.simulator.agent.AgentInput.PeerAsked;
import io.berth.simulator.agent.AgentInput.RelayEnded;
import io.berth.simulator.agent.AgentOutput.AnswerPeer;
import io.berth.simulator.agent.AgentOutput.AskPeers;
import io.berth.simulator.agent.AgentOutput.RelayBeat;
import io.berth.simulator.agent.AgentOutput.TellRelayed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Questions to peers, permission and relaying. The agent on the bench was last acknowledged at 510
 * ms and holds a lease to 4000 ms; it asks at 1510, 1760, 2010, 2260, 2510 … with questions 1, 2,
 * 3, 4, 5 …, and is unserved for long enough from the fifth on.
 */
class AgentPeersTest {
    private static final long FIFTH_ASKED = 2510;

    @Test
    void asksAllPeersEveryHalfBeatOnceUnservedForTwo() {
        Bench bench = Bench.opened(3).runTo(1509);
        assertThat(bench.did(AskPeers.class)).isEmpty();
        bench.runTo(FIFTH_ASKED);
        List<AskPeers> asked = bench.did(AskPeers.class);
        assertThat(asked)
                .extracting(ask -> ask.question().number())
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(asked)
                .allMatch(ask -> ask.peers().equals(List.of(Bench.peer(2), Bench.peer(3))));
        assertThat(asked.getLast().beat()).isEqualTo(bench.beats().getLast());
    }

    @Test
    void aServedAgentDoesNotAsk() {
        assertThat(Bench.opened(3).servedTo(20_000).did(AskPeers.class)).isEmpty();
    }

    @ParameterizedTest(name = "{0} nodes, {1} answers of unfenced, unserved peers: {2}")
    @CsvSource({
        "2, 0, false", "2, 1, true",
        "3, 0, false", "3, 1, true",
        "4, 1, false", "4, 2, true",
        "5, 1, false", "5, 2, true",
        "6, 2, false", "6, 3, true"
    })
    void permissionTakesAStrictMajorityOfTheConfiguredNodes(
            int nodes, int answers, boolean permitted) {
        Bench bench = Bench.opened(nodes).runTo(FIFTH_ASKED);
        for (int peer = 2; peer < 2 + answers; peer++) {
            bench.answered(FIFTH_ASKED + peer, peer, 5, true, 2000);
        }
        assertThat(bench.leaseEnd()).isEqualTo(permitted ? FIFTH_ASKED + 3500 : 4000);
    }

    @Test
    void oneAnswerCountsOnceHoweverOftenItComes() {
        Bench bench = Bench.opened(5).runTo(FIFTH_ASKED);
        bench.answered(2520, 2, 5, true, 2000).answered(2530, 2, 5, true, 2000);
        assertThat(bench.leaseEnd()).isEqualTo(4000);
    }

    @Test
    void fencedPeersDoNotCount() {
        Bench bench = Bench.opened(3).runTo(FIFTH_ASKED);
        bench.answered(2520, 2, 5, false, 9000).answered(2530, 3, 5, false, 9000);
        assertThat(bench.leaseEnd()).isEqualTo(4000);
    }

    @Test
    void peersThatWereServedLatelyDoNotCountAndDoNotVeto() {
        Bench bench = Bench.opened(5).runTo(FIFTH_ASKED);
        bench.answered(2520, 2, 5, true, 1999).answered(2521, 3, 5, true, 0);
        assertThat(bench.leaseEnd()).as("served peers do not count").isEqualTo(4000);
        bench.answered(2522, 4, 5, true, 2000).answered(2523, 5, 5, true, 2000);
        assertThat(bench.leaseEnd()).as("and do not veto").isEqualTo(FIFTH_ASKED + 3500);
    }

    @Test
    void strangersDoNotCount() {
        Bench bench = Bench.opened(3).runTo(FIFTH_ASKED);
        bench.answered(2520, 9, 5, true, 9000).answered(2530, 1, 5, true, 9000);
        assertThat(bench.leaseEnd()).isEqualTo(4000);
    }

    @Test
    void anAgentThatWasServedLatelyItselfGetsNoPermission() {
        Bench bench = Bench.opened(3).runTo(2260).answered(2300, 2, 4, true, 9000);
        assertThat(bench.leaseEnd()).as("unserved for 1750 ms when it asked").isEqualTo(4000);
    }

    @Test
    void anAnswerThatTakesLongerThanThePeerTimeoutDoesNotCount() {
        Bench inTime = Bench.opened(3).runTo(FIFTH_ASKED).answered(2810, 2, 5, true, 2000);
        assertThat(inTime.leaseEnd()).isEqualTo(FIFTH_ASKED + 3500);
        Bench late = Bench.opened(3).runTo(FIFTH_ASKED).answered(2811, 2, 5, true, 2000);
        assertThat(late.leaseEnd()).isEqualTo(4000);
    }

    @Test
    void anAcknowledgementMakesWhatWasAskedBeforeWorthless() {
        Bench bench = Bench.opened(3).runTo(FIFTH_ASKED).acked(2515, 3);
        assertThat(bench.leaseEnd()).as("beat 3 was sent at 1000").isEqualTo(4500);
        bench.answered(2520, 2, 5, true, 2000);
        assertThat(bench.leaseEnd()).isEqualTo(4500);
    }

    @Test
    void anAnswerToAnEarlierLifeDoesNotCount() {
        Bench bench = Bench.opened(3).runTo(FIFTH_ASKED);
        bench.input(
                2520,
                new AgentInput.PeerAnswered(
                        Bench.peer(2),
                        new Question(new BootId(2), 5),
                        true,
                        Duration.ofSeconds(9)));
        assertThat(bench.leaseEnd()).isEqualTo(4000);
    }

    @Test
    void aFencedAgentNeitherAsksNorIsPermittedAnything() {
        Bench bench = Bench.opened(3).runTo(4000).forget().runTo(9000);
        assertThat(bench.fenced()).isTrue();
        assertThat(bench.did(AskPeers.class)).isEmpty();
        Bench lastQuestion = Bench.opened(3).runTo(4000);
        long question = lastQuestion.did(AskPeers.class).getLast().question().number();
        lastQuestion.answered(4010, 2, question, true, 9000);
        assertThat(lastQuestion.fenced()).isTrue();
    }

    @Test
    void withPermissionsAHostOutlivesAnyOutageOfTheBroker() {
        Bench bench = Bench.opened(3).running(600, "ha", 1, Bench.HIGHLY_AVAILABLE);
        for (long at = FIFTH_ASKED, question = 5; at < 60_000; at += 250, question++) {
            bench.runTo(at).answered(at + 20, 2, question, true, at);
        }
        assertThat(bench.fenced()).isFalse();
        assertThat(bench.did(AgentOutput.StopOnHypervisor.class)).isEmpty();
    }

    @Test
    void aClusterOfOneIsAMajorityOfItself() {
        Bench bench = Bench.opened(1).runTo(60_000);
        assertThat(bench.fenced()).isFalse();
        assertThat(bench.did(AskPeers.class)).isEmpty();
        AgentConfig standalone =
                new AgentConfig(
                        Bench.SELF,
                        DomainId.standalone(new HostGroupId("group")),
                        Bench.nodes(5),
                        true,
                        LeaseTimings.DEFAULT);
        assertThat(standalone.nodes()).containsExactly(Bench.SELF);
    }

    @Test
    void aRelayedAcknowledgementIsWorthAsMuchAsAnOwn() {
        Bench bench = Bench.opened(3).runTo(2000);
        bench.input(2100, new BeatAcked(new BootId(1), 5, true));
        assertThat(bench.leaseEnd()).as("beat 5 was sent at 2000").isEqualTo(5500);
        assertThat(bench.core.view().lastAcknowledged()).isEqualTo(Duration.ofMillis(2100));
        assertThat(bench.runTo(2500).beats().getLast().acknowledged()).isEqualTo(5);
    }

    @Test
    void answersAPeerAndRelaysItsBeatAsItIsEvenWhenUnservedItself() {
        Bench bench = Bench.opened(3).runTo(3000).forget();
        HostBeat beat = beatOf(Bench.peer(2), 77);
        bench.input(3010, new PeerAsked(Bench.peer(2), new Question(new BootId(6), 3), beat));
        assertThat(bench.did(AnswerPeer.class))
                .containsExactly(
                        new AnswerPeer(
                                Bench.peer(2),
                                new Question(new BootId(6), 3),
                                true,
                                Duration.ofMillis(2500)));
        assertThat(bench.did(RelayBeat.class)).containsExactly(new RelayBeat(beat));
        bench.input(3100, new RelayEnded(Bench.peer(2), new BootId(6), 77, true));
        assertThat(bench.did(TellRelayed.class))
                .containsExactly(new TellRelayed(Bench.peer(2), new BootId(6), 77));
    }

    @Test
    void aFencedPeerSaysSoAndRelaysAllTheSame() {
        Bench bench = Bench.fresh().runTo(0);
        bench.input(
                100,
                new PeerAsked(
                        Bench.peer(2), new Question(new BootId(1), 1), beatOf(Bench.peer(2), 1)));
        assertThat(bench.did(AnswerPeer.class))
                .singleElement()
                .matches(answer -> !answer.unfenced());
        assertThat(bench.did(RelayBeat.class)).hasSize(1);
    }

    @Test
    void relaysABeatOnceAndSoManyAtATime() {
        Bench bench = new Bench(40, true, HostDisk.blank()).runTo(0);
        LongStream.rangeClosed(2, 40)
                .forEach(number -> {
                    HostId peer = Bench.peer((int) number);
                    PeerAsked asked =
                            new PeerAsked(peer, new Question(new BootId(1), 1), beatOf(peer, 5));
                    bench.input(100 + number, asked).input(100 + number, asked);
                });
        assertThat(bench.did(RelayBeat.class)).hasSize(AgentCore.MAX_RELAYS);
        assertThat(bench.did(AnswerPeer.class)).as("answers are not limited").hasSize(78);
        bench.input(200, new RelayEnded(Bench.peer(2), new BootId(1), 5, false));
        assertThat(bench.did(TellRelayed.class)).isEmpty();
        bench.input(
                210,
                new PeerAsked(
                        Bench.peer(40), new Question(new BootId(1), 2), beatOf(Bench.peer(40), 6)));
        assertThat(bench.did(RelayBeat.class)).hasSize(AgentCore.MAX_RELAYS + 1);
    }

    @Test
    void aQuestionOfAStrangerIsIgnored() {
        Bench bench = Bench.opened(3);
        HostId stranger = Bench.peer(8);
        bench.input(
                600, new PeerAsked(stranger, new Question(new BootId(1), 1), beatOf(stranger, 1)));
        assertThat(bench.did(AnswerPeer.class)).isEmpty();
        assertThat(bench.did(RelayBeat.class)).isEmpty();
    }

    @Test
    void majoritiesAreCountedAgainstTheMembershipAsItIsNow() {
        Bench bench = Bench.opened(3).runTo(2400);
        bench.input(2410, new AgentInput.NodesChanged(Bench.nodes(5))).runTo(FIFTH_ASKED);
        long question = bench.did(AskPeers.class).getLast().question().number();
        bench.answered(2520, 2, question, true, 2000);
        assertThat(bench.leaseEnd()).as("two of five").isEqualTo(4000);
        bench.answered(2530, 5, question, true, 2000);
        assertThat(bench.leaseEnd()).as("three of five").isGreaterThan(4000);
    }

    private static HostBeat beatOf(HostId host, long sequence) {
        return new HostBeat(
                host,
                Bench.DOMAIN,
                new BootId(6),
                new Tenure(1),
                sequence,
                0,
                true,
                false,
                Instant.EPOCH,
                new HostLoad(0, MiB.ZERO),
                "",
                null);
    }
}
