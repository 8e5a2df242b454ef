package io.berth.simulator.mover;

import io.berth.contracts.ids.HostId;
import io.berth.mover.wire.Channel;
import io.berth.mover.wire.GuardedSocket;
import io.berth.mover.wire.Security;
import io.berth.mover.wire.WireException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections between the data movers of all hosts, each known at its source, so that a network
 * that is cut breaks them at once. Soft state.
 */
public final class Lines {
    private final Peers peers;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();

    /** Watches what these peers say of the network. */
    public Lines(Peers peers) {
        this.peers = peers;
    }

    private record Line(HostId source, HostId target, GuardedSocket socket) {
        boolean isOf(HostId host) {
            return source.equals(host) || target.equals(host);
        }
    }

    /** How many there are. */
    public int size() {
        return lines.size();
    }

    /** The network of a host has changed: what it does not carry any more breaks. */
    public void changed(HostId host) {
        for (Line line : lines) {
            if (line.isOf(host) && !peers.reach(line.source(), line.target())) {
                line.socket().hangUp();
            }
        }
    }

    /** What a host speaks through: its own security, and only as far as network and agent allow. */
    Security watched(HostId self, Security inner, Gate gate) {
        return new Security() {
            @Override
            public Channel connect(GuardedSocket socket, HostId target) throws WireException {
                passed(gate);
                Line line = new Line(self, target, socket);
                lines.add(line);
                try {
                    if (!peers.reach(self, target)) {
                        throw new WireException.Gone(
                                "the network does not carry %s to %s".formatted(self, target),
                                null);
                    }
                    return new Known(inner.connect(socket, target), () -> lines.remove(line));
                } catch (WireException | RuntimeException e) {
                    lines.remove(line);
                    throw e;
                }
            }

            @Override
            public Channel accept(GuardedSocket socket) throws WireException {
                passed(gate);
                return inner.accept(socket);
            }
        };
    }

    private static void passed(Gate gate) throws WireException {
        try {
            gate.pass();
        } catch (IOException e) {
            throw new WireException.Gone(String.valueOf(e.getMessage()), e);
        }
    }

    /** A channel that is known until it is closed. */
    private record Known(Channel inner, Runnable forget) implements Channel {
        @Override
        public HostId peer() {
            return inner.peer();
        }

        @Override
        public void send(byte[] message) throws IOException {
            inner.send(message);
        }

        @Override
        public byte[] receive(Duration patience) throws IOException {
            return inner.receive(patience);
        }

        @Override
        public void close() {
            forget.run();
            inner.close();
        }
    }
}
