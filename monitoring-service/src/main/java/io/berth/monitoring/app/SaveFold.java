package io.berth.monitoring.app;

import io.berth.contracts.Topics;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.kit.deadletter.DeadLetters;
import io.berth.kit.intake.Position;
import io.berth.kit.outbox.Outbox;
import io.berth.monitoring.domain.FoldSnapshot;
import io.berth.monitoring.domain.guest.GuestSnapshot;
import io.berth.monitoring.store.FoldStore;
import io.berth.monitoring.store.StatusStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Saves the fold of a partition together with everything that was found on the way to it: so each
 * fact is stated once, however often its records are read.
 */
@ApplicationScoped
public class SaveFold {
    private final FoldStore folds;
    private final StatusStore statuses;
    private final NoteGuests noteGuests;
    private final Outbox outbox;
    private final DeadLetters deadLetters;

    @Inject
    public SaveFold(
            FoldStore folds,
            StatusStore statuses,
            NoteGuests noteGuests,
            Outbox outbox,
            DeadLetters deadLetters) {
        this.folds = folds;
        this.statuses = statuses;
        this.noteGuests = noteGuests;
        this.outbox = outbox;
        this.deadLetters = deadLetters;
    }

    /**
     * In a transaction of its own.
     *
     * @param version that was claimed or last saved
     * @param guests null when they are as they were saved last
     * @return the version to be named next
     * @throws io.berth.monitoring.store.StaleFoldException when another instance owns the partition
     *     by now; nothing is saved
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public long save(
            int partition,
            long version,
            FoldSnapshot snapshot,
            @Nullable GuestSnapshot guests,
            Findings findings) {
        long next = folds.save(partition, version, snapshot, guests);
        for (NodeEvent event : findings.transitions()) {
            statuses.note(event);
            outbox.put(Topics.NODE_EVENTS, event);
        }
        noteGuests.note(findings.guests());
        for (Findings.Rejected rejected : findings.rejected()) {
            deadLetters.put(
                    new Position(
                            Topics.HEARTBEATS.name(),
                            rejected.record().partition(),
                            rejected.record().offset(),
                            Instant.ofEpochMilli(Math.max(0, rejected.record().timestamp()))),
                    rejected.record().key(),
                    rejected.record().headers(),
                    rejected.record().value(),
                    rejected.code(),
                    rejected.detail());
        }
        return next;
    }
}
