package io.berth.monitoring.app;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.VmId;
import io.berth.kit.outbox.Outbox;
import io.berth.monitoring.domain.guest.GuestBook;
import io.berth.monitoring.domain.kvp.KvpBounds;
import io.berth.monitoring.store.KvpStore;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Forgets the pairs of machines that are no more, and old changes. Several instances do this side
 * by side without harm: what is gone is gone.
 */
@ApplicationScoped
public class ForgetGuests {
    private static final Logger LOG = Logger.getLogger(ForgetGuests.class);

    /** Machines looked at in one round, so that a round stays short. */
    private static final int MACHINES = 2000;

    /** Changes forgotten in one round. */
    private static final int CHANGES = 5000;

    /** How long a machine that inventory never knew is kept after its last report. */
    private static final Duration UNKNOWN_FOR = Duration.ofDays(1);

    private final KvpStore store;
    private final GuestBook book;
    private final KvpBounds bounds;
    private final Outbox outbox;
    private final InstantSource clock;
    private final AtomicReference<String> after = new AtomicReference<>("");

    @Inject
    public ForgetGuests(
            KvpStore store, GuestBook book, KvpBounds bounds, Outbox outbox, InstantSource clock) {
        this.store = store;
        this.book = book;
        this.bounds = bounds;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** Machines that inventory has deleted since the last round. */
    @Scheduled(every = "PT5S", delayed = "PT5S", concurrentExecution = ConcurrentExecution.SKIP)
    void forgetDeleted() {
        if (!book.isComplete()) {
            return;
        }
        for (VmId vm : book.drainRemoved()) {
            if (book.find(vm).isEmpty()) {
                forget(vm);
            }
        }
    }

    /** Some of those that were missed, and old changes. */
    @Scheduled(every = "PT1M", delayed = "PT1M", concurrentExecution = ConcurrentExecution.SKIP)
    void lookThrough() {
        if (!book.isComplete()) {
            return;
        }
        Instant now = clock.instant();
        List<KvpStore.Kept> some = store.kept(after.get(), MACHINES);
        after.set(some.size() < MACHINES ? "" : some.getLast().vm().value());
        for (KvpStore.Kept kept : some) {
            if (book.find(kept.vm()).isEmpty() && isOver(kept, now)) {
                forget(kept.vm());
            }
        }
        int changes = store.forgetChangesBefore(now.minus(bounds.historyFor()), CHANGES);
        if (changes > 0) {
            LOG.debugf("forgot %d changes of key-value pairs", changes);
        }
    }

    private static boolean isOver(KvpStore.Kept kept, Instant now) {
        Instant taken = kept.takenAt();
        return kept.known() || taken == null || taken.plus(UNKNOWN_FOR).isBefore(now);
    }

    /** Forgets the pairs of a machine, and tells that nothing is odd about them any more. */
    @Transactional
    public void forget(VmId vm) {
        store.forget(vm).forEach(fact -> outbox.put(Topics.GUEST_EVENTS, fact));
    }
}
