package io.berth.placement.domain.vm;

import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.placement.Standstill;
import org.jspecify.annotations.Nullable;

/**
 * How a VM stands on the host that holds it, and what is being done with it there. It belongs to
 * one placement: with the host or the epoch it is gone.
 *
 * @param standstill why it does not execute though it counts as running; absent while it executes
 * @param order the newest operation; absent before the first
 * @param stopWay how it is being stopped; absent where nobody has asked for a stop
 * @param turn that its host has not been told to start it yet; absent once it has
 */
public record Conduct(
        @Nullable Standstill standstill,
        @Nullable VmOrder order,
        @Nullable StopWay stopWay,
        @Nullable StartTurn turn) {
    /** It executes, and nothing has been ordered. */
    public static final Conduct PLAIN = new Conduct(null, null, null, null);

    static Conduct standing(@Nullable Standstill seen) {
        return new Conduct(seen, null, null, null);
    }

    Conduct with(@Nullable Standstill seen) {
        return new Conduct(seen, order, stopWay, turn);
    }

    Conduct with(VmOrder newest) {
        return new Conduct(standstill, newest, stopWay, turn);
    }

    Conduct stopping(StopWay way) {
        return new Conduct(null, order, way, null);
    }

    /** Its host is told to start it in this turn; null when it is told now. */
    Conduct inTurn(@Nullable StartTurn itsTurn) {
        return new Conduct(standstill, order, stopWay, itsTurn);
    }

    /** The operation that its host has still to answer. */
    public @Nullable VmOrder openOrder() {
        return order != null && order.open() ? order : null;
    }

    /** The newest operation, if it is this one. */
    public @Nullable VmOrder order(CommandId command) {
        return order != null && order.command().equals(command) ? order : null;
    }
}
