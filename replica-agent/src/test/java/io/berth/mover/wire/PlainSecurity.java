package io.berth.mover.wire;

import io.berth.contracts.ids.HostId;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * No security, so that the bytes of the protocol can be seen and spoilt. May cut the connection
 * once, before or after its n-th message.
 *
 * @param peer who is taken to be at the other end
 * @param cutAfter so many messages in either direction, then the connection is cut once
 */
record PlainSecurity(HostId peer, AtomicInteger cutAfter) implements Security {
    /** Never cuts. */
    PlainSecurity(HostId peer) {
        this(peer, new AtomicInteger(Integer.MAX_VALUE));
    }

    @Override
    public Channel connect(GuardedSocket socket, HostId target) throws WireException {
        return channel(socket);
    }

    @Override
    public Channel accept(GuardedSocket socket) throws WireException {
        return channel(socket);
    }

    private Channel channel(GuardedSocket socket) throws WireException {
        try {
            return new Plain(
                    socket,
                    new Messages(socket, socket.getInputStream(), socket.getOutputStream()));
        } catch (IOException e) {
            throw socket.why("connecting", e);
        }
    }

    private final class Plain implements Channel {
        private final GuardedSocket socket;
        private final Messages messages;

        Plain(GuardedSocket socket, Messages messages) {
            this.socket = socket;
            this.messages = messages;
        }

        @Override
        public HostId peer() {
            return peer;
        }

        @Override
        public void send(byte[] message) throws IOException {
            cut();
            messages.send(message);
        }

        @Override
        public byte[] receive(Duration patience) throws IOException {
            cut();
            return messages.receive(Frames.LONGEST, patience);
        }

        private void cut() throws IOException {
            if (cutAfter.getAndDecrement() == 0) {
                socket.close();
                throw new WireException.Gone("cut by the test", null);
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }
}
