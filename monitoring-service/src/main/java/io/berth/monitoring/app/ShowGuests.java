package io.berth.monitoring.app;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.wire.Partitions;
import io.berth.monitoring.config.MonitoringConfig;
import io.berth.monitoring.domain.guest.GuestBook;
import io.berth.monitoring.domain.series.VmSeries;
import io.berth.monitoring.store.GuestStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.List;

/**
 * Shows what the VM tables of hosts said as time series. All instances share the tables, and each
 * shows the domains whose partition of heartbeats it owns, so that queries sum over instances.
 */
@ApplicationScoped
public class ShowGuests {
    private final GuestStore store;
    private final GuestBook book;
    private final OwnedFolds folds;
    private final LogBounds bounds;
    private final VmGauges gauges;
    private final VmSeries.Limits limits;
    private final InstantSource clock;

    @Inject
    public ShowGuests(
            GuestStore store,
            GuestBook book,
            OwnedFolds folds,
            LogBounds bounds,
            VmGauges gauges,
            MonitoringConfig config,
            InstantSource clock) {
        this.store = store;
        this.book = book;
        this.folds = folds;
        this.bounds = bounds;
        this.gauges = gauges;
        this.limits =
                new VmSeries.Limits(
                        config.series().maxVms(),
                        config.series().maxDomains(),
                        config.series().top());
        this.clock = clock;
    }

    /** One round. */
    public void show() {
        List<VmSeries.Vm> vms =
                limits.each(book.size(), book.isComplete()) ? store.each(limits.vms()) : List.of();
        gauges.show(
                VmSeries.of(
                        vms.stream().filter(vm -> isOwned(vm.domain())).toList(),
                        store.silentLongest(limits.top(), clock.instant()).stream()
                                .filter(guest -> isOwned(guest.domain()))
                                .toList(),
                        store.sums().stream().filter(sum -> isOwned(sum.domain())).toList(),
                        limits));
    }

    private boolean isOwned(DomainId domain) {
        return folds.of(Partitions.of(domain.value(), bounds.partitions())) != null;
    }
}
