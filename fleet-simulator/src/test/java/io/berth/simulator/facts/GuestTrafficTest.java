package io.berth.simulator.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.telemetry.AdapterTraffic;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What guests lose: by the adapter's fault, and only while it computes checksums. */
class GuestTrafficTest {
    private static AdapterTraffic traffic(Set<FactBreakage> amiss, long seed) {
        return GuestTraffic.of(amiss, 10, new SplittableRandom(seed)).getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "GUEST_PACKET_LOSS, PACKET_LOSS, true",
        "GUEST_PACKET_LOSS, CHECKSUMS_OFF, false",
        "GUEST_PACKET_LOSS, OTHER_OFFLOADS, false",
        "CHECKSUMS_OFF, PACKET_LOSS, false"
    })
    void losesThreeInAHundredWhileTheFaultyAdapterMayCompute(
            FactBreakage one, FactBreakage other, boolean lossy) {
        for (long seed = 1; seed <= 50; seed++) {
            AdapterTraffic traffic = traffic(Set.of(one, other), seed);
            double lost = traffic.lost() * 100.0 / traffic.packets();
            assertThat(lost > 2.9).as("seed %d: %s", seed, traffic).isEqualTo(lossy);
            assertThat(traffic.packets()).isBetween(36_000L, 44_000L);
        }
    }

    @Test
    void aHostWithoutGuestsHasNone() {
        assertThat(GuestTraffic.of(Set.of(), 0, new SplittableRandom(1))).isEmpty();
    }
}
