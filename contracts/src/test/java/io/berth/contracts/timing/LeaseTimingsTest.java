package io.berth.contracts.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseTimingsTest {
    private static final List<String> PARTS =
            Arrays.stream(LeaseTimings.class.getRecordComponents())
                    .map(component -> component.getName())
                    .toList();

    @Test
    void theDefaultsAreThoseOfTheArchitecture() {
        LeaseTimings timings = LeaseTimings.DEFAULT;
        assertThat(timings.threshold()).hasSeconds(5);
        assertThat(timings.beat()).hasMillis(500);
        assertThat(timings.requestTimeout()).hasMillis(500);
        assertThat(timings.peerTimeout()).hasMillis(300);
        assertThat(timings.lease()).hasMillis(3500);
        assertThat(timings.agentUnserved()).hasMillis(2000);
        assertThat(timings.monitorSilent()).hasMillis(1500);
        assertThat(timings.cap()).hasSeconds(1);
    }

    /** By hand: ⌈1.02·L⌉ + 400 + 1000, and the other way round. */
    @ParameterizedTest
    @CsvSource({
        "3450, 4919",
        "3500, 4970",
        "3529, 5000",
        "3530, 5001",
        "10392, 12000",
        "57450, 59999"
    })
    void aThresholdOutlastsALeaseByDriftKillAndCap(long lease, long threshold) {
        LeaseTimings timings = LeaseTimings.DEFAULT;
        assertThat(timings.outlasting(Duration.ofMillis(lease))).hasMillis(threshold);
        Duration longest = timings.longestLease(Duration.ofMillis(threshold));
        assertThat(timings.outlasting(longest)).isLessThanOrEqualTo(Duration.ofMillis(threshold));
        assertThat(timings.outlasting(longest.plusMillis(1)))
                .isGreaterThan(Duration.ofMillis(threshold));
    }

    @Test
    void theShortestLeaseLastsUntilThePeersHaveAnswered() {
        assertThat(LeaseTimings.DEFAULT.shortestLease()).hasMillis(2000 + 750 + 400 + 300);
        assertThat(LeaseTimings.DEFAULT.longestLease(Duration.ofMillis(1000))).isNegative();
    }

    @Test
    void anotherThresholdAndLeaseAreHeldToTheSameInequalities() {
        LeaseTimings longer =
                LeaseTimings.DEFAULT.with(Duration.ofSeconds(12), Duration.ofMillis(10_350));
        assertThat(longer.threshold()).hasSeconds(12);
        assertThat(longer.lease()).hasMillis(10_350);
        assertThat(longer.kill()).isEqualTo(LeaseTimings.DEFAULT.kill());
        assertThatThrownBy(() -> LeaseTimings.DEFAULT.with(Duration.ofSeconds(5), longer.lease()))
                .hasMessage(
                        "Lease timings do not fit: 1.02·lease + kill + cap = 11957 ms must be at"
                                + " most threshold = 5000 ms");
    }

    /** Each row changes the defaults in one or two parts so that exactly one inequality breaks. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    kill=431          | 1.02·lease + kill + cap = 5001 ms must be at most threshold = 5000 ms
                    lease=3530        | 1.02·lease + kill + cap = 5001 ms must be at most threshold = 5000 ms
                    threshold=4969    | 1.02·lease + kill + cap = 4970 ms must be at most threshold = 4969 ms
                    cap=1031          | 1.02·lease + kill + cap = 5001 ms must be at most threshold = 5000 ms
                    monitorSilent=1701| monitorSilent = 1701 ms must be at most agentUnserved − peerTimeout = 1700 ms
                    agentUnserved=1799| monitorSilent = 1500 ms must be at most agentUnserved − peerTimeout = 1499 ms
                    monitorSilent=1399| 2·beat + roundTrip = 1400 ms must be at most monitorSilent = 1399 ms
                    agentUnserved=2051| agentUnserved + 1.5·beat + roundTrip + peerTimeout = 3501 ms must be at most lease = 3500 ms
                    lease=3449        | agentUnserved + 1.5·beat + roundTrip + peerTimeout = 3450 ms must be at most lease = 3449 ms
                    peerTimeout=351,agentUnserved=2000 | agentUnserved + 1.5·beat + roundTrip + peerTimeout = 3501 ms must be at most lease = 3500 ms
                    requestTimeout=501| requestTimeout = 501 ms must be at most beat = 500 ms
                    """)
    void anInequalityThatBreaksIsNamedWithItsFigures(String changes, String message) {
        assertThatThrownBy(() -> with(changes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Lease timings do not fit: " + message);
    }

    @ParameterizedTest
    @CsvSource({"kill=430", "lease=3529", "threshold=4970", "cap=1030", "monitorSilent=1700"})
    void aLimitItselfFits(String changes) {
        assertThatCode(() -> with(changes)).doesNotThrowAnyException();
    }

    @Test
    void allThatIsWrongIsNamedAtOnce() {
        assertThatThrownBy(() -> with("kill=431,requestTimeout=501"))
                .hasMessageContaining("kill")
                .hasMessageContaining("requestTimeout");
    }

    @Test
    void eachPartMustBeThereAndInRange() {
        for (String part : PARTS) {
            for (@Nullable Duration wrong :
                    Arrays.<@Nullable Duration>asList(
                            null,
                            Duration.ofMillis(-1),
                            Duration.ofNanos(500_000_500),
                            Duration.ofHours(2))) {
                assertThatThrownBy(() -> with(part, wrong))
                        .as("%s = %s", part, wrong)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("Lease timings do not fit: " + part);
            }
        }
    }

    private static LeaseTimings with(String changes) {
        List<@Nullable Duration> parts = defaults();
        for (String change : changes.split(",")) {
            String[] pair = change.split("=");
            parts.set(
                    PARTS.indexOf(pair[0].strip()),
                    Duration.ofMillis(Long.parseLong(pair[1].strip())));
        }
        return make(parts);
    }

    private static LeaseTimings with(String part, @Nullable Duration value) {
        List<@Nullable Duration> parts = defaults();
        parts.set(PARTS.indexOf(part), value);
        return make(parts);
    }

    private static List<@Nullable Duration> defaults() {
        LeaseTimings d = LeaseTimings.DEFAULT;
        return new ArrayList<>(
                List.of(
                        d.threshold(),
                        d.beat(),
                        d.requestTimeout(),
                        d.peerTimeout(),
                        d.lease(),
                        d.agentUnserved(),
                        d.monitorSilent(),
                        d.kill(),
                        d.roundTrip(),
                        d.cap()));
    }

    /** A null goes in as it would from a configuration that lacks the key. */
    @SuppressWarnings("NullAway")
    private static LeaseTimings make(List<@Nullable Duration> p) {
        return new LeaseTimings(
                p.get(0), p.get(1), p.get(2), p.get(3), p.get(4), p.get(5), p.get(6), p.get(7),
                p.get(8), p.get(9));
    }
}
