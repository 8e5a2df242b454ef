package io.berth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void tellsPercentilesByNearestRank() {
        Sample hundred = new Sample(IntStream.rangeClosed(1, 100).asDoubleStream().toArray());

        assertThat(hundred.percentile(50)).isEqualTo(50);
        assertThat(hundred.percentile(99)).isEqualTo(99);
        assertThat(hundred.max()).isEqualTo(100);
        assertThat(new Sample(new double[] {3, 1, 2}).percentile(99)).isEqualTo(3);
        assertThat(new Sample(new double[] {7}).percentile(0)).isEqualTo(7);
    }

    @Test
    void needsAValue() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Sample(new double[0]));
    }
}
