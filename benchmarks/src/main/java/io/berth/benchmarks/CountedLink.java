package io.berth.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * A link that carries the bytes of one TCP connection at a time and notes when they pass: what a
 * throttle is for is seen here, and not at the sender who says so.
 */
final class CountedLink implements AutoCloseable {
    private static final int BUFFER = 64 << 10;

    /** Left out at both ends: the handshake, and the last slice. */
    private static final double EDGE_SECONDS = 0.25;

    private final ServerSocket listening;
    private final InetSocketAddress to;
    private final Passage passage = new Passage();

    /** Begins to listen on a free port of the loopback. */
    CountedLink(InetSocketAddress to) throws IOException {
        this.to = to;
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().name("counted-link").daemon().start(this::carryAll);
    }

    /** Where to connect. */
    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort());
    }

    /** Bytes per second towards the target, see {@link Passage#rate}. */
    double rate() {
        return passage.rate();
    }

    /** When how many bytes passed. Safe for several threads. */
    static final class Passage {
        private final List<Passed> passed = new ArrayList<>();

        private record Passed(long nanos, int bytes) {}

        synchronized void note(long nanos, int bytes) {
            passed.add(new Passed(nanos, bytes));
        }

        /**
         * Bytes per second, from a moment after the first ones to a moment before the last ones; 0
         * when there is nothing between.
         */
        synchronized double rate() {
            if (passed.isEmpty()) {
                return 0;
            }
            long edge = (long) (EDGE_SECONDS * 1e9);
            long from = passed.getFirst().nanos + edge;
            long until = passed.getLast().nanos - edge;
            long bytes =
                    passed.stream()
                            .filter(some -> some.nanos - from > 0 && some.nanos - until <= 0)
                            .mapToLong(Passed::bytes)
                            .sum();
            return until - from > 0 ? bytes / ((until - from) / 1e9) : 0;
        }
    }

    private void carryAll() {
        while (!listening.isClosed()) {
            try (Socket source = listening.accept();
                    Socket target = new Socket(to.getAddress(), to.getPort())) {
                Thread back =
                        Thread.ofPlatform().daemon().start(() -> carry(target, source, false));
                carry(source, target, true);
                back.join();
            } catch (IOException e) {
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void carry(Socket from, Socket onTo, boolean count) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = onTo.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (count) {
                    passage.note(System.nanoTime(), read);
                }
                out.write(buffer, 0, read);
            }
            onTo.shutdownOutput();
        } catch (IOException e) {
            // One side has hung up, which ends the other direction, too.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
