package io.berth.simulator.mover;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.RelationshipId;
import io.berth.mover.Block;
import io.berth.mover.BlockSink;
import io.berth.mover.Root;
import io.berth.mover.copy.Copy;
import io.berth.mover.copy.Cycle;
import io.berth.mover.copy.Mark;
import io.berth.mover.copy.Point;
import io.berth.mover.copy.RefusedException;
import io.berth.mover.file.DiskFolder;
import io.berth.mover.wire.Hello;
import io.berth.mover.wire.PointTerms;
import io.berth.mover.wire.Reception;
import io.berth.mover.wire.Refusal;
import io.berth.simulator.replica.ReplicaCopy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The copy of a VM that a host keeps for one relationship: the library's copy of its one disk, and
 * which cycle made which point. Hard state, all of it in its folder; it outlives the lives of the
 * host.
 */
final class KeptCopy {
    private static final Logger LOG = Logger.getLogger(KeptCopy.class);

    /** What its host does when a point was made. */
    interface Committed {
        /**
         * @param thinning takes old points away; that may take a while, and can wait
         */
        void committed(Runnable thinning);
    }

    private final RelationshipId relationship;
    private final Path folder;
    private final DiskFolder home;
    private final Copy copy;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock forwarding = new ReentrantLock();
    private CycleBook book;
    private boolean dropped;

    private KeptCopy(
            RelationshipId relationship,
            Path folder,
            DiskFolder home,
            Copy copy,
            CycleBook book,
            InstantSource clock) {
        this.relationship = relationship;
        this.folder = folder;
        this.home = home;
        this.copy = copy;
        this.book = book;
        this.clock = clock;
    }

    /** Opens what is there, or makes a place for a first copy. */
    static KeptCopy open(RelationshipId relationship, Path folder, InstantSource clock)
            throws IOException {
        DiskFolder home = DiskFolder.at(folder);
        Copy copy = Copy.open(DiskFolder.at(folder.resolve("disk-0")), Copy.MOST_OLDER);
        return new KeptCopy(relationship, folder, home, copy, CycleBook.read(home), clock);
    }

    /** What is held; absent before the first cycle is complete. */
    @Nullable ReplicaCopy view() {
        lock.lock();
        try {
            CycleBook.Entry newest = newest();
            return newest == null
                    ? null
                    : new ReplicaCopy(relationship, newest.vm(), newest.cycle(), newest.ordered());
        } finally {
            lock.unlock();
        }
    }

    private CycleBook.@Nullable Entry newest() {
        List<Point> points = copy.points();
        return dropped || points.isEmpty() ? null : book.of(points.getLast());
    }

    /**
     * Judges a cycle that is announced.
     *
     * @param gate of the host's life
     * @param after told when a point was made
     */
    Reception judge(Hello hello, Gate gate, Committed after) throws IOException {
        lock.lock();
        try {
            CycleNumber cycle = hello.cycle().number();
            CycleBook.Entry newest = newest();
            Root root = copy.newestRoot();
            boolean ours = newest != null && newest.vm().equals(hello.cycle().vm());
            if (dropped) {
                return refuse(Refusal.Reason.NOT_EXPECTED, "the copy is being deleted");
            }
            if (newest == null || root == null || !ours) {
                return hello.first()
                        ? taken(hello, gate, after)
                        : refuse(
                                Refusal.Reason.LACKS_COPY,
                                "it holds no copy of " + hello.cycle().vm());
            }
            if (newest.cycle().equals(cycle)) {
                return new Reception.Has(root);
            }
            if (!hello.first() && cycle.isBefore(newest.cycle())) {
                return refuse(Refusal.Reason.SUPERSEDED, "it holds cycle " + newest.cycle());
            }
            if (!hello.first() && !root.equals(hello.base())) {
                return refuse(
                        Refusal.Reason.WRONG_BASE,
                        "its newest point, of cycle %s, is another image than the changes go over"
                                .formatted(newest.cycle()));
            }
            return taken(hello, gate, after);
        } finally {
            lock.unlock();
        }
    }

    private Reception taken(Hello hello, Gate gate, Committed after) throws IOException {
        io.berth.mover.wire.Cycle cycle = hello.cycle();
        CycleBook.Entry entry =
                book.announced(
                        cycle.vm(),
                        cycle.number(),
                        copy.points(),
                        Objects.requireNonNullElseGet(cycle.point().at(), clock::instant));
        book = book.with(entry, copy.points());
        book.write(home);
        String name = cycle.number() + "@" + cycle.source();
        try {
            BlockSink blocks =
                    copy.begin(
                            new Cycle(
                                    name,
                                    hello.shape(),
                                    hello.base(),
                                    entry.ordered(),
                                    cycle.point().applicationConsistent()
                                            ? Mark.APPLICATION_CONSISTENT
                                            : Mark.CRASH_CONSISTENT));
            return new Reception.Take(new Booked(blocks, entry, cycle.point(), gate, after));
        } catch (RefusedException e) {
            return refuse(reason(e.reason()), e.reason().text());
        }
    }

    private static Refusal.Reason reason(RefusedException.Reason reason) {
        return switch (reason) {
            case RefusedException.OtherBase _ -> Refusal.Reason.WRONG_BASE;
            case RefusedException.OtherBlocks _ -> Refusal.Reason.SHAPE;
            case RefusedException.NoRoom _ -> Refusal.Reason.FULL;
            case RefusedException.OtherRoot _,
                    RefusedException.OutOfPlace _,
                    RefusedException.NoPoint _,
                    RefusedException.IsNewest _ ->
                    Refusal.Reason.UNAVAILABLE;
        };
    }

    private static Reception refuse(Refusal.Reason reason, String detail) {
        return new Reception.Refuse(new Refusal(reason, detail));
    }

    /** Which point a cycle has made; absent when none is held. */
    @Nullable Point point(CycleNumber cycle) {
        lock.lock();
        try {
            return copy.points().stream()
                    .filter(point -> {
                        CycleBook.Entry entry = book.of(point);
                        return entry != null && entry.cycle().equals(cycle);
                    })
                    .findFirst()
                    .orElse(null);
        } finally {
            lock.unlock();
        }
    }

    /** The newest point; absent when there is none. */
    @Nullable Point newestPoint() {
        List<Point> points = copy.points();
        return points.isEmpty() ? null : points.getLast();
    }

    /** Held by whoever sends its points on to a third host. */
    ReentrantLock forwarding() {
        return forwarding;
    }

    /** Writes a point out as a raw image, every block checked. */
    void promote(Point point, Path file) throws IOException {
        copy.promote(point.number(), file);
    }

    /**
     * Takes away the points before this cycle that its order did not name, as long as the host is
     * on.
     */
    private void thin(CycleNumber done, PointTerms terms, Gate gate) {
        try {
            gate.pass();
            CycleBook known;
            lock.lock();
            try {
                known = book;
            } finally {
                lock.unlock();
            }
            copy.retain(point -> {
                CycleBook.Entry entry = known.of(point);
                return entry != null
                        && (!entry.cycle().isBefore(done) || !terms.mayGo(entry.cycle()));
            });
        } catch (IOException e) {
            LOG.warnf("Points of relationship %s wait: %s", relationship, e.getMessage());
        }
    }

    /** Deletes it; a cycle that is coming in is not kept. */
    void drop() throws IOException {
        lock.lock();
        try {
            dropped = true;
            copy.drop();
            Trees.delete(folder);
        } finally {
            lock.unlock();
        }
    }

    /** Takes blocks as long as the host is on, and writes into the book what became of them. */
    private final class Booked implements BlockSink {
        private final BlockSink blocks;
        private final CycleBook.Entry entry;
        private final PointTerms terms;
        private final Gate gate;
        private final Committed after;

        Booked(
                BlockSink blocks,
                CycleBook.Entry entry,
                PointTerms terms,
                Gate gate,
                Committed after) {
            this.blocks = blocks;
            this.entry = entry;
            this.terms = terms;
            this.gate = gate;
            this.after = after;
        }

        @Override
        public long resumeAt() {
            return blocks.resumeAt();
        }

        @Override
        public void write(Block block) throws IOException {
            gate.pass();
            blocks.write(block);
        }

        @Override
        public void checkpoint() throws IOException {
            gate.pass();
            blocks.checkpoint();
        }

        @Override
        public void commit(Root expected) throws IOException {
            gate.pass();
            lock.lock();
            try {
                if (dropped) {
                    throw new IOException("the copy was deleted meanwhile");
                }
                blocks.commit(expected);
                book = book.committed(entry, copy.points());
                book.write(home);
            } finally {
                lock.unlock();
            }
            after.committed(() -> thin(entry.cycle(), terms, gate));
        }

        @Override
        public void close() throws IOException {
            blocks.close();
        }
    }
}
