package io.berth.replica.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How well a relationship does, by the rules of Hyper-V Replica as far as their figures exist here:
 *
 * <ul>
 *   <li>critical: the target's copy must be made anew; the target has been unreachable for {@value
 *       #INTERVALS} intervals;
 *   <li>warning: at least {@value #MISSED_PERCENT} % of the cycles of the last hour were missed (a
 *       slot that passed without a cycle of its own, or a cycle that failed, those of a present
 *       delay included); nothing was sent for over an hour; paused; initial copy incomplete.
 * </ul>
 *
 * Beyond those rules it warns an hour before the log of changes reaches half of the disks, at the
 * pace of the last cycles; where windows say when deltas are sent, silence outside of them is none.
 * Constant time.
 */
public final class HealthRules {
    /** A target may be away for so many intervals. */
    static final int INTERVALS = 3;

    /** From this share of missed cycles on. */
    static final int MISSED_PERCENT = 20;

    /** Without a delta for longer. */
    static final Duration SILENCE = Duration.ofHours(1);

    /** Somebody is told so long before the log of changes is too large. */
    static final Duration WARN_BEFORE = Duration.ofHours(1);

    private HealthRules() {}

    /** Judges a relationship as it stands at this moment. */
    public static Health judge(Relationship relationship, Instant now) {
        List<Health.Reason> reasons = new ArrayList<>();
        Duration inState = since(relationship.phase().since(), now);
        switch (relationship.phase().beneath()) {
            case RESYNC_REQUIRED, RESYNCING ->
                    reasons.add(new Health.Reason.ResyncRequired(inState));
            case INITIAL_PENDING, INITIAL_RUNNING ->
                    reasons.add(
                            new Health.Reason.InitialCopyIncomplete(
                                    since(relationship.agreement().createdAt(), now)));
            case REPLICATING, DISABLED, PAUSED, PREPARED, FAILED_OVER, TESTING, REVERSED -> {}
        }
        if (relationship.phase().isPaused()) {
            reasons.add(new Health.Reason.Paused(inState));
        }
        targetUnreachable(relationship, now, reasons);
        missed(relationship, now, reasons);
        logGrows(relationship, now, reasons);
        boolean isExpected =
                !relationship.agreement().settings().schedule().windows().isEmpty()
                        && relationship.agenda().nextDue().plus(SILENCE).isAfter(now);
        relationship
                .rpo(now)
                .filter(rpo -> !isExpected && rpo.compareTo(SILENCE) > 0)
                .ifPresent(rpo -> reasons.add(new Health.Reason.NothingSent(rpo, SILENCE)));
        reasons.sort(Comparator.comparing(Health.Reason::status).reversed());
        return new Health(
                reasons.isEmpty() ? Health.Status.NORMAL : reasons.getFirst().status(), reasons);
    }

    /** In how long the log of changes is too large, at this pace; empty when it never will be. */
    public static Optional<Duration> untilLimit(Relationship relationship, Instant now) {
        boolean drains =
                relationship.progress().targetLostSince() == null
                        && !relationship.phase().isPaused();
        return relationship.progress().lastPoint() == null
                ? Optional.empty()
                : relationship.progress().log().untilLimit(now, drains);
    }

    private static void logGrows(
            Relationship relationship, Instant now, List<Health.Reason> reasons) {
        ChangeLog log = relationship.progress().log();
        untilLimit(relationship, now)
                .filter(left -> left.compareTo(WARN_BEFORE) < 0)
                .ifPresent(left ->
                        reasons.add(
                                new Health.Reason.LogGrows(
                                        log.pendingAt(now),
                                        log.limit().orElse(0L),
                                        log.changedPerSecond(),
                                        log.sentPerSecond(),
                                        left)));
    }

    private static void targetUnreachable(
            Relationship relationship, Instant now, List<Health.Reason> reasons) {
        Instant lost = relationship.progress().targetLostSince();
        Duration limit = relationship.agreement().frequency().interval().multipliedBy(INTERVALS);
        if (lost != null && since(lost, now).compareTo(limit) >= 0) {
            reasons.add(new Health.Reason.TargetUnreachable(since(lost, now), limit));
        }
    }

    private static void missed(
            Relationship relationship, Instant now, List<Health.Reason> reasons) {
        CycleWindow hour = relationship.progress().recent().at(now);
        // The cycle that is next serves one slot; those that have passed since are missed already.
        long overdue =
                relationship.phase().isPaused()
                        ? 0
                        : relationship
                                .agreement()
                                .slotsBetween(relationship.agenda().nextDue(), now);
        long missed = hour.misses() + overdue;
        long total = missed + hour.completions();
        if (missed > 0 && missed * 100 >= total * MISSED_PERCENT) {
            reasons.add(new Health.Reason.CyclesMissed(missed, total, MISSED_PERCENT));
        }
    }

    private static Duration since(Instant moment, Instant now) {
        return now.isBefore(moment) ? Duration.ZERO : Duration.between(moment, now);
    }
}
