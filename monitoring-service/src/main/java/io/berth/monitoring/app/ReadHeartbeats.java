package io.berth.monitoring.app;

import io.berth.contracts.guests.GuestEvent;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.kit.faults.TransientFaults;
import io.berth.monitoring.config.MonitoringConfig;
import io.berth.monitoring.store.StaleFoldException;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.faulttolerance.api.TypedGuard;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Folds the records of a partition and saves what is found. Without news nothing is written but, at
 * most once per save interval, the fold itself. While the database is away the calling thread, and
 * with it the channel, is held; hosts are not blamed for that, since log time is in the records.
 *
 * <p>Called by one thread.
 */
@ApplicationScoped
public class ReadHeartbeats {
    private static final Logger LOG = Logger.getLogger(ReadHeartbeats.class);

    /** A hole is asked about this often at most, so that records in flight do not cause a storm. */
    private static final Duration SEEK_AGAIN_AFTER = Duration.ofSeconds(5);

    private final OwnedFolds folds;
    private final SaveFold saveFold;
    private final MonitoringConfig config;
    private final FoldMetrics metrics;
    private final InstantSource clock;
    private final Map<Integer, Hole> holes = new HashMap<>();
    private volatile boolean stopping;
    private final TypedGuard<Boolean> held =
            TypedGuard.create(Boolean.class)
                    .withDescription("a fold that cannot be saved")
                    .withRetry()
                    .maxRetries(-1)
                    .maxDuration(36_500, ChronoUnit.DAYS)
                    .delay(50, ChronoUnit.MILLIS)
                    .jitter(25, ChronoUnit.MILLIS)
                    .withExponentialBackoff()
                    .factor(2)
                    .maxDelay(2, ChronoUnit.SECONDS)
                    .done()
                    .whenException(e -> !stopping && TransientFaults.isTransient(e))
                    .beforeRetry(e -> LOG.warnf("a fold cannot be saved, tries again: %s", e))
                    .done()
                    .build();

    @Inject
    public ReadHeartbeats(
            OwnedFolds folds,
            SaveFold saveFold,
            MonitoringConfig config,
            FoldMetrics metrics,
            InstantSource clock) {
        this.folds = folds;
        this.saveFold = saveFold;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Records are missing between what is folded and what was delivered. */
    private record Hole(long expected, long delivered, Instant at) {}

    /** What the channel has to do after some records. */
    public enum Next {
        /** Read on. */
        GO_ON,
        /** Claim the partition again and seek to where its fold goes on. */
        TAKE_AGAIN
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        stopping = true;
    }

    /** Folds records of one partition, in order; records of partitions not owned are skipped. */
    public Next read(int partition, List<ConsumerRecord<byte[], byte[]>> records) {
        OwnedFold fold = folds.of(partition);
        if (fold == null) {
            return Next.GO_ON;
        }
        List<Next> next = new ArrayList<>(1);
        fold.with(() -> next.add(readInto(fold, records)));
        return next.getFirst();
    }

    private Next readInto(OwnedFold fold, List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() > fold.nextOffset() && !mayJump(fold, record.offset())) {
                return takeAgain(fold, record.offset());
            }
            fold.read(record);
        }
        metrics.count(fold.findings().drainCounts());
        if (!fold.isSaveDue(clock.instant(), config.saveInterval())) {
            return Next.GO_ON;
        }
        try {
            held.call(() -> save(fold));
            return Next.GO_ON;
        } catch (StaleFoldException e) {
            LOG.warn(e.getMessage());
            boolean stillMine = folds.of(fold.partition()) == fold;
            folds.drop(fold.partition());
            return stillMine ? Next.TAKE_AGAIN : Next.GO_ON;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("saving a fold was given up", e);
        }
    }

    private boolean save(OwnedFold fold) {
        if (fold.isDropped()) {
            return false;
        }
        List<NodeEvent> facts = List.copyOf(fold.findings().transitions());
        List<GuestEvent> guestFacts = List.copyOf(fold.findings().guests().facts());
        long untracked = fold.findings().guests().untracked();
        fold.save(saveFold, clock.instant());
        facts.forEach(metrics::found);
        metrics.foundOfGuests(guestFacts, untracked);
        return true;
    }

    /**
     * A record beyond the expected one is either in flight from before a seek, to be skipped, or
     * the expected ones do not exist. If the same record comes after seeking to the expected one,
     * they do not.
     */
    private boolean mayJump(OwnedFold fold, long delivered) {
        Hole hole = holes.get(fold.partition());
        if (hole == null || hole.expected() != fold.nextOffset() || hole.delivered() != delivered) {
            return false;
        }
        LOG.warnf(
                "heartbeats partition %d holds no offsets %d to %d; going on behind them",
                fold.partition(), hole.expected(), delivered - 1);
        holes.remove(fold.partition());
        fold.resumeAt(delivered);
        return true;
    }

    private Next takeAgain(OwnedFold fold, long delivered) {
        Instant now = clock.instant();
        Hole hole = holes.get(fold.partition());
        boolean askedJustNow =
                hole != null
                        && hole.expected() == fold.nextOffset()
                        && Duration.between(hole.at(), now).compareTo(SEEK_AGAIN_AFTER) < 0;
        if (askedJustNow) {
            return Next.GO_ON;
        }
        holes.put(fold.partition(), new Hole(fold.nextOffset(), delivered, now));
        return Next.TAKE_AGAIN;
    }
}
