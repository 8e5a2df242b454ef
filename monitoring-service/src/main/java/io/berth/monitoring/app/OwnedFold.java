package io.berth.monitoring.app;

import io.berth.monitoring.domain.HostLiveness;
import io.berth.monitoring.domain.HostStanding;
import io.berth.monitoring.domain.PartitionFold;
import io.berth.monitoring.domain.guest.GuestFold;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A partition that this instance has claimed: its fold, what is not saved yet, and the version to
 * be named when saving. Soft state; thrown away when the partition goes to another instance. The
 * fold is touched under the lock only; {@link #figures} may be read by anybody.
 */
public final class OwnedFold {
    /**
     * What probes and metrics show, as of the last save.
     *
     * @param lastTimestamp the broker's, of the last folded record; the time of the claim before
     *     the first
     */
    public record Figures(
            Instant lastTimestamp,
            Map<HostLiveness, Integer> hosts,
            Map<HostStanding, Integer> standings,
            int holds,
            int skewed,
            int judgedLater,
            int missedGuests,
            long nextOffset) {}

    private final int partition;
    private final PartitionReader reader;
    private final Instant claimedAt;
    private final ReentrantLock lock = new ReentrantLock();
    private final Findings findings = new Findings();
    private long version;
    private Instant savedAt;
    private volatile boolean dropped;
    private volatile Figures figures;

    OwnedFold(int partition, long version, PartitionReader reader, Instant now) {
        this.partition = partition;
        this.version = version;
        this.reader = reader;
        this.claimedAt = now;
        this.savedAt = now;
        this.figures = figuresNow();
    }

    /** Which partition. */
    public int partition() {
        return partition;
    }

    /** The newest figures. */
    public Figures figures() {
        return figures;
    }

    /** Whether the partition belongs to somebody else by now. */
    public boolean isDropped() {
        return dropped;
    }

    void drop() {
        dropped = true;
    }

    /** Runs with the fold, waiting for whoever uses it. */
    void with(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Asks the fold, unless it is being used: then the question comes again later. */
    public <T> Optional<T> ask(Function<PartitionFold, T> question) {
        if (dropped || !lock.tryLock()) {
            return Optional.empty();
        }
        try {
            return Optional.of(question.apply(reader.fold()));
        } finally {
            lock.unlock();
        }
    }

    /** The offset of the first record that is not folded in; under the lock. */
    long nextOffset() {
        return reader.fold().nextOffset();
    }

    /** Reads a record into the fold; under the lock. */
    void read(ConsumerRecord<byte[], byte[]> record) {
        reader.read(record, findings);
    }

    /** Records below this offset do not exist; under the lock. */
    void resumeAt(long offset) {
        reader.fold().resumeAt(offset);
    }

    /** What is not saved yet; under the lock. */
    Findings findings() {
        return findings;
    }

    /** Whether it is time to save; under the lock. */
    boolean isSaveDue(Instant now, Duration interval) {
        return findings.isPressing() || Duration.between(savedAt, now).compareTo(interval) >= 0;
    }

    /** Saves with the given use case; under the lock. */
    void save(SaveFold use, Instant now) {
        GuestFold guests = reader.guests();
        version =
                use.save(
                        partition,
                        version,
                        reader.fold().snapshot(),
                        guests.isChanged() ? guests.snapshot() : null,
                        findings);
        guests.saved();
        findings.clear();
        savedAt = now;
        figures = figuresNow();
    }

    private Figures figuresNow() {
        PartitionFold fold = reader.fold();
        Instant last = fold.lastTimestamp();
        return new Figures(
                last.equals(Instant.EPOCH) ? claimedAt : last,
                fold.census(),
                fold.standings(),
                fold.holds(),
                fold.skewed(),
                fold.judgedLater(),
                reader.guests().missed(),
                fold.nextOffset());
    }
}
