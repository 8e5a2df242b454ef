package io.berth.simulator.mover;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.replica.ReplicaAuthentication;
import io.berth.mover.wire.ReplicaReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where the data mover of a host works in one life: its port, which is opened when somebody sends
 * to it for the first time, and its threads. With the power all of it goes. Soft state.
 */
public final class ReplicaSite implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ReplicaSite.class);

    /** The rest of what a receiver takes is for connections that are just ending. */
    private static final int PLACES = ReplicaReceiver.CONNECTIONS * 3 / 4;

    private final HostId host;
    private final Floor floor;
    private final HostCopies copies;
    private final Gate gate = new Gate();
    private final Semaphore places = new Semaphore(PLACES, true);
    private final Map<CommandId, Thread> sending = new ConcurrentHashMap<>();
    private final Map<ReplicaAuthentication, InetSocketAddress> addresses =
            new EnumMap<>(ReplicaAuthentication.class);
    private @Nullable ReplicaReceiver receiver;
    private final Queue chores = new Queue();
    private final Queue tests = new Queue();
    private volatile boolean closed;

    /** Begins to work; no port is opened and no thread started. */
    public ReplicaSite(HostId host, Floor floor, HostCopies copies) {
        this.host = host;
        this.floor = floor;
        this.copies = copies;
    }

    HostId host() {
        return host;
    }

    Gate gate() {
        return gate;
    }

    HostCopies copies() {
        return copies;
    }

    /** For those who send to it; a real source would be hung up on and come again. */
    Semaphore places() {
        return places;
    }

    /** Whether the host has lost its power. */
    public boolean closed() {
        return closed;
    }

    /** The agent stands still, or goes on. */
    public void freeze(boolean frozen) {
        gate.freeze(frozen);
    }

    /** Where it listens, opened now if need be. */
    synchronized InetSocketAddress address(ReplicaAuthentication way) throws IOException {
        if (closed) {
            throw new IOException(host + " is off");
        }
        InetSocketAddress known = addresses.get(way);
        if (known != null) {
            return known;
        }
        Identities.Proof proof = floor.identities().of(host, way);
        if (!(proof instanceof Identities.Proof.Has has)) {
            throw new IOException("%s cannot prove who it is: %s".formatted(host, proof));
        }
        if (receiver == null) {
            receiver =
                    new ReplicaReceiver(
                            host,
                            hello -> copies.judge(hello, gate, this::aside),
                            visit -> LOG.debugf("Host %s was visited: %s", host, visit),
                            Floor.TIMEOUTS);
        }
        InetSocketAddress at =
                receiver.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        floor.lines().watched(host, has.security(), gate));
        addresses.put(way, at);
        return at;
    }

    /** Runs a cycle in a thread of its own. */
    public void send(CommandId command, Runnable cycle) {
        Thread thread =
                Thread.ofVirtual()
                        .name("replica-" + host)
                        .unstarted(() -> {
                            try {
                                cycle.run();
                            } finally {
                                sending.remove(command);
                            }
                        });
        sending.put(command, thread);
        thread.start();
        if (closed) {
            thread.interrupt();
        }
    }

    /** Calls a cycle off, if it runs. */
    public void callOff(CommandId command) {
        Thread thread = sending.get(command);
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Does something with files, after what was asked for before. */
    public void chore(Runnable chore) {
        chores.add(chore);
    }

    /** The same for tests, which write whole disks: a failover must not wait for them. */
    public void testChore(Runnable chore) {
        tests.add(chore);
    }

    /** One thing after the other, until the power goes. */
    private final class Queue {
        private @Nullable ExecutorService thread;

        synchronized void add(Runnable chore) {
            if (closed) {
                return;
            }
            if (thread == null) {
                thread = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
            }
            try {
                thread.execute(chore);
            } catch (RejectedExecutionException e) {
                LOG.debugf("Host %s is off", host);
            }
        }

        synchronized void stop() {
            if (thread != null) {
                thread.shutdownNow();
            }
        }
    }

    /** Does something with files that nobody waits for, and that must not be waited for. */
    private void aside(Runnable work) {
        Thread.ofVirtual().name("replica-aside-" + host).start(work);
    }

    /** Whether a thread of it runs. */
    boolean busy() {
        return !sending.isEmpty();
    }

    /** The power goes. Never waits for anything. */
    @Override
    public void close() {
        closed = true;
        gate.close();
        sending.values().forEach(Thread::interrupt);
        Thread.ofVirtual().name("replica-off-" + host).start(this::hangUp);
    }

    private synchronized void hangUp() {
        chores.stop();
        tests.stop();
        if (receiver != null) {
            try {
                receiver.close();
            } catch (IOException e) {
                LOG.debugf(e, "Host %s hangs up", host);
            }
        }
    }
}
