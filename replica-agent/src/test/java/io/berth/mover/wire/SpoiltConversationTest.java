package io.berth.mover.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.mover.ImageShape;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A line that spoils bytes, under a transfer without security. Whatever is spoilt, the target ends
 * with exactly the source's image or as it was, both sides end with a typed value, and a cycle that
 * is sent again over a good line arrives.
 */
class SpoiltConversationTest {
    private static final ImageShape SHAPE = new ImageShape(6 * 4_096 + 40, 4_096);
    private static final Security SOURCE = new PlainSecurity(FramesTest.CYCLE.target());
    private static final Security TARGET = new PlainSecurity(FramesTest.CYCLE.source());

    private final byte[] image = image();

    /** Compresses to a few bytes, has zeros, and ends with what does not compress. */
    private static byte[] image() {
        byte[] image = new byte[(int) SHAPE.bytes()];
        java.util.Arrays.fill(image, 0, 2 * 4_096, (byte) 'a');
        java.util.Arrays.fill(image, 4 * 4_096, 6 * 4_096, (byte) 'b');
        Random random = new Random(4);
        for (int at = 6 * 4_096; at < image.length; at++) {
            image[at] = (byte) random.nextInt();
        }
        return image;
    }

    /** How a line spoils what passes. */
    private interface Spoil {
        /** What becomes of a byte; negative when the line ends here. */
        int pass(boolean toTarget, int at, int value);
    }

    /** Stands between the two and passes bytes on, spoilt. */
    private static final class Line implements AutoCloseable {
        private final ServerSocket server =
                new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final InetSocketAddress target;
        private final Spoil spoil;
        volatile int toTarget;
        volatile int toSource;

        Line(InetSocketAddress target, Spoil spoil) throws IOException {
            this.target = target;
            this.spoil = spoil;
            Thread.ofVirtual().start(this::serve);
        }

        InetSocketAddress address() {
            return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        }

        private void serve() {
            try (Socket source = server.accept();
                    Socket on = new Socket(target.getAddress(), target.getPort())) {
                Thread back = Thread.ofVirtual().start(() -> pass(on, source, false));
                pass(source, on, true);
                back.join();
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void pass(Socket from, Socket to, boolean forth) {
            byte[] some = new byte[4_096];
            int at = 0;
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(some); n > 0; n = in.read(some)) {
                    int length = 0;
                    for (; length < n; length++, at++) {
                        int value = spoil.pass(forth, at, some[length] & 0xff);
                        if (value < 0) {
                            break;
                        }
                        some[length] = (byte) value;
                    }
                    out.write(some, 0, length);
                    if (length < n) {
                        break;
                    }
                }
                to.close();
                from.close();
            } catch (IOException e) {
                return;
            } finally {
                if (forth) {
                    toTarget = at;
                } else {
                    toSource = at;
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    @Test
    void aFlippedByteAnywhereDoesNoHarm() throws Exception {
        Random random = new Random(5);
        int[] length = lengths();
        for (boolean toTarget : new boolean[] {true, false}) {
            for (int at = 0; at < length[toTarget ? 0 : 1]; at++) {
                int spoilt = at;
                int mask = 1 << random.nextInt(8);
                check(
                        "byte %d to target %s ^ %d".formatted(at, toTarget, mask),
                        (forth, here, value) ->
                                forth == toTarget && here == spoilt ? value ^ mask : value);
            }
        }
    }

    @Test
    void aLineThatEndsAnywhereDoesNoHarm() throws Exception {
        int[] length = lengths();
        for (boolean toTarget : new boolean[] {true, false}) {
            for (int at = 0; at < length[toTarget ? 0 : 1]; at += 3) {
                int end = at;
                check(
                        "cut at %d to target %s".formatted(at, toTarget),
                        (forth, here, value) -> forth == toTarget && here == end ? -1 : value);
            }
        }
    }

    @Test
    void noiseDoesNoHarm() throws Exception {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            double share = random.nextDouble(0.001, 0.05);
            check(
                    "seed %d".formatted(seed),
                    (forth, here, value) -> {
                        synchronized (random) {
                            return random.nextDouble() < share ? random.nextInt(256) : value;
                        }
                    });
        }
    }

    private int[] lengths() throws Exception {
        try (Pair pair = new Pair(new Images.Copy(new byte[0]), TARGET);
                Line line = new Line(pair.address, (forth, at, value) -> value)) {
            Outcome outcome = Pair.send(source(), SOURCE, 1, line.address(), Timeouts.USUAL);
            assertThat(outcome).isInstanceOf(Outcome.Committed.class);
            pair.visit();
            while (line.toSource == 0 || line.toTarget == 0) {
                Thread.onSpinWait();
            }
            assertThat(line.toTarget).isBetween(300, 1_500);
            assertThat(line.toSource).isBetween(50, 300);
            return new int[] {line.toTarget, line.toSource};
        }
    }

    private Images.Source source() {
        return Images.Source.first(SHAPE, image);
    }

    private void check(String what, Spoil spoil) throws Exception {
        try (Pair pair = new Pair(new Images.Copy(new byte[0]), TARGET, Pair.SHORT, null)) {
            Outcome outcome;
            try (Line line = new Line(pair.address, spoil)) {
                outcome = Pair.send(source(), SOURCE, 1, line.address(), Pair.SHORT);
            }
            Visit visit = pair.visit();
            if (outcome instanceof Outcome.Committed
                    || visit.result() instanceof Visit.Result.Committed) {
                assertThat(pair.copy.image).as(what).isEqualTo(image);
            } else {
                assertThat(pair.copy.image).as(what).isEmpty();
            }
            Outcome again = pair.send(source(), SOURCE, 1);
            if (again instanceof Outcome.TargetFailed) {
                // What was spoilt had been checkpointed; the root has shown it, and it was dropped.
                again = pair.send(source(), SOURCE, 1);
            }
            assertThat(again).as(what).isInstanceOf(Outcome.Committed.class);
            assertThat(pair.copy.image).as(what).isEqualTo(image);
        }
    }
}
