package io.berth.monitoring.app.detection;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.kit.outbox.Outbox;
import io.berth.monitoring.domain.detection.Detection;
import io.berth.monitoring.domain.detection.DetectionFit;
import io.berth.monitoring.store.detection.DetectionStore;
import io.berth.monitoring.store.detection.StoredDetection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Sets how long hosts of a cluster may be silent: what was set and the record that puts it into
 * force are saved together.
 */
@ApplicationScoped
public class SetDetection {
    private final DetectionStore store;
    private final Outbox outbox;
    private final LeaseTimings timings;
    private final InstantSource clock;

    @Inject
    public SetDetection(
            DetectionStore store, Outbox outbox, LeaseTimings timings, InstantSource clock) {
        this.store = store;
        this.outbox = outbox;
        this.timings = timings;
        this.clock = clock;
    }

    /** What came of it. */
    public sealed interface Put {
        /** It is saved, and its record under way. */
        record Done(StoredDetection stored) implements Put {}

        /** Somebody else has set it meanwhile. */
        record Stale(long revision) implements Put {}

        /** It does not fit. */
        record Misfit(DetectionFit.Misfit misfit) implements Put {}
    }

    /**
     * Sets threshold and lease.
     *
     * @param lease null for the one that goes with the threshold
     * @param expected the revision that the caller has seen, 0 for none; null to overwrite any
     */
    @Transactional
    public Put put(
            ClusterId cluster,
            Duration threshold,
            @Nullable Duration lease,
            Principal by,
            @Nullable Long expected) {
        Duration wanted = lease == null ? DetectionFit.leaseFor(threshold, timings) : lease;
        return switch (DetectionFit.of(threshold, wanted, timings)) {
            case DetectionFit.Misfit misfit -> new Put.Misfit(misfit);
            case DetectionFit.Fits fits -> {
                store.alone(cluster);
                long revision =
                        store.find(cluster).map(known -> known.detection().revision()).orElse(0L);
                if (expected != null && expected != revision) {
                    yield new Put.Stale(revision);
                }
                StoredDetection set =
                        new StoredDetection(
                                cluster,
                                new Detection(revision + 1, fits.threshold(), fits.lease()),
                                by,
                                clock.instant());
                store.save(set);
                outbox.put(Topics.HEARTBEATS, set.toRecord());
                yield new Put.Done(set);
            }
        };
    }
}
