package io.berth.replica.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many cycles completed and how many were missed in the last hour, in {@value #BUCKETS} parts
 * of five minutes, so that the figures of a relationship stay in its row however often it
 * replicates. The hour therefore is one of 55 to 60 minutes.
 *
 * @param newest number of the newest part, counted from 1970
 * @param completed newest part first
 * @param missed newest part first: cycles that failed, and slots that passed without a cycle
 */
public record CycleWindow(long newest, List<Integer> completed, List<Integer> missed) {
    /** Parts of the hour. */
    public static final int BUCKETS = 12;

    private static final Duration BUCKET = Duration.ofMinutes(5);

    /**
     * @throws IllegalArgumentException when there are not as many parts as there must be
     */
    public CycleWindow {
        if (completed.size() != BUCKETS || missed.size() != BUCKETS) {
            throw new IllegalArgumentException(
                    "a window has "
                            + BUCKETS
                            + " parts, not "
                            + completed.size()
                            + " and "
                            + missed.size());
        }
        completed = List.copyOf(completed);
        missed = List.copyOf(missed);
    }

    /** Nothing has happened yet. */
    public static CycleWindow startingAt(Instant now) {
        List<Integer> nothing = Collections.nCopies(BUCKETS, 0);
        return new CycleWindow(bucketOf(now), nothing, nothing);
    }

    /** With one more that completed now. */
    public CycleWindow completedAt(Instant now) {
        CycleWindow current = at(now);
        return new CycleWindow(current.newest, plus(current.completed, 1), current.missed);
    }

    /** With so many more that were missed by now. */
    public CycleWindow missedAt(Instant now, long number) {
        CycleWindow current = at(now);
        int more = (int) Math.min(number, Integer.MAX_VALUE / 2);
        return new CycleWindow(current.newest, current.completed, plus(current.missed, more));
    }

    /**
     * The same at a later moment: what is older than an hour is gone. Earlier moments change
     * nothing.
     */
    public CycleWindow at(Instant now) {
        long shift = bucketOf(now) - newest;
        return shift <= 0
                ? this
                : new CycleWindow(
                        newest + shift, shifted(completed, shift), shifted(missed, shift));
    }

    /** How many completed. */
    public long completions() {
        return sum(completed);
    }

    /** How many were missed. */
    public long misses() {
        return sum(missed);
    }

    private static long bucketOf(Instant moment) {
        return Math.floorDiv(moment.getEpochSecond(), BUCKET.toSeconds());
    }

    private static long sum(List<Integer> counts) {
        return counts.stream().mapToLong(Integer::longValue).sum();
    }

    private static List<Integer> plus(List<Integer> counts, int more) {
        return IntStream.range(0, BUCKETS)
                .mapToObj(i -> i == 0 ? saturated(counts.getFirst(), more) : counts.get(i))
                .toList();
    }

    private static int saturated(int count, int more) {
        return (int) Math.min((long) count + more, Integer.MAX_VALUE / BUCKETS);
    }

    private static List<Integer> shifted(List<Integer> counts, long shift) {
        return IntStream.range(0, BUCKETS)
                .mapToObj(i -> i < shift ? 0 : counts.get(i - (int) shift))
                .toList();
    }
}
