package io.berth.mover.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.HostId;
import io.berth.mover.Block;
import io.berth.mover.BlockSource;
import io.berth.mover.ImageShape;
import io.berth.mover.Root;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whole transfers over the loopback, without security. */
class TransferTest {
    private static final ImageShape SHAPE = new ImageShape(40 * 4_096 + 77, 4_096);
    private static final Security SOURCE = new PlainSecurity(FramesTest.CYCLE.target());
    private static final Security TARGET = new PlainSecurity(FramesTest.CYCLE.source());

    private final byte[] image = Images.image(SHAPE, new Random(1));

    @Test
    void aFirstCopyArrives() throws Exception {
        try (Pair pair = new Pair(new Images.Copy(new byte[0]), TARGET)) {
            Outcome outcome = pair.send(Images.Source.first(SHAPE, image), SOURCE, 1);
            assertThat(outcome).isInstanceOf(Outcome.Committed.class);
            assertThat(pair.copy.image).isEqualTo(image);
            Transfer transfer = outcome.transfer();
            assertThat(transfer.blocks()).isEqualTo(41);
            assertThat(transfer.imageBytes()).isEqualTo(SHAPE.bytes());
            assertThat(transfer.packedBytes()).isLessThan(transfer.imageBytes());
            assertThat(transfer.wireBytes())
                    .isBetween(transfer.packedBytes(), transfer.packedBytes() + 3_000);
            assertThat(transfer.connections()).isEqualTo(1);
            assertThat(pair.visit().result())
                    .isEqualTo(new Visit.Result.Committed(Images.root(image), false));
        }
    }

    @Test
    void aCycleThatIsThereIsNotSentAgain() throws Exception {
        try (Pair pair = new Pair(new Images.Copy(new byte[0]), TARGET)) {
            pair.send(Images.Source.first(SHAPE, image), SOURCE, 1);
            Outcome again = pair.send(Images.Source.first(SHAPE, image), SOURCE, 1);
            assertThat(again)
                    .isEqualTo(new Outcome.Committed(Images.root(image), true, again.transfer()));
            assertThat(again.transfer().blocks()).isZero();
        }
    }

    @Test
    void anEmptyDeltaArrives() throws Exception {
        try (Pair pair = new Pair(new Images.Copy(image.clone()), TARGET)) {
            var source = new Images.Source(SHAPE, image, new BitSet(), Images.root(image));
            assertThat(pair.send(source, SOURCE, 1)).isInstanceOf(Outcome.Committed.class);
        }
    }

    /** Either side is killed once, before each of its messages; the transfer goes on by itself. */
    @Test
    void aKillAtEveryMessageLosesNothing() throws Exception {
        for (boolean killSource : new boolean[] {true, false}) {
            for (int after = 0; ; after++) {
                AtomicInteger countdown = new AtomicInteger(after);
                Security source =
                        killSource
                                ? new PlainSecurity(FramesTest.CYCLE.target(), countdown)
                                : SOURCE;
                Security target =
                        killSource
                                ? TARGET
                                : new PlainSecurity(FramesTest.CYCLE.source(), countdown);
                Random random = new Random(after);
                byte[] before = Images.image(SHAPE, random);
                BitSet changes = new BitSet();
                byte[] now = Images.changed(before, SHAPE, changes, random);
                changes.set(0, 30);
                try (Pair pair = new Pair(new Images.Copy(before), target)) {
                    var delta = new Images.Source(SHAPE, now, changes, Images.root(before));
                    Outcome outcome = pair.send(delta, source, 20);
                    assertThat(outcome)
                            .as("source %s, message %d", killSource, after)
                            .isInstanceOf(Outcome.Committed.class);
                    assertThat(pair.copy.image).isEqualTo(now);
                    if (countdown.get() >= 0) {
                        assertThat(after).isGreaterThan(8);
                        break;
                    }
                }
            }
        }
    }

    @Test
    void aBrokenTransferGoesOnAtTheCheckpoint() throws Exception {
        try (Pair pair = new Pair(new Images.Copy(new byte[0]), TARGET)) {
            byte[] noise = new byte[(int) SHAPE.bytes()];
            new Random(2).nextBytes(noise);
            Outcome outcome =
                    pair.send(new Breaking(Images.Source.first(SHAPE, noise), 30), SOURCE, 1);
            assertThat(outcome).isInstanceOf(Outcome.SourceFailed.class);
            assertThat(pair.visit().result())
                    .isEqualTo(new Visit.Result.Failed(Failure.SOURCE, null));
        }
    }

    /** Cannot be read from a block on. */
    private record Breaking(BlockSource of, int from) implements BlockSource {
        @Override
        public ImageShape shape() {
            return of.shape();
        }

        @Override
        public @org.jspecify.annotations.Nullable Root base() {
            return of.base();
        }

        @Override
        public Root root() throws IOException {
            return of.root();
        }

        @Override
        public @org.jspecify.annotations.Nullable Block next(long next) throws IOException {
            if (next >= from) {
                throw new IOException("the disk is broken");
            }
            return of.next(next);
        }

        @Override
        public void close() {}
    }

    @Test
    void aTargetThatCannotWriteIsHeardOf() throws Exception {
        Reception.Desk full =
                hello ->
                        new Reception.Take(
                                new io.berth.mover.BlockSink() {
                                    @Override
                                    public long resumeAt() {
                                        return 0;
                                    }

                                    @Override
                                    public void write(Block block) throws IOException {
                                        throw new IOException("no space left");
                                    }

                                    @Override
                                    public void checkpoint() {}

                                    @Override
                                    public void commit(Root expected) {}

                                    @Override
                                    public void close() {}
                                });
        ImageShape large = new ImageShape(8 << 20, 4_096);
        byte[] noise = new byte[8 << 20];
        new Random(3).nextBytes(noise);
        try (Pair pair = new Pair(new Images.Copy(new byte[0]), TARGET, Timeouts.USUAL, full)) {
            Outcome outcome = pair.send(Images.Source.first(large, noise), SOURCE, 1);
            assertThat(outcome)
                    .isEqualTo(new Outcome.TargetFailed(Failure.TARGET, outcome.transfer()));
            assertThat(pair.visit().result()).isInstanceOf(Visit.Result.Failed.class);
        }
    }

    @Test
    void theTargetRefuses() throws Exception {
        try (Pair pair = new Pair(new Images.Copy(image.clone()), TARGET)) {
            Root other = new Root("00".repeat(32));
            assertRefused(
                    pair.send(new Images.Source(SHAPE, image, new BitSet(), other), SOURCE, 1),
                    Refusal.Reason.WRONG_BASE);
            ImageShape large = new ImageShape(11 << 20, 4_096);
            assertRefused(
                    pair.send(new Images.Source(large, image, new BitSet(), null), SOURCE, 1),
                    Refusal.Reason.SHAPE);
        }
        Security stranger = new PlainSecurity(new HostId("host-z"));
        try (Pair pair = new Pair(new Images.Copy(new byte[0]), stranger)) {
            Outcome outcome = pair.send(Images.Source.first(SHAPE, image), SOURCE, 1);
            assertRefused(outcome, Refusal.Reason.WRONG_HOST);
            assertThat(((Outcome.Refused) outcome).refusal().detail())
                    .isEqualTo("announced as host-a, proved to be host-z");
        }
    }

    private static void assertRefused(Outcome outcome, Refusal.Reason reason) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(((Outcome.Refused) outcome).refusal().reason()).isEqualTo(reason);
    }

    @Test
    void oneOfTwoSendersIsRefused() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        Images.Copy copy = new Images.Copy(new byte[0]);
        Reception.Desk slow =
                hello -> {
                    inside.countDown();
                    try {
                        refused.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return new Reception.Take(copy.sink(hello.shape()));
                };
        try (Pair pair = new Pair(copy, TARGET, Timeouts.USUAL, slow)) {
            Thread second =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    inside.await();
                                    assertRefused(
                                            pair.send(Images.Source.first(SHAPE, image), SOURCE, 1),
                                            Refusal.Reason.BUSY);
                                    refused.countDown();
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            Outcome first =
                    new ReplicaSender(SOURCE, Timeouts.USUAL, Pair.SMALL)
                            .send(
                                    Images.Source.first(SHAPE, image),
                                    FramesTest.CYCLE,
                                    pair.address,
                                    new Pace(Rate.UNLIMITED, 0),
                                    new Tries(1, java.time.Duration.ZERO));
            second.join();
            assertThat(first).isInstanceOf(Outcome.Committed.class);
            assertThat(copy.image).isEqualTo(image);
        }
    }

    @Test
    void whoSaysAByteNowAndThenIsHungUpOn() throws Exception {
        try (Pair pair = new Pair(new Images.Copy(new byte[0]), TARGET, Pair.SHORT, null);
                Socket loris = new Socket(InetAddress.getLoopbackAddress(), port(pair))) {
            byte[] message = ByteBuffer.allocate(104).putInt(100).array();
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            for (byte each : message) {
                                loris.getOutputStream().write(each);
                                Thread.sleep(java.time.Duration.ofMillis(100));
                            }
                        } catch (IOException | InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
            assertThat(pair.visit().result())
                    .isInstanceOfSatisfying(
                            Visit.Result.Broken.class,
                            broken ->
                                    assertThat(broken.cause())
                                            .isInstanceOf(WireException.TimedOut.class));
        }
    }

    @Test
    void whoSaysNothingIsHungUpOn() throws Exception {
        try (Pair pair = new Pair(new Images.Copy(new byte[0]), TARGET, Pair.SHORT, null);
                Socket mute = new Socket(InetAddress.getLoopbackAddress(), port(pair))) {
            assertThat(pair.visit().result())
                    .isInstanceOfSatisfying(
                            Visit.Result.Broken.class,
                            broken ->
                                    assertThat(broken.cause())
                                            .isInstanceOf(WireException.TimedOut.class)
                                            .hasMessageContaining("waiting for a message"));
            assertThat(mute.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aHostileLengthIsNotAllocated() throws Exception {
        for (int length : new int[] {Integer.MAX_VALUE, -1, 0, Messages.LONGEST + 1}) {
            try (Pair pair = new Pair(new Images.Copy(new byte[0]), TARGET);
                    Socket hostile = new Socket(InetAddress.getLoopbackAddress(), port(pair))) {
                hostile.getOutputStream().write(ByteBuffer.allocate(4).putInt(length).array());
                assertThat(pair.visit().result())
                        .isInstanceOfSatisfying(
                                Visit.Result.Broken.class,
                                broken ->
                                        assertThat(broken.cause())
                                                .isInstanceOf(WireException.Violation.class));
            }
        }
    }

    @Test
    void nobodyListens() throws Exception {
        Pair closed = new Pair(new Images.Copy(new byte[0]), TARGET);
        closed.close();
        Outcome outcome = closed.send(Images.Source.first(SHAPE, image), SOURCE, 2);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Broken.class,
                        broken ->
                                assertThat(broken.cause()).isInstanceOf(WireException.Gone.class));
        assertThat(outcome.transfer().connections()).isEqualTo(2);
    }

    private static int port(Pair pair) {
        return pair.address.getPort();
    }
}
