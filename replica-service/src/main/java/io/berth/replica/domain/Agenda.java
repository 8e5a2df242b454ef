package io.berth.replica.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a relationship is to be looked at.
 *
 * @param nextDue the oldest slot, or moment asked for, that no order has served
 * @param wakeAt when the scheduler takes it up: the slot, the end of a pause between tries, or the
 *     moment by which an answer must have come; absent when there is nothing to wait for
 * @param held why it was not ordered when it last was its turn; absent when it was
 * @param asked an operator wants it now, so that no window holds it back
 */
public record Agenda(
        Instant nextDue, @Nullable Instant wakeAt, @Nullable HoldReason held, boolean asked) {
    /** Nobody asked for it in particular. */
    public Agenda(Instant nextDue, @Nullable Instant wakeAt, @Nullable HoldReason held) {
        this(nextDue, wakeAt, held, false);
    }
}
