package io.berth.mover.wire;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A socket that counts, keeps to a {@link Pace}, and hangs up when the other side takes longer than
 * it was given. Blocking reads and writes of Java know no deadline for a whole message, so a
 * virtual thread watches the clock and closes the socket, which wakes whoever is blocked on it.
 * Soft state.
 */
public final class GuardedSocket extends Socket {
    /** How often the clock is looked at; deadlines are exact to it. */
    private static final Duration TICK = Duration.ofMillis(50);

    /** For an alert to arrive. */
    private static final Duration MOMENT = Duration.ofSeconds(1);

    /** A changed rate is taken up after this time by who waits for the old one. */
    private static final Duration LONGEST_NAP = Duration.ofMillis(100);

    private final Timeouts timeouts;
    private final Pace pace;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicReference<@Nullable Deadline> reading = new AtomicReference<>();
    private final AtomicReference<@Nullable Deadline> writing = new AtomicReference<>();
    private volatile WireException.@Nullable TimedOut expired;

    private record Deadline(long nanos, String what, Duration bound) {
        static Deadline in(Duration bound, String what) {
            return new Deadline(System.nanoTime() + bound.toNanos(), what, bound);
        }
    }

    GuardedSocket(Timeouts timeouts, Pace pace) {
        this.timeouts = timeouts;
        this.pace = pace;
    }

    /** Begins to watch the clock; when it is connected. */
    void guard() throws IOException {
        setTcpNoDelay(true);
        setKeepAlive(true);
        Thread.ofVirtual().name("wire-guard").start(this::watch);
    }

    /** How long to wait for the other side. */
    public Timeouts timeouts() {
        return timeouts;
    }

    /** Bytes that were given to TCP, with all that protects them. */
    long sent() {
        return sent.get();
    }

    /** The reads that follow must be over in this time. */
    public void readWithin(Duration bound, String what) {
        reading.set(Deadline.in(bound, what));
    }

    /** No read is waited for. */
    public void readFreely() {
        reading.set(null);
    }

    /** What an exception of this socket means. */
    public WireException why(String doing, IOException e) {
        WireException.TimedOut late = expired;
        if (late != null) {
            return late;
        }
        return e instanceof WireException known
                ? known
                : new WireException.Gone(doing + ": " + e.getMessage(), e);
    }

    /**
     * Says that this side is done and reads what is still coming, for a moment: hanging up on bytes
     * that nobody read would take back the alert that was sent before.
     */
    public void drain() {
        readWithin(MOMENT, "the other side's hanging up");
        try {
            shutdownOutput();
            super.getInputStream().skip(Frames.LONGEST);
        } catch (IOException e) {
            return;
        }
    }

    /** Closes it; what TCP says of that matters to nobody. */
    public void hangUp() {
        try {
            close();
        } catch (IOException e) {
            return;
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public void close() throws IOException {
                GuardedSocket.this.close();
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Paced(super.getOutputStream());
    }

    private void watch() {
        try {
            while (!isClosed()) {
                long now = System.nanoTime();
                if (late(reading.get(), now) || late(writing.get(), now)) {
                    close();
                }
                Thread.sleep(TICK);
            }
        } catch (InterruptedException | IOException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean late(@Nullable Deadline deadline, long now) {
        if (deadline == null || now - deadline.nanos < 0) {
            return false;
        }
        expired = new WireException.TimedOut(deadline.what, deadline.bound);
        return true;
    }

    private final class Paced extends FilterOutputStream {
        Paced(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int done = 0;
            while (done < length) {
                await();
                int slice = Math.min(length - done, pace.slice());
                pace.take(slice, System.nanoTime());
                writing.set(Deadline.in(timeouts.message(slice), "taking what was sent"));
                try {
                    out.write(bytes, from + done, slice);
                } finally {
                    writing.set(null);
                }
                sent.addAndGet(slice);
                done += slice;
            }
        }

        private void await() throws IOException {
            for (long wait = delay(); wait > 0; wait = delay()) {
                try {
                    Thread.sleep(Duration.ofNanos(Math.min(wait, LONGEST_NAP.toNanos())));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("stopped while held to the rate");
                }
            }
        }

        private long delay() {
            return pace.delay(System.nanoTime());
        }
    }
}
