package io.berth.replica.domain;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.ReplicationState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The replication of one VM to one host, as it stands. Immutable; what becomes of it is decided by
 * {@link CycleRules} and {@link OperatorRules}.
 *
 * @param running absent when no cycle is under way
 */
public record Relationship(
        Agreement agreement,
        Phase phase,
        Agenda agenda,
        @Nullable RunningCycle running,
        Progress progress) {
    /**
     * A relationship that is made now; its initial copy is due at once.
     *
     * @param lastCycle the last number of an earlier relationship of this id, which agents may
     *     remember; absent when there was none
     */
    public static Relationship create(Agreement agreement, @Nullable CycleNumber lastCycle) {
        Instant now = agreement.createdAt();
        return new Relationship(
                agreement,
                new Phase(ReplicationState.INITIAL_PENDING, null, now),
                firstAgenda(agreement, now),
                null,
                Progress.none(lastCycle, now));
    }

    private static Agenda firstAgenda(Agreement agreement, Instant now) {
        Settings settings = agreement.settings();
        Instant at = settings.initialCopyAt();
        return switch (settings.initialCopy()) {
            case NETWORK_NOW, EXISTING_VM -> new Agenda(now, now, null);
            case SCHEDULED -> {
                Instant begin = at == null || at.isBefore(now) ? now : at;
                yield new Agenda(begin, begin, null);
            }
            case EXTERNAL_MEDIA -> new Agenda(now, null, HoldReason.AWAITS_MEDIA);
        };
    }

    Relationship with(Agreement other) {
        return new Relationship(other, phase, agenda, running, progress);
    }

    Relationship with(Phase other) {
        return new Relationship(agreement, other, agenda, running, progress);
    }

    Relationship with(Agenda other) {
        return new Relationship(agreement, phase, other, running, progress);
    }

    Relationship with(Progress other) {
        return new Relationship(agreement, phase, agenda, running, other);
    }

    Relationship with(RunningCycle other) {
        return new Relationship(agreement, phase, agenda, other, progress);
    }

    /** The same without a running cycle. */
    Relationship idle() {
        return new Relationship(agreement, phase, agenda, null, progress);
    }

    /** Which one it is. */
    public RelationshipId id() {
        return agreement.id();
    }

    /** What its next cycle must copy. */
    public CycleKind nextKind() {
        boolean resync = phase.beneath() == ReplicationState.RESYNC_REQUIRED;
        return progress.lastPoint() == null || resync ? CycleKind.INITIAL_COPY : CycleKind.DELTA;
    }

    /**
     * The recovery point objective as it stands: what the VM wrote in this time would be lost if it
     * failed now. Counted from the <em>order</em> of the newest cycle that completed, by the
     * database's clock alone: the copy holds at least everything written before the order, so it is
     * an upper bound of the loss, and no host's clock matters. Empty while the target holds no
     * copy.
     */
    public Optional<Duration> rpo(Instant now) {
        return Optional.ofNullable(progress.lastPoint()).map(point -> atLeastZero(point, now));
    }

    /** As {@link #rpo}, and without a copy the time for which there has been none. */
    public Duration exposedFor(Instant now) {
        return atLeastZero(progress.exposedSince(), now);
    }

    private static Duration atLeastZero(Instant from, Instant to) {
        return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
    }
}
