package io.berth.monitoring.domain.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.monitoring.HostLoadMeasured;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadSeriesTest {
    private static final LoadSeries.Limits LIMITS = new LoadSeries.Limits(10, 3, 4);

    private static HostLoadMeasured load(int host, double cpu) {
        return new HostLoadMeasured(
                new HostId("h%05d".formatted(host)),
                new DomainId("c%03d".formatted(host / 2)),
                cpu,
                new MiB(1000 + host),
                30,
                Instant.EPOCH);
    }

    private static List<HostLoadMeasured> loads(int hosts) {
        return IntStream.range(0, hosts).mapToObj(i -> load(i, i % 100)).toList();
    }

    @Test
    void aSmallEstateHasASeriesForEachHost() {
        LoadSeries series = LoadSeries.of(loads(10), 10, LIMITS);
        assertThat(series.hosts()).hasSize(10);
        assertThat(series.top()).isEmpty();
    }

    @Test
    void aLargeOneHasTheMostLoaded() {
        LoadSeries series = LoadSeries.of(loads(10), 11, LIMITS);
        assertThat(series.hosts()).isEmpty();
        assertThat(series.top())
                .extracting(HostLoadMeasured::cpuPercent)
                .containsExactly(9.0, 8.0, 7.0, 6.0);
    }

    @Test
    void domainsAreSummedUp() {
        LoadSeries series = LoadSeries.of(List.of(load(0, 10), load(1, 30), load(2, 5)), 3, LIMITS);
        assertThat(series.domains())
                .containsExactly(
                        new LoadSeries.DomainLoad(new DomainId("c000"), 2, 20, 30, 2001),
                        new LoadSeries.DomainLoad(new DomainId("c001"), 1, 5, 5, 1002));
    }

    @Test
    void tenThousandHostsMakeNoMoreSeriesThanTheLimits() {
        LoadSeries series = LoadSeries.of(loads(10_000), 10_000, LIMITS);
        assertThat(series.hosts().size() + series.top().size()).isEqualTo(4);
        assertThat(series.domains()).hasSize(3);
    }

    @Test
    void nothingMeasuredIsNothingShown() {
        assertThat(LoadSeries.of(List.of(), 10_000, LIMITS))
                .isEqualTo(new LoadSeries(List.of(), List.of(), List.of()));
    }

    @Test
    void aLimitBelowNothingIsRefused() {
        assertThatThrownBy(() -> new LoadSeries.Limits(0, -1, 0))
                .hasMessageContaining("-1 domains");
    }
}
