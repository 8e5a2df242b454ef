package io.berth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.timing.LeaseTimings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is measured is what is claimed: no figure is fast because the work was not done. */
class MeasuredWorkTest {
    @Test
    void everyBeatOfTheLogIsDecodedAndAccepted() {
        BeatReading reading = new BeatReading(1000);

        assertThat(reading.beats()).isEqualTo(40_000);
        assertThat(reading.decode()).isEqualTo(40_000);
        assertThat(reading.decodeAndFold()).isEqualTo(40_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1000})
    void everyVmOfTheDeadHostIsPlaced(int vms) {
        assertThat(LossOfAHost.placed(new LossOfAHost(vms).decide())).isEqualTo(vms);
    }

    @Test
    void everyJudgementOfAReserveIsAProofOfAllCombinations() {
        ReserveBench.Changes changes =
                new ReserveBench.Changes(ReserveCluster.of(2, 0.8, true), true);
        for (int change = 0; change < 128; change++) {
            assertThat(changes.next()).as("change %d", change).isEqualTo(1);
        }
        assertThat(ReserveBench.cold(ReserveCluster.of(2, 0.8, true))).isGreaterThan(24_000);
    }

    @Test
    void everyDeathIsFoundAndNobodyElseIsBlamed() {
        Duration threshold = LeaseTimings.DEFAULT.threshold();
        for (long seed = 1; seed <= 50; seed++) {
            DeathLog.Death death = DeathLog.simulate(seed);

            assertThat(Duration.between(death.failed().lastBeat(), death.failed().logTime()))
                    .as("seed %d", seed)
                    .isBetween(threshold, threshold.plus(DetectionBench.ALLOWANCE));
        }
    }

    @Test
    void everyRelationshipThatIsDueIsOrderedAndDueAgain() {
        CycleRulesBench bench = CycleRulesBench.copied(300);

        assertThat(bench.inOrder()).hasSize(300);
        assertThat(bench.serve(300)).as("each has its second cycle").isEqualTo(2 * 300);
        assertThat(bench.wakeEach(bench.inOrder())).as("and its third").isEqualTo(3 * 300);
    }
}
