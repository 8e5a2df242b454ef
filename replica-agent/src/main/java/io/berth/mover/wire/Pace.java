package io.berth.mover.wire;

/**
 * Holds a sender to a rate: a bucket of tokens, each good for a byte on the wire, filled at the
 * rate. Several transfers may share one, for a link that has a throttle of its own. Soft state.
 *
 * <p>A sender asks before it writes, waits while the bucket is empty, and may then take more than
 * is in it, once and by at most {@link #slice}: the debt is waited off before the next write. So
 * over any time {@code t} at least {@code rate × t − slice} and at most {@code rate × t + burst +
 * slice × senders} bytes leave, if there is always something to send.
 *
 * <p>Example: 1,000,000 bytes/s, bucket of 250,000, slice of 20,000. After a pause 250,000 bytes
 * leave at once; from then on 20,000 every 20 ms.
 */
public final class Pace {
    private static final long SECOND = 1_000_000_000L;

    /**
     * A bucket lasts for a quarter of a second: longer than a target usually takes to make a
     * checkpoint safe, so that the rate is kept in spite of it, and no more than 5 % of five
     * seconds.
     */
    private static final int BUCKETS_PER_SECOND = 4;

    private static final int SLICES_PER_SECOND = 50;
    private static final int LARGEST_SLICE = 64 << 10;

    private Rate rate;
    private double tokens;
    private long filled;

    /** Begins with an empty bucket, so that reconnecting gains nothing. */
    public Pace(Rate rate, long nanos) {
        this.rate = rate;
        this.filled = nanos;
    }

    /** Changes the rate, also for transfers that are running; what is owed stays owed. */
    public synchronized void change(Rate next, long nanos) {
        fill(nanos);
        rate = next;
        tokens = next.unlimited() ? 0 : Math.min(tokens, burst());
    }

    /** The most to write at once, in bytes. */
    public synchronized int slice() {
        return (int) Math.min(LARGEST_SLICE, rate.bytesPerSecond() / SLICES_PER_SECOND);
    }

    /** How long to wait before the next slice, in nanoseconds; 0 when it may go. */
    public synchronized long delay(long nanos) {
        if (rate.unlimited()) {
            return 0;
        }
        fill(nanos);
        return tokens >= 0 ? 0 : (long) Math.ceil(-tokens * SECOND / rate.bytesPerSecond());
    }

    /** Takes what is about to be written, in bytes. */
    public synchronized void take(int bytes, long nanos) {
        if (rate.unlimited()) {
            return;
        }
        fill(nanos);
        tokens -= bytes;
    }

    private void fill(long nanos) {
        long passed = Math.max(0, nanos - filled);
        filled = Math.max(filled, nanos);
        if (!rate.unlimited()) {
            tokens = Math.min(burst(), tokens + (double) passed * rate.bytesPerSecond() / SECOND);
        }
    }

    private long burst() {
        return rate.bytesPerSecond() / BUCKETS_PER_SECOND;
    }
}
