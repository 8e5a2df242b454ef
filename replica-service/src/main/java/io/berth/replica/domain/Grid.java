package io.berth.replica.domain;

import io.berth.contracts.ids.RelationshipId;
import java.time.Duration;
import java.time.Instant;

/**
 * The moments at which a relationship's cycles are due: {@code start + k × interval}, k ≥ 0.
 *
 * <p>Goals: cycles do not drift with the time that a copy takes; what was missed is one cycle later
 * and not several; thousands of relationships made in one request are not all due at once.
 *
 * <p>So the slots are fixed when a relationship is made and are never moved. A slot that passed
 * without an order is <em>merged</em> into the next order. Start is the creation plus a part of the
 * interval that follows from the id, so that the slots of many relationships lie evenly over it.
 *
 * <p>Example: interval 30 s, start 12:00:07. A cycle ordered at 12:00:07 ends at 12:01:20. Slots at
 * 12:00:37 and 12:01:07 have passed; the next order, at 12:01:20, serves the first and merges the
 * second, and the slot after it is 12:01:37. Constant time.
 *
 * @param start the first slot
 */
public record Grid(Instant start, Frequency frequency) {
    /** Spreads what {@code hashCode} leaves close together: 2^32 divided by the golden ratio. */
    private static final int SPREAD = 0x9E3779B9;

    /** The grid of a relationship that is made now. */
    public static Grid of(RelationshipId id, Frequency frequency, Instant createdAt) {
        long interval = frequency.interval().toMillis();
        long part = Integer.toUnsignedLong(id.value().hashCode() * SPREAD) % interval;
        return new Grid(createdAt.plusMillis(part), frequency);
    }

    /** The first slot that is later than {@code moment}. */
    public Instant firstAfter(Instant moment) {
        if (moment.isBefore(start)) {
            return start;
        }
        return start.plus(frequency.interval().multipliedBy(indexAt(moment) + 1));
    }

    /** How many slots are later than {@code after} and not later than {@code upTo}. */
    public long slotsBetween(Instant after, Instant upTo) {
        return upTo.isBefore(after) ? 0 : indexAt(upTo) - indexAt(after);
    }

    /** The number of the newest slot not later than this; -1 before the first. */
    private long indexAt(Instant moment) {
        return moment.isBefore(start)
                ? -1
                : Duration.between(start, moment).dividedBy(frequency.interval());
    }
}
