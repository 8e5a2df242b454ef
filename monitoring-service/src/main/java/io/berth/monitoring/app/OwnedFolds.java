package io.berth.monitoring.app;

import io.berth.contracts.Topics;
import io.berth.contracts.timing.LeaseTimings;
import io.berth.kit.intake.PartitionObserver;
import io.berth.kit.topics.TopicCatalog;
import io.berth.monitoring.config.MonitoringConfig;
import io.berth.monitoring.domain.FoldSnapshot;
import io.berth.monitoring.domain.PartitionFold;
import io.berth.monitoring.domain.guest.GuestBook;
import io.berth.monitoring.domain.guest.GuestFold;
import io.berth.monitoring.domain.guest.GuestSnapshot;
import io.berth.monitoring.domain.pace.BeatPace;
import io.berth.monitoring.domain.quarantine.QuarantineRules;
import io.berth.monitoring.store.FoldStore;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of {@code telemetry.heartbeats} that this instance owns. Soft state: what counts
 * is the version in the database, by which only the last claimant can save.
 */
@ApplicationScoped
@Unremovable
public class OwnedFolds implements PartitionObserver {
    private static final Logger LOG = Logger.getLogger(OwnedFolds.class);

    private final FoldStore store;
    private final LogBounds bounds;
    private final TopicCatalog topics;
    private final LeaseTimings timings;
    private final GuestBook book;
    private final MonitoringConfig config;
    private final QuarantineRules quarantine;
    private final InstantSource clock;
    private final Map<Integer, OwnedFold> owned = new ConcurrentSkipListMap<>();

    @Inject
    public OwnedFolds(
            FoldStore store,
            LogBounds bounds,
            TopicCatalog topics,
            LeaseTimings timings,
            GuestBook book,
            MonitoringConfig config,
            QuarantineRules quarantine,
            InstantSource clock) {
        this.store = store;
        this.bounds = bounds;
        this.topics = topics;
        this.timings = timings;
        this.book = book;
        this.config = config;
        this.quarantine = quarantine;
        this.clock = clock;
    }

    /**
     * Claims a partition and loads its fold; one that was held before is thrown away.
     *
     * @return the offset to read on from: at most a second before what is not folded in yet
     */
    public long take(int partition) {
        drop(partition);
        FoldStore.Claim claim = store.claim(partition);
        FoldSnapshot saved = claim.snapshot();
        LogBounds.Bounds log =
                bounds.of(
                        partition,
                        Instant.ofEpochMilli(saved == null ? 0 : saved.previousTimestampMillis()));
        FoldSnapshot from = saved == null ? FoldSnapshot.empty(log.begin()) : saved;
        PartitionFold fold = new PartitionFold(timings, quarantine, from);
        GuestSnapshot guests = claim.guests();
        if (!log.holds(fold.nextOffset())) {
            LOG.warnf(
                    "the log of heartbeats partition %d holds offsets %d to %d, and the fold was"
                            + " saved before %d: records are lost, and nothing is concluded across"
                            + " the hole",
                    partition, log.begin(), log.end(), fold.nextOffset());
            fold.resumeAt(log.begin());
        }
        PartitionReader reader =
                new PartitionReader(
                        partition,
                        bounds.partitions(),
                        topics.codec(Topics.HEARTBEATS),
                        fold,
                        new GuestFold(book, guests == null ? GuestSnapshot.EMPTY : guests),
                        new BeatPace(config.beatsPerSecond()));
        owned.put(partition, new OwnedFold(partition, claim.version(), reader, clock.instant()));
        return log.startFor(fold.nextOffset());
    }

    /** Forgets a partition without saving. */
    public void drop(int partition) {
        OwnedFold fold = owned.remove(partition);
        if (fold != null) {
            fold.drop();
        }
    }

    /** The partition's fold, or null when this instance does not own it. */
    public @Nullable OwnedFold of(int partition) {
        return owned.get(partition);
    }

    /** All that this instance owns, in the order of partitions. */
    public Collection<OwnedFold> all() {
        return owned.values();
    }

    @Override
    public void assigned(Set<TopicPartition> partitions) {
        LOG.debugf("owned now: %s", owned.keySet());
    }

    /**
     * Dropped without a last save: the next owner reads at most one save interval again, with the
     * same result, and whatever pressed was saved already.
     */
    @Override
    public void revoked(Set<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            if (partition.topic().equals(Topics.HEARTBEATS.name())) {
                drop(partition.partition());
            }
        }
    }
}
