package io.berth.simulator.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.UseLease;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.telemetry.HostBeat;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Leases of another length than usual: told before they are used, and for as long as they run. */
class AgentLeaseLengthTest {
    private static final Duration LONG = Duration.ofMillis(10_350);
    private static final Duration USUAL = Duration.ofMillis(3500);

    private static UseLease use(Duration lease) {
        return new UseLease(Bench.SELF, new CommandId("use-" + lease), lease);
    }

    @Test
    void theUsualLengthIsNotWorthTelling() {
        assertThat(Bench.opened(3).runTo(1000).beats().getLast().lease()).isNull();
    }

    @Test
    void aLongerLeaseIsUsedFromTheFirstAcknowledgedBeatThatToldIt() {
        Bench bench = Bench.opened(3).runTo(1000).command(1100, use(LONG));
        bench.acked(1200, 3);
        assertThat(bench.leaseEnd()).as("beat 3 told nothing").isEqualTo(1000 + 3500);
        bench.runTo(1500);
        assertThat(bench.beats().getLast().lease()).isEqualTo(LONG);
        assertThat(bench.leaseEnd()).as("told, and not acknowledged").isEqualTo(1000 + 3500);
        bench.acked(1600, 4);
        assertThat(bench.leaseEnd()).isEqualTo(1500 + 10_350);
    }

    @Test
    void aShorterLeaseIsUsedAtOnceAndTheLongerOneToldForAsLongAsItRuns() {
        Bench bench = Bench.opened(3).command(600, use(LONG)).servedTo(2000);
        assertThat(bench.leaseEnd()).isEqualTo(2000 + 10_350);
        bench.command(2100, use(USUAL)).servedTo(2500);
        assertThat(bench.leaseEnd()).as("nothing is cut short").isEqualTo(2000 + 10_350);
        assertThat(bench.beats().getLast().lease()).isEqualTo(LONG);
        bench.servedTo(12_300);
        assertThat(bench.beats().getLast().lease()).isEqualTo(LONG);
        bench.servedTo(12_500);
        assertThat(bench.beats().getLast().lease()).isNull();
        assertThat(bench.leaseEnd()).isEqualTo(12_500 + 3500);
    }

    @Test
    void anAcknowledgementIsWorthTheShortestWantedSince() {
        Bench bench = Bench.opened(3).command(600, use(LONG)).runTo(1000);
        bench.command(1100, use(USUAL)).runTo(1500).command(1600, use(LONG));
        bench.acked(1700, 3);
        assertThat(bench.leaseEnd())
                .as("beat 3 told the longer one, and beat 4 may lie after it in the log")
                .isEqualTo(1000 + 3500);
    }

    @Test
    void aPermissionIsWorthWhatHasBeenAcknowledged() {
        Bench bench = Bench.opened(3).runTo(2000).command(2100, use(LONG)).runTo(2510);
        bench.answered(2520, 2, lastQuestion(bench), true, 2400);
        assertThat(bench.leaseEnd())
                .as("asked at 2510, and no acknowledged beat told the longer one")
                .isEqualTo(2510 + 3500);
    }

    @Test
    void aLeaseThatTheTimingsDoNotAllowIsPassedOver() {
        Bench bench = Bench.opened(3);
        bench.command(600, use(Duration.ofMillis(3449))).runTo(1000);
        assertThat(bench.beats().getLast().lease()).isNull();
        assertThat(bench.did(AgentOutput.Note.class))
                .anyMatch(note -> note.remarkable() && note.text().contains("PT3.449S"));
        bench.command(1100, use(Duration.ofMillis(3450))).servedTo(1500);
        assertThat(bench.beats().getLast().lease()).as("the usual one runs still").isNull();
        bench.servedTo(5000);
        assertThat(bench.beats().getLast().lease()).hasMillis(3450);
        bench.command(5100, use(HostBeat.LONGEST_LEASE)).runTo(5500);
        assertThat(bench.beats().getLast().lease()).isEqualTo(HostBeat.LONGEST_LEASE);
    }

    @Test
    void theCommandForAnotherHostChangesNothing() {
        Bench bench = Bench.opened(3);
        bench.command(600, new UseLease(new HostId("node-2"), new CommandId("other"), LONG));
        assertThat(bench.runTo(1000).beats().getLast().lease()).isNull();
    }

    @Test
    void anotherLifeBeginsWithTheUsualLength() {
        Bench bench = Bench.opened(3).command(600, use(LONG)).servedTo(2000);
        Bench next = new Bench(3, true, bench.core.disk().nextLife()).runTo(0);
        assertThat(next.beats().getLast().lease()).isNull();
    }

    private static long lastQuestion(Bench bench) {
        return bench.did(AgentOutput.AskPeers.class).getLast().question().number();
    }
}
