package io.berth.inventory.app.storage;

import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.DiskLoadReported;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.storage.Coverage;
import io.berth.inventory.domain.storage.DiskStretch;
import io.berth.inventory.domain.storage.LoadFold;
import io.berth.inventory.store.storage.DiskLoadStore;
import io.berth.kit.jobs.Jobs;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * What disks of VMs were asked for, kept for a while. A batch of reports is folded in memory and
 * written once, so the database has work a few times a minute however many hosts report.
 */
@ApplicationScoped
public class DiskLoads {
    private static final String JOB = "forget-disk-load";

    /** A host's clock may be ahead by this much. */
    private static final Duration AHEAD = Duration.ofMinutes(1);

    private final DiskLoadStore store;
    private final UnitOfWork unitOfWork;
    private final DiskLoadConfig config;
    private final Jobs jobs;
    private final InstantSource clock;
    private final Counter kept;
    private final Counter leftOut;

    DiskLoads(
            DiskLoadStore store,
            UnitOfWork unitOfWork,
            DiskLoadConfig config,
            Jobs jobs,
            InstantSource clock,
            MeterRegistry meters) {
        this.store = store;
        this.unitOfWork = unitOfWork;
        this.config = config;
        this.jobs = jobs;
        this.clock = clock;
        this.kept = meters.counter("berth_inventory_disk_load_reports", "result", "kept");
        this.leftOut = meters.counter("berth_inventory_disk_load_reports", "result", "other_time");
    }

    /** What was measured of a disk over a period, and how much of the period that is. */
    public record Measured(List<DiskStretch> stretches, Coverage coverage) {}

    /** Takes up a batch of reports, in the caller's transaction. */
    public Runnable reported(List<DiskLoadReported> reports) {
        Instant now = clock.instant();
        LoadFold fold = new LoadFold(config.stretch(), now.minus(config.keep()), now.plus(AHEAD));
        reports.forEach(fold::add);
        store.put(fold.stretches());
        return () -> {
            kept.increment((double) reports.size() - fold.leftOut());
            leftOut.increment(fold.leftOut());
        };
    }

    /** What was measured of a disk in the period that ends now. */
    public Measured measured(VmId vm, String disk, Duration period) {
        Instant until = clock.instant();
        Instant from = until.minus(period);
        int most = (int) Math.ceilDiv(period.toMillis(), config.stretch().toMillis()) + 1;
        List<DiskStretch> stretches = unitOfWork.run(() -> store.of(vm, disk, from, until, most));
        return new Measured(
                stretches,
                new Coverage(
                        from,
                        until,
                        config.stretch(),
                        stretches.size(),
                        stretches.isEmpty() ? null : stretches.getFirst().beganAt(),
                        stretches.isEmpty() ? null : stretches.getLast().beganAt()));
    }

    /** How far back a period may go. */
    public Duration kept() {
        return config.keep();
    }

    void start(@Observes StartupEvent started) {
        if (config.stretch().toMillis() < 1) {
            throw new IllegalArgumentException(
                    "berth.inventory.disk-load.stretch is "
                            + config.stretch()
                            + "; give at least a millisecond");
        }
        jobs.every(JOB, config.forgetEvery(), this::forget);
    }

    private void forget() {
        Instant oldest = clock.instant().minus(config.keep());
        while (QuarkusTransaction.requiringNew().call(() -> store.forgetBefore(oldest))) {
            // One part, one transaction.
        }
    }
}
