package io.berth.monitoring.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.monitoring.config.MonitoringConfig;
import io.berth.monitoring.domain.RosterBook;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadGaugesTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RosterBook rosters = new RosterBook();

    private LoadGauges gauges(int maxHosts) {
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .withMapping(MonitoringConfig.class)
                        .withDefaultValues(
                                Map.of(
                                        "berth.monitoring.series.max-hosts",
                                        Integer.toString(maxHosts)))
                        .build();
        return new LoadGauges(meters, rosters, config.getConfigMapping(MonitoringConfig.class));
    }

    private void configured(int hosts, long revision) {
        List<HostId> nodes = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            nodes.add(new HostId("h" + i));
        }
        rosters.changed(
                "cluster/c",
                new ClusterState(
                        new ClusterId("c"),
                        new HostGroupId("g"),
                        new SiteId("s"),
                        nodes,
                        0,
                        revision));
    }

    private static HostLoadMeasured load(String host, double cpu) {
        return new HostLoadMeasured(
                new HostId(host), new DomainId("c"), cpu, new MiB(1024), 30, Instant.EPOCH);
    }

    private List<String> shown(String name) {
        return meters.find(name).gauges().stream()
                .map(gauge -> gauge.getId().getTag("host") + " " + gauge.value())
                .sorted()
                .toList();
    }

    @Test
    void eachHostOfASmallEstateIsShownUntilItGoes() {
        LoadGauges gauges = gauges(2);
        configured(2, 1);
        gauges.show(List.of(load("h0", 10), load("h1", 20)));
        assertThat(shown("berth.monitoring.host.cpu.percent"))
                .containsExactly("h0 10.0", "h1 20.0");

        configured(1, 2);
        gauges.show(List.of(load("h0", 30)));
        assertThat(shown("berth.monitoring.host.cpu.percent")).containsExactly("h0 30.0");
    }

    @Test
    void aHostThatIsNotMeasuredAnyMoreIsShownForAWhile() {
        LoadGauges gauges = gauges(2);
        configured(2, 1);
        gauges.show(List.of(load("h0", 10)));
        gauges.show(List.of());
        gauges.show(List.of());
        assertThat(shown("berth.monitoring.host.cpu.percent")).containsExactly("h0 10.0");
        gauges.show(List.of());
        assertThat(shown("berth.monitoring.host.cpu.percent")).isEmpty();
    }

    @Test
    void aLargeEstateShowsSumsAndTheMostLoaded() {
        LoadGauges gauges = gauges(2);
        configured(3, 1);
        gauges.show(List.of(load("h0", 10), load("h1", 20), load("h2", 60)));

        assertThat(meters.find("berth.monitoring.host.cpu.percent").gauges()).isEmpty();
        assertThat(shown("berth.monitoring.top.host.cpu.percent")).hasSize(3);
        Gauge mean = meters.get("berth.monitoring.domain.cpu.percent.mean").gauge();
        assertThat(mean.getId().getTag("domain")).isEqualTo("c");
        assertThat(mean.value()).isEqualTo(30);
    }
}
