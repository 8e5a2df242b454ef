package io.berth.mover.wire;

import io.berth.mover.BlockSource;
import io.berth.mover.ImageShape;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A target that listens on the loopback, with one copy, and what is needed to send to it. */
public final class Pair implements AutoCloseable {
    public static final Timeouts SHORT =
            new Timeouts(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(400),
                    Duration.ofMillis(200),
                    Duration.ofMillis(800));

    /** Checkpoints come often, so that a small image has several. */
    public static final Stride SMALL = new Stride(5_000, 20_000, 2);

    public final Images.Copy copy;
    final BlockingQueue<Visit> visits = new LinkedBlockingQueue<>();
    public final InetSocketAddress address;
    private final ReplicaReceiver receiver;
    private final Timeouts timeouts;

    public Pair(Images.Copy copy, Security target) throws IOException {
        this(copy, target, Timeouts.USUAL, null);
    }

    public Pair(
            Images.Copy copy,
            Security target,
            Timeouts timeouts,
            Reception.@org.jspecify.annotations.Nullable Desk desk)
            throws IOException {
        this.copy = copy;
        this.timeouts = timeouts;
        receiver =
                new ReplicaReceiver(
                        FramesTest.CYCLE.target(),
                        desk == null ? this::judge : desk,
                        visits::add,
                        timeouts);
        address = receiver.listen(loopback(), target);
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private Reception judge(Hello hello) {
        if (!hello.cycle().equals(FramesTest.CYCLE)) {
            return new Reception.Refuse(
                    new Refusal(Refusal.Reason.NOT_EXPECTED, "cycle 7 of r-1 is expected"));
        }
        if (copy.committed != null) {
            return new Reception.Has(copy.committed);
        }
        var base = hello.base();
        if (base != null && !base.equals(Images.root(copy.image))) {
            return new Reception.Refuse(new Refusal(Refusal.Reason.WRONG_BASE, "another root"));
        }
        ImageShape shape = hello.shape();
        return shape.bytes() > 10 << 20
                ? new Reception.Refuse(new Refusal(Refusal.Reason.SHAPE, "at most 10 MiB"))
                : new Reception.Take(copy.sink(shape));
    }

    public Outcome send(BlockSource source, Security own, int connections)
            throws InterruptedException {
        return send(source, own, connections, address, timeouts);
    }

    public static Outcome send(
            BlockSource source,
            Security own,
            int connections,
            InetSocketAddress address,
            Timeouts timeouts)
            throws InterruptedException {
        return new ReplicaSender(own, timeouts, SMALL)
                .send(
                        source,
                        FramesTest.CYCLE,
                        address,
                        new Pace(Rate.UNLIMITED, 0),
                        new Tries(connections, Duration.ofMillis(20)));
    }

    public Visit visit() throws InterruptedException {
        return java.util.Objects.requireNonNull(visits.poll(10, TimeUnit.SECONDS));
    }

    @Override
    public void close() throws IOException {
        receiver.close();
    }
}
