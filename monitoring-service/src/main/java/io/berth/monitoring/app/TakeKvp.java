package io.berth.monitoring.app;

import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.KvpReported;
import io.berth.kit.intake.BatchHandler;
import io.berth.kit.intake.Received;
import io.berth.monitoring.store.KvpStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes up what guests publish. A guest may publish anything: whatever is odd is kept as it came,
 * flagged and counted, and nothing of it stops the channel.
 */
@ApplicationScoped
public class TakeKvp implements BatchHandler {
    private final KvpStore store;
    private final MeterRegistry meters;

    @Inject
    public TakeKvp(KvpStore store, MeterRegistry meters) {
        this.store = store;
        this.meters = meters;
    }

    @Override
    public Runnable apply(List<Received<?>> batch) {
        Set<VmId> vms = new LinkedHashSet<>();
        batch.forEach(received -> vms.add(report(received).vm()));
        KvpStore.Loaded loaded = store.load(vms);
        int changed = 0;
        int flagged = 0;
        int refused = 0;
        for (Received<?> received : batch) {
            KvpStore.Taken taken = loaded.take(report(received), received.position().timestamp());
            changed += taken.changed();
            flagged += taken.flagged();
            refused += taken.refused();
        }
        if (changed > 0) {
            loaded.forgetOldChanges();
        }
        int allChanged = changed;
        int allFlagged = flagged;
        int allRefused = refused;
        return () -> {
            meters.counter("berth.monitoring.kvp", "result", "changed").increment(allChanged);
            meters.counter("berth.monitoring.kvp", "result", "flagged").increment(allFlagged);
            meters.counter("berth.monitoring.kvp", "result", "refused").increment(allRefused);
        };
    }

    private static KvpReported report(Received<?> received) {
        if (received.event() instanceof KvpReported report) {
            return report;
        }
        throw new IllegalStateException(
                "the channel kvp got a " + received.event().getClass().getName());
    }
}
