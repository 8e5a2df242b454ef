package io.berth.replica.domain;

import io.berth.contracts.ids.CycleNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far replication has come.
 *
 * @param lastCycle the highest number ordered so far; absent before the first order
 * @param lastPoint when the newest cycle that completed was ordered, which is the newest state that
 *     the target holds; absent while it holds none
 * @param exposedSince what the VM wrote since then would be lost with its host: {@code lastPoint},
 *     or the last one before the target lost its copy, or the creation
 * @param failures how many cycles have failed in a row
 * @param targetLostSince when the target was first found unreachable; absent while it is not
 * @param recent the figures of the last hour
 * @param log how fast the VM changes, and how much of that is pending
 * @param consistency when application-consistent points were made
 */
public record Progress(
        @Nullable CycleNumber lastCycle,
        @Nullable Instant lastPoint,
        Instant exposedSince,
        int failures,
        @Nullable Instant targetLostSince,
        CycleWindow recent,
        ChangeLog log,
        Consistency consistency) {
    /** Nothing is known of changes. */
    public Progress(
            @Nullable CycleNumber lastCycle,
            @Nullable Instant lastPoint,
            Instant exposedSince,
            int failures,
            @Nullable Instant targetLostSince,
            CycleWindow recent) {
        this(
                lastCycle,
                lastPoint,
                exposedSince,
                failures,
                targetLostSince,
                recent,
                ChangeLog.unknown(exposedSince),
                Consistency.NONE);
    }

    /** Nothing has been copied; numbers go on after {@code lastCycle}. */
    static Progress none(@Nullable CycleNumber lastCycle, Instant now) {
        return new Progress(lastCycle, null, now, 0, null, CycleWindow.startingAt(now));
    }

    /** The number of the next order. */
    CycleNumber nextCycle() {
        return lastCycle == null ? CycleNumber.FIRST : lastCycle.next();
    }

    Progress ordered(CycleNumber number, long merged, Instant now) {
        return new Progress(
                number,
                lastPoint,
                exposedSince,
                failures,
                targetLostSince,
                merged == 0 ? recent : recent.missedAt(now, merged),
                log,
                consistency);
    }

    Progress completed(Instant point, Instant now) {
        return new Progress(
                lastCycle,
                point,
                point,
                0,
                null,
                recent.completedAt(now),
                log,
                new Consistency(consistency.ordered() ? point : consistency.last(), false));
    }

    Progress failed(Instant now) {
        return new Progress(
                lastCycle,
                lastPoint,
                exposedSince,
                failures + 1,
                targetLostSince,
                recent.missedAt(now, 1),
                log,
                new Consistency(consistency.last(), false));
    }

    Progress withoutCopy() {
        return new Progress(
                lastCycle, null, exposedSince, failures, null, recent, log, consistency);
    }

    Progress targetLost(Instant now) {
        return targetLostSince != null
                ? this
                : new Progress(
                        lastCycle,
                        lastPoint,
                        exposedSince,
                        failures,
                        now,
                        recent,
                        log,
                        consistency);
    }

    Progress targetBack() {
        return new Progress(
                lastCycle, lastPoint, exposedSince, failures, null, recent, log, consistency);
    }

    Progress knowing(ChangeLog newer) {
        return new Progress(
                lastCycle,
                lastPoint,
                exposedSince,
                failures,
                targetLostSince,
                recent,
                newer,
                consistency);
    }

    Progress makingConsistent(boolean isToBe) {
        return new Progress(
                lastCycle,
                lastPoint,
                exposedSince,
                failures,
                targetLostSince,
                recent,
                log,
                new Consistency(consistency.last(), isToBe));
    }
}
