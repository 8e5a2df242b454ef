package io.berth.mover.wire;

import io.berth.contracts.ids.HostId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Receives cycles for the copies that a host keeps. It may listen at several addresses, one for
 * each way of proving who one is; a copy is received once at a time over all of them. Soft state:
 * what was checkpointed is with the sinks.
 */
public final class ReplicaReceiver implements AutoCloseable {
    /** The most connections at once; a host takes part in far fewer cycles at a time. */
    public static final int CONNECTIONS = 64;

    private static final Pace UNHELD = new Pace(Rate.UNLIMITED, 0);

    private final HostId self;
    private final Reception.Desk desk;
    private final Consumer<Visit> visits;
    private final Timeouts timeouts;
    private final Running running = new Running();
    private final Semaphore free = new Semaphore(CONNECTIONS);
    private final List<Listener> listeners = new ArrayList<>();
    private volatile boolean stopped;
    private final Set<GuardedSocket> guests = ConcurrentHashMap.newKeySet();

    /**
     * @param desk which sink takes what is announced
     * @param visits is told of each connection when it is over
     */
    public ReplicaReceiver(
            HostId self, Reception.Desk desk, Consumer<Visit> visits, Timeouts timeouts) {
        this.self = self;
        this.desk = desk;
        this.visits = visits;
        this.timeouts = timeouts;
    }

    /** Begins to listen; port 0 takes a free one. The address that it got. */
    public synchronized InetSocketAddress listen(InetSocketAddress at, Security security)
            throws IOException {
        Listener listener = new Listener(security);
        try {
            listener.bind(at);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        listeners.add(listener);
        Thread.ofVirtual().name("replica-listener").start(listener::acceptAll);
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** Stops listening and hangs up; sources go on elsewhere or later. */
    @Override
    public synchronized void close() throws IOException {
        stopped = true;
        for (Listener listener : listeners) {
            listener.close();
        }
        for (GuardedSocket guest : guests) {
            guest.close();
        }
    }

    private final class Listener extends ServerSocket {
        private final Security security;

        Listener(Security security) throws IOException {
            this.security = security;
        }

        @Override
        public GuardedSocket accept() throws IOException {
            GuardedSocket socket = new GuardedSocket(timeouts, UNHELD);
            implAccept(socket);
            return socket;
        }

        void acceptAll() {
            while (!isClosed()) {
                GuardedSocket socket;
                try {
                    socket = accept();
                } catch (IOException e) {
                    continue;
                }
                Thread.ofVirtual().name("replica-guest").start(() -> serve(socket, security));
            }
        }
    }

    private void serve(GuardedSocket socket, Security security) {
        SocketAddress from = socket.getRemoteSocketAddress();
        boolean room = free.tryAcquire();
        guests.add(socket);
        try (socket) {
            if (stopped) {
                return;
            }
            visits.accept(
                    room
                            ? visit(socket, security, from)
                            : new Visit(from, null, new Visit.Result.Full(CONNECTIONS)));
        } catch (IOException e) {
            visits.accept(
                    new Visit(
                            from,
                            null,
                            new Visit.Result.Broken(new WireException.Gone("hanging up", e))));
        } finally {
            guests.remove(socket);
            if (room) {
                free.release();
            }
        }
    }

    private Visit visit(GuardedSocket socket, Security security, SocketAddress from) {
        try {
            socket.guard();
            socket.readWithin(timeouts.handshake(), "the handshake");
            try (Channel channel = security.accept(socket)) {
                socket.readFreely();
                Receiving receiving = new Receiving(channel, self, desk, running, timeouts);
                Visit.Result result = receiving.run();
                return new Visit(from, receiving.hello(), result);
            }
        } catch (WireException.Distrusted e) {
            return new Visit(
                    from,
                    null,
                    new Visit.Result.Distrusted(e.reason(), String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return new Visit(from, null, new Visit.Result.Broken(socket.why("the handshake", e)));
        }
    }
}
