package io.berth.monitoring.domain.collectd;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectdLoadsTest {
    private static final HostId HOST = new HostId("h1");
    private static final double GIB = 1024.0 * 1024 * 1024;

    private final CollectdLoads loads = new CollectdLoads();

    private static Sample sample(
            String plugin, String instance, String type, String typeInstance, double value) {
        return new Sample("h1", plugin, instance, type, typeInstance, List.of(value));
    }

    @Test
    void loadIsTheMeanOfWhatCameInSinceTheLastDrain() {
        loads.add(HOST, sample("cpu", "", "percent", "idle", 90));
        loads.add(HOST, sample("cpu", "", "percent", "active", 30));
        loads.add(HOST, sample("memory", "", "memory", "used", 4 * GIB));
        loads.add(HOST, sample("memory", "", "memory", "used", 2 * GIB));

        assertThat(loads.drain())
                .containsExactly(new CollectdLoads.Load(HOST, 20, MiB.ofGiB(3), 2));
        assertThat(loads.drain()).isEmpty();
    }

    @Test
    void coresAreAveraged() {
        loads.add(HOST, sample("cpu", "0", "percent", "idle", 0));
        loads.add(HOST, sample("cpu", "1", "percent", "idle", 100));
        loads.add(HOST, sample("memory", "", "memory", "used", GIB));

        assertThat(loads.drain().getFirst().cpuPercent()).isEqualTo(50);
    }

    @Test
    void halfAMeasurementWaitsForTheOther() {
        loads.add(HOST, sample("cpu", "", "percent", "active", 10));
        assertThat(loads.drain()).isEmpty();

        loads.add(HOST, sample("memory", "", "memory", "used", GIB));
        assertThat(loads.drain()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "cpu, percent, user, 5",
        "cpu, cpu, idle, 5",
        "cpu, percent, idle, -1",
        "cpu, percent, idle, 101",
        "cpu, percent, idle, NaN",
        "cpu, percent, idle, Infinity",
        "memory, memory, free, 5",
        "memory, percent, used, 5",
        "memory, memory, used, -1",
        "memory, memory, used, 1E300",
        "memory, memory, used, NaN",
        "df, percent, used, 5",
        "interface, if_octets, '', 5",
    })
    void whatSaysNothingOfLoadIsPassedBy(
            String plugin, String type, String typeInstance, double value) {
        assertThat(loads.add(HOST, sample(plugin, "", type, typeInstance, value)))
                .isEqualTo(CollectdLoads.Use.PASSED_BY);
    }

    @Test
    void aSampleWithoutAValueIsPassedBy() {
        Sample none = new Sample("h1", "cpu", "", "percent", "idle", List.of());
        Sample two = new Sample("h1", "cpu", "", "percent", "idle", List.of(1.0, 2.0));
        assertThat(loads.add(HOST, none)).isEqualTo(CollectdLoads.Use.PASSED_BY);
        assertThat(loads.add(HOST, two)).isEqualTo(CollectdLoads.Use.PASSED_BY);
    }
}
