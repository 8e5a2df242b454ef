package io.berth.monitoring.app;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.monitoring.config.MonitoringConfig;
import io.berth.monitoring.domain.Roster;
import io.berth.monitoring.domain.RosterBook;
import io.berth.monitoring.domain.series.LoadSeries;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Shows the loads that this instance publishes as time series. Each instance shows what it
 * measures, so queries take them together. Soft state; called by one thread.
 */
@ApplicationScoped
public class LoadGauges {
    /** A host that was not measured for so many rounds shows nothing any more. */
    private static final int ROUNDS_SHOWN = 3;

    private final RosterBook rosters;
    private final LoadSeries.Limits limits;
    private final Map<HostId, Shown> newest = new HashMap<>();
    private final MultiGauge hostCpu;
    private final MultiGauge hostMemory;
    private final MultiGauge topCpu;
    private final MultiGauge topMemory;
    private final MultiGauge domainMean;
    private final MultiGauge domainMax;
    private final MultiGauge domainMemory;
    private final MultiGauge domainHosts;

    @Inject
    public LoadGauges(MeterRegistry meters, RosterBook rosters, MonitoringConfig config) {
        this.rosters = rosters;
        this.limits =
                new LoadSeries.Limits(
                        config.series().maxHosts(),
                        config.series().maxDomains(),
                        config.series().top());
        hostCpu = gauge(meters, "host.cpu.percent", "Of all cores of a host");
        hostMemory = gauge(meters, "host.memory.mib", "In use on a host");
        topCpu = gauge(meters, "top.host.cpu.percent", "Of the most loaded hosts");
        topMemory = gauge(meters, "top.host.memory.mib", "Of the most loaded hosts");
        domainMean = gauge(meters, "domain.cpu.percent.mean", "Over the hosts of a domain");
        domainMax = gauge(meters, "domain.cpu.percent.max", "Of the hosts of a domain");
        domainMemory = gauge(meters, "domain.memory.mib", "In use on all hosts of a domain");
        domainHosts = gauge(meters, "domain.measured.hosts", "Hosts whose load is known");
    }

    private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
        return MultiGauge.builder("berth.monitoring." + name)
                .description(description)
                .register(meters);
    }

    /** A load, and how many rounds it is still shown for. */
    private record Shown(HostLoadMeasured load, int rounds) {}

    /** Shows what was measured in this round, and for a while what was measured before. */
    public void show(Collection<HostLoadMeasured> measured) {
        Set<HostId> configured = new HashSet<>();
        for (Roster roster : rosters.rosters().values()) {
            configured.addAll(roster.nodes());
        }
        newest.replaceAll((_, shown) -> new Shown(shown.load(), shown.rounds() - 1));
        measured.forEach(load -> newest.put(load.host(), new Shown(load, ROUNDS_SHOWN)));
        newest.entrySet()
                .removeIf(entry ->
                        entry.getValue().rounds() <= 0 || !configured.contains(entry.getKey()));
        LoadSeries series =
                LoadSeries.of(
                        newest.values().stream().map(Shown::load).toList(),
                        configured.size(),
                        limits);
        hosts(hostCpu, series.hosts(), HostLoadMeasured::cpuPercent);
        hosts(hostMemory, series.hosts(), load -> load.memoryUsed().value());
        hosts(topCpu, series.top(), HostLoadMeasured::cpuPercent);
        hosts(topMemory, series.top(), load -> load.memoryUsed().value());
        domains(domainMean, series.domains(), LoadSeries.DomainLoad::meanCpuPercent);
        domains(domainMax, series.domains(), LoadSeries.DomainLoad::maxCpuPercent);
        domains(domainMemory, series.domains(), LoadSeries.DomainLoad::memoryMiB);
        domains(domainHosts, series.domains(), LoadSeries.DomainLoad::hosts);
    }

    private static void hosts(
            MultiGauge gauge,
            List<HostLoadMeasured> loads,
            ToDoubleFunction<HostLoadMeasured> figure) {
        GaugeRows.show(
                gauge,
                loads,
                load -> Tags.of("host", load.host().value(), "domain", load.domain().value()),
                figure);
    }

    private static void domains(
            MultiGauge gauge,
            List<LoadSeries.DomainLoad> loads,
            ToDoubleFunction<LoadSeries.DomainLoad> figure) {
        GaugeRows.show(gauge, loads, load -> Tags.of("domain", load.domain().value()), figure);
    }
}
