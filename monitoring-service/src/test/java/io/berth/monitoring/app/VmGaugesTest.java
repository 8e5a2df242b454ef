package io.berth.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmPower;
import io.berth.monitoring.domain.series.VmSeries;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class VmGaugesTest {
    private static final DomainId DOMAIN = new DomainId("c");
    private static final VmSeries NOTHING = new VmSeries(List.of(), List.of(), List.of());

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final VmGauges gauges = new VmGauges(meters);

    private static VmSeries.Vm vm(String vm, VmPower power, IntegrationHeartbeat heartbeat) {
        return new VmSeries.Vm(new VmId(vm), DOMAIN, power, heartbeat);
    }

    private List<String> shown(String name, String label) {
        return meters.find("berth.monitoring." + name).gauges().stream()
                .map(gauge -> gauge.getId().getTag(label) + " " + gauge.value())
                .sorted()
                .toList();
    }

    @Test
    void aSmallEstateShowsEachVmUntilItGoes() {
        gauges.show(
                new VmSeries(
                        List.of(
                                vm("v1", VmPower.RUNNING, IntegrationHeartbeat.OK),
                                vm("v2", VmPower.RUNNING, IntegrationHeartbeat.LOST_COMMUNICATION),
                                vm("v3", VmPower.RUNNING, IntegrationHeartbeat.NOT_SUPPORTED),
                                vm("v4", VmPower.PAUSED, IntegrationHeartbeat.OK)),
                        List.of(
                                new VmSeries.Silent(
                                        new VmId("v2"), DOMAIN, Duration.ofMillis(1500))),
                        List.of(new VmSeries.Sum(DOMAIN, 4, 3, 1, 1))));

        assertThat(shown("vm.running", "vm"))
                .containsExactly("v1 1.0", "v2 1.0", "v3 1.0", "v4 0.0");
        assertThat(shown("vm.answers", "vm")).containsExactly("v1 1.0", "v2 0.0");
        assertThat(shown("top.vm.silent.seconds", "vm")).containsExactly("v2 1.5");
        assertThat(shown("domain.vms", "domain")).containsExactly("c 4.0");
        assertThat(shown("domain.vms.running", "domain")).containsExactly("c 3.0");
        assertThat(shown("domain.vms.answering", "domain")).containsExactly("c 1.0");
        assertThat(shown("domain.vms.silent", "domain")).containsExactly("c 1.0");

        gauges.show(NOTHING);
        assertThat(shown("vm.running", "vm")).isEmpty();
        assertThat(shown("domain.vms", "domain")).isEmpty();
    }

    @Test
    void aLargeOneShowsSumsAndTheLongestSilentAlone() {
        gauges.show(
                new VmSeries(
                        List.of(),
                        List.of(new VmSeries.Silent(new VmId("v2"), DOMAIN, Duration.ofMinutes(1))),
                        List.of(new VmSeries.Sum(DOMAIN, 250_000, 240_000, 239_999, 1))));

        assertThat(shown("vm.running", "vm")).isEmpty();
        assertThat(shown("vm.answers", "vm")).isEmpty();
        assertThat(shown("top.vm.silent.seconds", "vm")).containsExactly("v2 60.0");
        assertThat(shown("domain.vms.running", "domain")).containsExactly("c 240000.0");
    }
}
