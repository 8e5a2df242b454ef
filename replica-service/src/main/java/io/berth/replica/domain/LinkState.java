package io.berth.replica.domain;

import io.berth.contracts.ids.RelationshipId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a link has given away. Hard state, kept in the database, where the row's lock lets one
 * instance at a time decide over it.
 *
 * @param takenRate the sum of the rates of its running cycles, in bytes per second
 * @param tokens bytes that movers may have sent beyond their rates; negative when they sent more,
 *     and until that is paid by rate that nobody takes
 * @param at for which {@code tokens} holds
 * @param head who is to be served next and did not get in; absent when nobody waits
 */
public record LinkState(
        SiteLink link, long takenRate, long tokens, Instant at, @Nullable Head head) {
    /** Tokens are saved up for so long while the link is idle: more would be a burst. */
    public static final Duration BURST = Duration.ofSeconds(5);

    /** Who waits at the front is waited for; not for ever, since it may be paused or removed. */
    static final Duration HEAD_HELD = Duration.ofSeconds(5);

    /**
     * Who waits at the front.
     *
     * @param until it is no longer waited for then, unless it comes again
     */
    public record Head(RelationshipId relationship, Instant deadline, Instant until) {}

    /** A new link: as if it had been idle for long. */
    public static LinkState fresh(SiteLink link, Instant now) {
        return new LinkState(link, 0, burst(link.rateAt(now)), now, null);
    }

    /** The same with another sum of the rates of its running cycles. */
    public LinkState withTaken(long rate) {
        return new LinkState(link, rate, tokens, at, head);
    }

    private static long burst(long rate) {
        return rate * BURST.toSeconds();
    }

    /**
     * The same at a later moment; a step of the clock backwards gives nothing and takes nothing.
     */
    LinkState at(Instant now) {
        if (!now.isAfter(at)) {
            return this;
        }
        long rate = link.rateAt(now);
        long free = Math.max(0, rate - takenRate);
        double gained = Duration.between(at, now).toMillis() / 1000.0 * free;
        long filled = (long) Math.min(burst(rate), tokens + gained);
        Head waiting = head == null || now.isAfter(head.until()) ? null : head;
        return new LinkState(link, takenRate, filled, now, waiting);
    }

    /** Whether somebody with an earlier deadline is waited for. */
    boolean waitsForAnother(RelationshipId relationship, Instant deadline) {
        return head != null
                && !head.relationship().equals(relationship)
                && head.deadline().isBefore(deadline);
    }

    LinkState waitingFor(RelationshipId relationship, Instant deadline, Instant now) {
        boolean isAhead =
                head == null
                        || head.relationship().equals(relationship)
                        || deadline.isBefore(head.deadline());
        return isAhead
                ? new LinkState(
                        link,
                        takenRate,
                        tokens,
                        at,
                        new Head(relationship, deadline, now.plus(HEAD_HELD)))
                : this;
    }

    LinkState taking(RelationshipId relationship, long rate) {
        Head waiting = head != null && head.relationship().equals(relationship) ? null : head;
        return new LinkState(link, takenRate + rate, tokens, at, waiting);
    }

    /**
     * A cycle has ended: its rate is free, and what it sent beyond its rate is settled.
     *
     * @param ran from its order to its end
     */
    public LinkState ended(long rate, Duration ran, long bytes, Instant now) {
        LinkState current = at(now);
        double allowed = Math.max(0, ran.toMillis()) / 1000.0 * rate;
        long beyond = (long) Math.max(0, bytes - allowed);
        return new LinkState(
                link,
                Math.max(0, takenRate - rate),
                current.tokens - beyond,
                current.at,
                current.head);
    }
}
