package io.berth.monitoring.domain.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmPower;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VmSeriesTest {
    private static final VmSeries.Limits LIMITS = new VmSeries.Limits(10, 3, 2);

    private static VmSeries.Vm vm(int number) {
        return new VmSeries.Vm(
                new VmId("v" + number),
                new DomainId("c1"),
                VmPower.RUNNING,
                IntegrationHeartbeat.OK);
    }

    private static VmSeries.Silent silent(String vm, long seconds) {
        return new VmSeries.Silent(new VmId(vm), new DomainId("c1"), Duration.ofSeconds(seconds));
    }

    private static VmSeries.Sum sum(String domain, long vms, long silent) {
        return new VmSeries.Sum(new DomainId(domain), vms, vms, vms - silent, silent);
    }

    @Test
    void eachVmUpToTheLimitOnceAllAreKnown() {
        assertThat(LIMITS.each(10, true)).isTrue();
        assertThat(LIMITS.each(11, true)).isFalse();
        assertThat(LIMITS.each(1, false)).isFalse();
    }

    @Test
    void neverMoreThanTheLimitsHoweverMuchHostsTell() {
        VmSeries series =
                VmSeries.of(
                        IntStream.range(0, 50).mapToObj(VmSeriesTest::vm).toList(),
                        List.of(silent("a", 5), silent("b", 60), silent("c", 60), silent("d", 1)),
                        List.of(sum("c1", 9, 0), sum("c2", 5, 1), sum("c3", 7, 1), sum("c4", 2, 0)),
                        LIMITS);

        assertThat(series.vms()).hasSize(10);
        assertThat(series.silent()).containsExactly(silent("b", 60), silent("c", 60));
        assertThat(series.domains())
                .containsExactly(sum("c3", 7, 1), sum("c2", 5, 1), sum("c1", 9, 0));
    }

    @Test
    void noNegativeLimits() {
        assertThatThrownBy(() -> new VmSeries.Limits(1, -1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "limits of series are 1 VMs, -1 domains and 1 silent guests; none may be"
                                + " negative");
    }
}
