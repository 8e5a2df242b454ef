package io.berth.monitoring.domain;

/**
 * Where a record lies in its partition, as the broker says.
 *
 * @param offset of the record
 * @param timestampMillis when the broker appended it, by the clock of the leader at that time, in
 *     milliseconds since the epoch
 * @param leaderEpoch which leadership appended it, or {@link #NO_EPOCH} where the broker does not
 *     tell
 */
public record LogMark(long offset, long timestampMillis, int leaderEpoch) {
    /** The leader epoch of a record whose broker does not tell. */
    public static final int NO_EPOCH = -1;
}
