package io.berth.mover.wire;

import io.berth.mover.BlockSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Sends cycles to other hosts. One call is one cycle; a broken connection goes on at the target's
 * last checkpoint. Holds no state, so threads may share it.
 */
public final class ReplicaSender {
    private final Security security;
    private final Timeouts timeouts;
    private final Stride stride;

    /** Sends as the host that the security speaks for. */
    public ReplicaSender(Security security, Timeouts timeouts, Stride stride) {
        this.security = security;
        this.timeouts = timeouts;
        this.stride = stride;
    }

    /**
     * Sends a cycle and waits for the end of it.
     *
     * @param source stays the caller's, to be closed
     * @param at where the target listens; it must prove that it is the cycle's target
     * @param pace may be shared with other transfers
     */
    public Outcome send(
            BlockSource source, Cycle cycle, InetSocketAddress at, Pace pace, Tries tries)
            throws InterruptedException {
        long begun = System.nanoTime();
        Tally tally = new Tally();
        Outcome outcome = null;
        while (outcome == null) {
            tally.connected();
            boolean last = tally.transfer(0).connections() == tries.connections();
            outcome = once(source, cycle, at, pace, tally, begun, last);
            if (outcome == null) {
                Thread.sleep(tries.pause());
            }
        }
        return outcome;
    }

    /** Null when another try may help, and there is one. */
    private @Nullable Outcome once(
            BlockSource source,
            Cycle cycle,
            InetSocketAddress at,
            Pace pace,
            Tally tally,
            long begun,
            boolean last) {
        Sending.End end;
        try {
            end = connection(source, cycle, at, pace, tally);
        } catch (Sending.Unreadable e) {
            return new Outcome.SourceFailed(e.reason(), transfer(tally, begun));
        } catch (WireException.Distrusted e) {
            return new Outcome.Distrusted(
                    e.reason(), String.valueOf(e.getMessage()), transfer(tally, begun));
        } catch (WireException.Violation e) {
            return new Outcome.Broken(e, transfer(tally, begun));
        } catch (WireException e) {
            return last ? new Outcome.Broken(e, transfer(tally, begun)) : null;
        }
        Transfer transfer = transfer(tally, begun);
        return switch (end) {
            case Sending.End.Committed(var root, var already) ->
                    new Outcome.Committed(root, already, transfer);
            case Sending.End.Refused(var refusal) ->
                    stillOurs(refusal, transfer) && !last
                            ? null
                            : new Outcome.Refused(refusal, transfer);
            case Sending.End.Failed(var failure) -> new Outcome.TargetFailed(failure, transfer);
        };
    }

    /** The target has not yet seen that our last connection broke. */
    private static boolean stillOurs(Refusal refusal, Transfer transfer) {
        return refusal.reason() == Refusal.Reason.BUSY && transfer.connections() > 1;
    }

    private Sending.End connection(
            BlockSource source, Cycle cycle, InetSocketAddress at, Pace pace, Tally tally)
            throws WireException, Sending.Unreadable {
        try (GuardedSocket socket = new GuardedSocket(timeouts, pace)) {
            try {
                socket.connect(at, (int) timeouts.connect().toMillis());
                socket.guard();
                socket.readWithin(timeouts.handshake(), "the handshake");
                try (Channel channel = security.connect(socket, cycle.target())) {
                    socket.readFreely();
                    return new Sending(
                                    channel,
                                    source,
                                    Hello.of(cycle, source),
                                    stride,
                                    timeouts,
                                    tally)
                            .run();
                }
            } finally {
                tally.hungUp(socket.sent());
            }
        } catch (WireException e) {
            throw e;
        } catch (IOException e) {
            throw new WireException.Gone("connecting to %s: %s".formatted(at, e.getMessage()), e);
        }
    }

    private static Transfer transfer(Tally tally, long begun) {
        return tally.transfer(System.nanoTime() - begun);
    }
}
