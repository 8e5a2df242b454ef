package io.berth.monitoring.domain;

/**
 * Log time: the clock by which hosts are judged, folded over the timestamps of one partition.
 *
 * <p><b>Goals.</b> A host must never be blamed for the lag of the monitor, for an outage of the
 * broker or for a step of a broker's clock; and every reader of the same records must see the same
 * time.
 *
 * <p><b>Rule.</b> Each record adds {@code clamp(timestamp − previous timestamp, 0, cap)}. Beats and
 * ticks are normally less than the cap apart, so nothing is lost; whatever interrupts them adds at
 * most one cap, however long it took. A step back, a gap above the cap and a change of the leader
 * (another machine's clock) leave an unknown amount of real time out, so each restarts the
 * threshold of the whole partition ({@link #restartedAt}).
 *
 * <p><b>Worked example</b> with a cap of 1 s and records at 0.0, 0.5, 1.0, 31.0, 31.5 and 20.0 s:
 * log time is 0.0, 0.5, 1.0, 2.0 (a gap: restarted at 2.0), 2.5 and 2.5 (a step back: restarted at
 * 2.5).
 *
 * <p>Constant time and space. Source: {@code architecture.md}, "Log time". Soft state: rebuilt from
 * a snapshot and the log.
 */
final class LogClock {
    private final long capMillis;
    private boolean started;
    private long now;
    private long previousTimestamp;
    private int leaderEpoch = LogMark.NO_EPOCH;
    private long restartedAt;
    private boolean justRestarted;

    LogClock(long capMillis, FoldSnapshot from) {
        this.capMillis = capMillis;
        this.started = from.started();
        this.now = from.logTimeMillis();
        this.previousTimestamp = from.previousTimestampMillis();
        this.leaderEpoch = from.leaderEpoch();
        this.restartedAt = from.restartedAtMillis();
    }

    /**
     * Takes one record's timestamp.
     *
     * @return what log time was before; the same as {@link #now} at the first record
     */
    long advance(LogMark mark) {
        if (!started) {
            started = true;
            now = mark.timestampMillis();
            previousTimestamp = now;
            leaderEpoch = mark.leaderEpoch();
            restartedAt = now;
            return now;
        }
        long before = now;
        long step = mark.timestampMillis() - previousTimestamp;
        boolean otherLeader =
                mark.leaderEpoch() != LogMark.NO_EPOCH
                        && leaderEpoch != LogMark.NO_EPOCH
                        && mark.leaderEpoch() != leaderEpoch;
        now += Math.clamp(step, 0, capMillis);
        previousTimestamp = mark.timestampMillis();
        if (mark.leaderEpoch() != LogMark.NO_EPOCH) {
            leaderEpoch = mark.leaderEpoch();
        }
        justRestarted = step < 0 || step > capMillis || otherLeader;
        if (justRestarted) {
            restartedAt = now;
        }
        return before;
    }

    /** A part of the log is missing: nothing may be concluded across it. */
    void interrupted() {
        restartedAt = now;
    }

    boolean started() {
        return started;
    }

    /** Log time in milliseconds; its origin is the timestamp of the first record ever folded. */
    long now() {
        return now;
    }

    long previousTimestamp() {
        return previousTimestamp;
    }

    int leaderEpoch() {
        return leaderEpoch;
    }

    /** Whether the last record taken restarted the threshold. */
    boolean justRestarted() {
        return justRestarted;
    }

    /** The log time before which no silence counts. */
    long restartedAt() {
        return restartedAt;
    }
}
