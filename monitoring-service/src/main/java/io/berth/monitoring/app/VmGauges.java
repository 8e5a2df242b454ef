package io.berth.monitoring.app;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.IntegrationHeartbeat;
import io.berth.contracts.telemetry.VmPower;
import io.berth.monitoring.domain.series.VmSeries;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Shows guests as time series. Soft state; called by one thread. */
@ApplicationScoped
public class VmGauges {
    private static final double MILLIS = 1000.0;

    private final MultiGauge running;
    private final MultiGauge answers;
    private final MultiGauge silent;
    private final MultiGauge domainVms;
    private final MultiGauge domainRunning;
    private final MultiGauge domainAnswering;
    private final MultiGauge domainSilent;

    @Inject
    public VmGauges(MeterRegistry meters) {
        running = gauge(meters, "berth.monitoring.vm.running", "1 for a VM that runs, else 0");
        answers =
                gauge(
                        meters,
                        "berth.monitoring.vm.answers",
                        "1 for a running VM whose guest answers its host, else 0");
        silent =
                gauge(
                        meters,
                        "berth.monitoring.top.vm.silent.seconds",
                        "Of the guests that have not answered for longest");
        domainVms = gauge(meters, "berth.monitoring.domain.vms", "VMs that hosts tell of");
        domainRunning = gauge(meters, "berth.monitoring.domain.vms.running", "Those that run");
        domainAnswering =
                gauge(meters, "berth.monitoring.domain.vms.answering", "Guests that answer");
        domainSilent =
                gauge(meters, "berth.monitoring.domain.vms.silent", "Guests that do not answer");
    }

    private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
        return MultiGauge.builder(name).description(description).register(meters);
    }

    /** Takes the place of what was shown before. */
    public void show(VmSeries series) {
        List<VmSeries.Vm> watched = series.vms().stream().filter(VmGauges::isWatched).toList();
        vms(running, series.vms(), vm -> vm.power() == VmPower.RUNNING ? 1 : 0);
        vms(answers, watched, vm -> vm.heartbeat() == IntegrationHeartbeat.OK ? 1 : 0);
        GaugeRows.show(
                silent,
                series.silent(),
                guest -> tags(guest.vm(), guest.domain()),
                guest -> guest.silentFor().toMillis() / MILLIS);
        domains(domainVms, series.domains(), VmSeries.Sum::vms);
        domains(domainRunning, series.domains(), VmSeries.Sum::running);
        domains(domainAnswering, series.domains(), VmSeries.Sum::answering);
        domains(domainSilent, series.domains(), VmSeries.Sum::silent);
    }

    /** A guest without heartbeat service neither answers nor leaves anybody without an answer. */
    private static boolean isWatched(VmSeries.Vm vm) {
        return vm.power() == VmPower.RUNNING
                && vm.heartbeat() != IntegrationHeartbeat.NOT_SUPPORTED;
    }

    private static Tags tags(VmId vm, DomainId domain) {
        return Tags.of("vm", vm.value(), "domain", domain.value());
    }

    private static void vms(
            MultiGauge gauge, List<VmSeries.Vm> vms, ToDoubleFunction<VmSeries.Vm> figure) {
        GaugeRows.show(gauge, vms, vm -> tags(vm.vm(), vm.domain()), figure);
    }

    private static void domains(
            MultiGauge gauge, List<VmSeries.Sum> sums, ToDoubleFunction<VmSeries.Sum> figure) {
        GaugeRows.show(gauge, sums, sum -> Tags.of("domain", sum.domain().value()), figure);
    }
}
