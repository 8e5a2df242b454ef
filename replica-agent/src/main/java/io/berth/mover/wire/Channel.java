package io.berth.mover.wire;

import io.berth.contracts.ids.HostId;
import java.io.IOException;
import java.time.Duration;

/**
 * Carries whole messages between two hosts that know each other for sure. Nobody between them reads
 * or changes a message, repeats or leaves one out, without the next {@link #receive} failing.
 */
public interface Channel extends AutoCloseable {
    /** Who is proved to be at the other end. */
    HostId peer();

    /**
     * @param message at most {@link Messages#LONGEST} bytes, less what the channel adds
     */
    void send(byte[] message) throws IOException;

    /**
     * The next message.
     *
     * @param patience until its first byte
     */
    byte[] receive(Duration patience) throws IOException;

    /** Hangs up. */
    @Override
    void close();
}
