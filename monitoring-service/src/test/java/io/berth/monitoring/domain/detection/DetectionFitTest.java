package io.berth.monitoring.domain.detection;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.timing.LeaseTimings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which thresholds and leases go together, by table. */
class DetectionFitTest {
    private static DetectionFit of(long threshold, long lease) {
        return DetectionFit.of(
                Duration.ofMillis(threshold), Duration.ofMillis(lease), LeaseTimings.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"4919, 3450", "5000, 3500", "5000, 3529", "12000, 10392", "60000, 3450"})
    void fits(long threshold, long lease) {
        assertThat(of(threshold, lease))
                .isEqualTo(
                        new DetectionFit.Fits(
                                Duration.ofMillis(threshold), Duration.ofMillis(lease)));
        LeaseTimings whole =
                LeaseTimings.DEFAULT.with(Duration.ofMillis(threshold), Duration.ofMillis(lease));
        assertThat(whole.lease()).hasMillis(lease);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    4918 | 3450  | 1.02·3450 + 400 + 1000 = 4919 ms must be at most threshold = 4918 ms | PT4.919S
                    5000 | 3530  | 1.02·3530 + 400 + 1000 = 5001 ms must be at most threshold = 5000 ms | PT3.529S
                    5000 | 3449  | = 3450 ms must be at most lease = 3449 ms                            | PT4.919S
                    5000 | 0     | = 3450 ms must be at most lease = 0 ms                               | PT3.45S
                    60001| 3500  | threshold = 60001 ms must be at most 60000 ms                        | maintenance
                    """)
    void isRefusedWithTheArithmeticAndWhatWouldDo(
            long threshold, long lease, String explained, String hint) {
        assertThat(of(threshold, lease))
                .isInstanceOfSatisfying(
                        DetectionFit.Misfit.class,
                        misfit -> {
                            assertThat(misfit.explain()).contains(explained);
                            assertThat(misfit.hint()).contains(hint);
                        });
    }

    @ParameterizedTest
    @CsvSource({"4919, 3450", "5000, 3500", "8000, 6450", "12000, 10350", "60000, 57450"})
    void theLeaseForAThresholdFitsIt(long threshold, long lease) {
        Duration chosen = DetectionFit.leaseFor(Duration.ofMillis(threshold), LeaseTimings.DEFAULT);
        assertThat(chosen).hasMillis(lease);
        assertThat(of(threshold, lease)).isInstanceOf(DetectionFit.Fits.class);
    }

    @Test
    void aThresholdThatOutlastsNoLeaseIsRefusedForItsLease() {
        Duration chosen = DetectionFit.leaseFor(Duration.ofMillis(900), LeaseTimings.DEFAULT);
        assertThat(chosen).isZero();
        assertThat(of(900, 0)).isInstanceOf(DetectionFit.LeaseTooShort.class);
    }
}
