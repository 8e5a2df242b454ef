package io.berth.replica.domain;

import io.berth.contracts.ids.RelationshipId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the cycles that are due a link takes, and how fast each may be.
 *
 * <p>Goals, in this order: never more than a link's rate in the sum of its cycles, whatever they
 * turn out to send; the earliest deadline first; nobody waits for ever; no more cycles at once than
 * can be carried by their deadlines.
 *
 * <p>Constraints: several instances decide, one after the other for a link; movers keep the rate
 * that they were given; how much a cycle sends is an estimate until it has ended.
 *
 * <p>Steps for a cycle, on each of its links:
 *
 * <ol>
 *   <li>If a cycle with an earlier deadline waits at the front of the link, this one waits, too.
 *   <li>If the bucket is in debt (a mover was faster than it should), it waits until rate that
 *       nobody takes has paid for it.
 *   <li>It wants a rate by which half of the time to its deadline is enough, and needs one by which
 *       all of it is. It gets what it wants of what is free, or what is free if that is enough, or
 *       everything if the link is idle. Else it waits. An initial copy wants half of the link and
 *       needs a quarter, so that others get through beside it.
 * </ol>
 *
 * The rate is taken until the cycle ends, so the sum of the rates of the running cycles is never
 * above the link's; the bucket beside it holds the average of what was really sent to the link's
 * rate, even if a mover does not keep its own. Who is first to wait by the deadline is noted at the
 * link, and later ones do not pass it: so a large cycle gets its turn when those before it end.
 *
 * <p>Example: a link of 10 MB/s. A is due with 20 MB and has 10 s: it wants 4 MB/s and gets them. B
 * with 60 MB and 10 s wants 12, needs 6, and gets the 6 that are free. C with 1 MB and 20 s finds
 * nothing free, waits at the front, and is looked at again in a second.
 *
 * <p>Constant time for each link of the cycle. Sources: token bucket as in RFC 2697; earliest
 * deadline first after Liu and Layland (1973).
 */
public final class LinkRules {
    /** No cycle is slower: a block of 64 KiB in a second. */
    static final long LEAST_RATE = SettingsRules.MIN_BYTES_PER_SECOND;

    /** What a first delta is taken for, of which nothing is known. */
    static final long UNKNOWN_BYTES = 16L << 20;

    /** When somebody is looked at again who waits for others to end. */
    static final Duration RECHECK = Duration.ofSeconds(1);

    /** One that waits for a debt is looked at again after this at the latest. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** A cycle that is late already aims at this part of its interval. */
    private static final int LATE_PART = 4;

    private LinkRules() {}

    /**
     * A cycle that wants in.
     *
     * @param deadline by which its recovery point grows too old
     * @param interval between two of its cycles
     * @param estimated bytes
     * @param initial whether it copies everything, which has no deadline to keep
     * @param throttle of the relationship itself; absent for none
     */
    public record Request(
            RelationshipId relationship,
            Instant deadline,
            Duration interval,
            long estimated,
            boolean initial,
            @Nullable Long throttle) {}

    /** What becomes of it; {@code links} are as they are afterwards, in the same order. */
    public sealed interface Answer {
        /** The links afterwards. */
        List<LinkState> links();

        /**
         * It may begin.
         *
         * @param rate that the mover keeps, in bytes per second
         */
        record Admitted(List<LinkState> links, long rate) implements Answer {}

        /** It has to wait; it is looked at again then. */
        record Waits(List<LinkState> links, Instant until) implements Answer {}
    }

    /** Decides over one cycle that may begin now but for its links; at least one link. */
    public static Answer admit(Request request, List<LinkState> before, Instant now) {
        List<LinkState> links = before.stream().map(link -> link.at(now)).toList();
        Duration left = Duration.between(now, request.deadline());
        Duration floor = request.interval().dividedBy(LATE_PART);
        long throttle = request.throttle() == null ? Long.MAX_VALUE : request.throttle();
        long needed = rate(request.estimated(), longer(left, floor));
        long rate = Math.min(throttle, rate(request.estimated(), longer(left.dividedBy(2), floor)));
        Instant until = now;
        for (LinkState link : links) {
            Duration during = Duration.ofMillis(1000 * (request.estimated() / Math.max(1, rate)));
            long whole = link.link().leastRate(now, during.plus(request.interval()));
            long free = whole - link.takenRate();
            boolean idle = link.takenRate() == 0;
            long most = request.initial() ? Math.max(1, whole / 2) : whole;
            long least = request.initial() ? Math.max(1, whole / 4) : needed;
            boolean fits = free >= Math.min(least, rate) || (idle && free > 0);
            boolean turn = !link.waitsForAnother(request.relationship(), request.deadline());
            if (!turn || !fits) {
                until = Moments.later(until, now.plus(RECHECK));
            } else if (link.tokens() < 0) {
                until = Moments.later(until, now.plus(debt(link, whole)));
            }
            rate = Math.min(rate, Math.max(1, Math.min(free, most)));
        }
        if (until.isAfter(now)) {
            return new Answer.Waits(
                    links.stream()
                            .map(link ->
                                    link.waitingFor(
                                            request.relationship(), request.deadline(), now))
                            .toList(),
                    until);
        }
        List<LinkState> after = new ArrayList<>();
        for (LinkState link : links) {
            after.add(link.taking(request.relationship(), rate));
        }
        return new Answer.Admitted(List.copyOf(after), rate);
    }

    /** What a cycle is taken to send. */
    public static long estimate(Relationship relationship, long diskBytes, Instant now) {
        ChangeLog log = relationship.progress().log();
        long all = diskBytes > 0 ? diskBytes : UNKNOWN_BYTES;
        return switch (relationship.nextKind()) {
            case INITIAL_COPY -> all;
            case DELTA, LAST_DELTA -> {
                long pending = log.pendingAt(now);
                yield pending == 0 && log.changedPerSecond() == 0
                        ? Math.min(all, UNKNOWN_BYTES)
                        : diskBytes > 0 ? Math.min(diskBytes, pending) : pending;
            }
        };
    }

    private static Duration debt(LinkState link, long rate) {
        Duration paid = Duration.ofSeconds(1 + -link.tokens() / Math.max(1, rate));
        return paid.compareTo(LONGEST_WAIT) < 0 ? paid : LONGEST_WAIT;
    }

    private static long rate(long bytes, Duration within) {
        double seconds = Math.max(1, within.toMillis()) / 1000.0;
        return (long) Math.max(LEAST_RATE, Math.min(Long.MAX_VALUE / 4.0, bytes / seconds));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
