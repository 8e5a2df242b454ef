package io.berth.benchmarks;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.mover.Block;
import io.berth.mover.BlockSink;
import io.berth.mover.BlockSource;
import io.berth.mover.Root;
import io.berth.mover.copy.Copy;
import io.berth.mover.copy.Mark;
import io.berth.mover.file.DiskFolder;
import io.berth.mover.wire.Cycle;
import io.berth.mover.wire.Hello;
import io.berth.mover.wire.Outcome;
import io.berth.mover.wire.Pace;
import io.berth.mover.wire.Rate;
import io.berth.mover.wire.Reception;
import io.berth.mover.wire.ReplicaReceiver;
import io.berth.mover.wire.ReplicaSender;
import io.berth.mover.wire.Stride;
import io.berth.mover.wire.Timeouts;
import io.berth.mover.wire.Transfer;
import io.berth.mover.wire.Tries;
import io.berth.mover.wire.tls.CertificateSecurity;
import io.berth.simulator.mover.FleetAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Two hosts on the loopback with certificates of an authority that is made for them: one sends the
 * cycles of a disk, the other keeps its copy with one older point.
 */
final class MoverPair implements AutoCloseable {
    private static final HostId SOURCE = new HostId("bench-source");
    private static final HostId TARGET = new HostId("bench-target");
    private static final int OLDER = 1;
    private static final InstantSource CLOCK = InstantSource.system();

    private final Copy copy;
    private final ReplicaReceiver receiver;
    private final ReplicaSender sender;
    private final InetSocketAddress address;
    private long cycles;
    private volatile boolean keeping = true;
    private volatile long committing;

    /**
     * @param folder for certificates and the copy
     */
    MoverPair(Path folder) throws IOException {
        FleetAuthority authority = new FleetAuthority(folder.resolve("keys"), CLOCK);
        copy = Copy.open(DiskFolder.at(folder.resolve("copy")), OLDER);
        sender =
                new ReplicaSender(
                        new CertificateSecurity(authority.files(SOURCE), CLOCK),
                        Timeouts.USUAL,
                        Stride.USUAL);
        receiver = new ReplicaReceiver(TARGET, this::judge, visit -> {}, Timeouts.USUAL);
        address =
                receiver.listen(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new CertificateSecurity(authority.files(TARGET), CLOCK));
    }

    /** Where the target listens. */
    InetSocketAddress address() {
        return address;
    }

    /**
     * What sending a cycle took.
     *
     * @param commitSeconds from the last block at the target until the source knows of the point
     */
    record Sent(Root root, Transfer transfer, double commitSeconds) {}

    /** Sends a cycle, to its point at the target. */
    Sent send(BlockSource source, InetSocketAddress at, Rate rate) throws IOException {
        Cycle cycle =
                new Cycle(
                        new RelationshipId("bench"),
                        new VmId("bench-vm"),
                        0,
                        new CycleNumber(++cycles),
                        SOURCE,
                        TARGET);
        try {
            Outcome outcome =
                    sender.send(
                            source,
                            cycle,
                            at,
                            new Pace(rate, System.nanoTime()),
                            new Tries(1, Duration.ZERO));
            if (outcome instanceof Outcome.Committed done) {
                double commit = (System.nanoTime() - committing) / 1e9;
                return new Sent(done.root(), done.transfer(), commit);
            }
            throw new IOException("the target has no point: " + outcome);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** From now on nothing is kept of what comes, so that no disk of the target is waited for. */
    void keepNothing() {
        keeping = false;
    }

    private Reception judge(Hello hello) throws IOException {
        if (!keeping) {
            return new Reception.Take(new Nowhere());
        }
        BlockSink sink =
                copy.begin(
                        new io.berth.mover.copy.Cycle(
                                hello.cycle().number().toString(),
                                hello.shape(),
                                hello.base(),
                                CLOCK.instant(),
                                Mark.CRASH_CONSISTENT));
        return new Reception.Take(new Timed(sink));
    }

    /** Keeps nothing. */
    private static final class Nowhere implements BlockSink {
        private long next;

        @Override
        public long resumeAt() {
            return next;
        }

        @Override
        public void write(Block block) {
            next = block.index() + 1;
        }

        @Override
        public void checkpoint() {
            // Nothing is kept that could be made safe.
        }

        @Override
        public void commit(Root expected) {
            // There is no copy that could have another root.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    /** Notes when the last block is there. */
    private final class Timed implements BlockSink {
        private final BlockSink sink;

        private Timed(BlockSink sink) {
            this.sink = sink;
        }

        @Override
        public long resumeAt() {
            return sink.resumeAt();
        }

        @Override
        public void write(Block block) throws IOException {
            sink.write(block);
        }

        @Override
        public void checkpoint() throws IOException {
            sink.checkpoint();
        }

        @Override
        public void commit(Root expected) throws IOException {
            committing = System.nanoTime();
            sink.commit(expected);
        }

        @Override
        public void close() throws IOException {
            sink.close();
        }
    }

    @Override
    public void close() throws IOException {
        receiver.close();
    }
}
