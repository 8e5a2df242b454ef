package io.berth.mover.wire;

import io.berth.mover.Root;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What became of one connection, for the target.
 *
 * @param hello absent when it did not come to that
 */
public record Visit(SocketAddress from, @Nullable Hello hello, Result result) {
    /** How it ended. */
    public sealed interface Result {
        /** There is a recovery point. */
        record Committed(Root root, boolean already) implements Result {}

        /** It was not taken. */
        record Refused(Refusal refusal) implements Result {}

        /** It was begun, and given up here or by the source. */
        record Failed(Failure failure, @Nullable Throwable cause) implements Result {}

        /** The other side is not who it says, or does not believe this one. */
        record Distrusted(Distrust reason, String detail) implements Result {}

        /** It broke off; what was checkpointed is kept. */
        record Broken(WireException cause) implements Result {}

        /** Too many connections at once. */
        record Full(int connections) implements Result {}
    }
}
