package io.berth.simulator.mover;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.RelationshipId;
import io.berth.mover.copy.Point;
import io.berth.mover.file.DamagedException;
import io.berth.mover.wire.Hello;
import io.berth.mover.wire.Reception;
import io.berth.mover.wire.Refusal;
import io.berth.simulator.replica.ReplicaCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The copies that a host keeps for others, in a folder for each relationship. Hard state: it
 * outlives the lives of the host, and the simulator. Any thread may use it, though not a mailbox.
 */
public final class HostCopies {
    /** Copies that one host takes: twice the VMs that one host can report. */
    static final int MAX_COPIES = 4096;

    /** No relationship is called so. */
    private static final String FORWARDING = ".forwarding";

    /** Nor so: the disks of tests, each a file that is called as its test. */
    private static final String TESTS = ".tests";

    private static final Logger LOG = Logger.getLogger(HostCopies.class);

    private final Path folder;
    private final InstantSource clock;
    private final Map<RelationshipId, KeptCopy> copies = new ConcurrentHashMap<>();
    private final Map<RelationshipId, ReplicaCopy> views = new ConcurrentHashMap<>();
    private final ReentrantLock testing = new ReentrantLock();
    private volatile boolean tested;

    /** Nothing is read before {@link #load}. */
    public HostCopies(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Takes up what an earlier simulator has left. What is damaged counts as lost. */
    public void load() throws IOException {
        sweepTests();
        for (Path one : Trees.in(folder)) {
            try {
                RelationshipId id = new RelationshipId(one.getFileName().toString());
                copies.put(id, KeptCopy.open(id, one, clock));
                look(id);
            } catch (DamagedException e) {
                LOG.errorf("The copy in %s is lost: %s", one, e.getMessage());
                Trees.delete(one);
            } catch (IllegalArgumentException e) {
                LOG.debugf("%s holds no copy", one);
            }
        }
    }

    /** What is held, complete copies only. */
    public Map<RelationshipId, ReplicaCopy> views() {
        return Collections.unmodifiableMap(views);
    }

    private void look(RelationshipId id) {
        views.compute(
                id,
                (_, _) -> {
                    KeptCopy kept = copies.get(id);
                    return kept == null ? null : kept.view();
                });
    }

    /**
     * Judges a cycle that is announced, for the life of the host that this gate is of.
     *
     * @param aside where points are thinned: that may take long, and a promotion must not wait
     */
    Reception judge(Hello hello, Gate gate, Executor aside) throws IOException {
        gate.pass();
        RelationshipId id = hello.cycle().relationship();
        KeptCopy kept = copies.get(id);
        if (kept == null && !hello.first()) {
            return new Reception.Refuse(
                    new Refusal(
                            Refusal.Reason.LACKS_COPY,
                            "it holds no copy of " + hello.cycle().vm()));
        }
        if (kept == null && copies.size() >= MAX_COPIES) {
            return new Reception.Refuse(
                    new Refusal(
                            Refusal.Reason.FULL,
                            "it holds and expects %d copies, the most it can"
                                    .formatted(MAX_COPIES)));
        }
        return (kept == null ? opened(id) : kept)
                .judge(
                        hello,
                        gate,
                        thinning -> {
                            look(id);
                            aside.execute(thinning);
                        });
    }

    private synchronized KeptCopy opened(RelationshipId id) throws IOException {
        KeptCopy kept = copies.get(id);
        if (kept == null) {
            kept = KeptCopy.open(id, folder.resolve(id.value()), clock);
            copies.put(id, kept);
        }
        return kept;
    }

    /** The copy of a relationship; absent when there is none. */
    @Nullable KeptCopy find(RelationshipId id) {
        return copies.get(id);
    }

    /** Where it is written down what a third host holds of a copy that is sent on to it. */
    Path forwarding(RelationshipId relationship) {
        return folder.resolve(FORWARDING).resolve(relationship.value());
    }

    /** Deletes the copy of a relationship; nothing happens when there is none. */
    public synchronized void drop(RelationshipId id) throws IOException {
        KeptCopy kept = copies.get(id);
        if (kept != null) {
            kept.drop();
            copies.remove(id);
            look(id);
        }
    }

    /** The disk loses every copy. */
    public void lose() throws IOException {
        for (RelationshipId id : Map.copyOf(copies).keySet()) {
            drop(id);
        }
    }

    /** What came of a promotion. */
    public sealed interface Promotion {
        /** The point is the disk now. */
        record Done(Point point) implements Promotion {}

        /** It is not held. */
        record Missing(String why) implements Promotion {}

        /** It is held and could not be written out. */
        record Failed(String why) implements Promotion {}
    }

    /** Makes the point of a cycle the disk of a VM. */
    public Promotion promote(RelationshipId id, CycleNumber cycle, SharedDisk disk) {
        return promote(id, cycle, disk::replace);
    }

    /** Makes the point of a cycle the disk of a test, which no VM has. */
    public Promotion promote(RelationshipId id, CycleNumber cycle, CommandId test) {
        return promote(
                id,
                cycle,
                source -> {
                    testing.lock();
                    try {
                        tested = true;
                        Path disk = testDisk(test);
                        Files.createDirectories(disk.getParent());
                        Files.deleteIfExists(disk);
                        source.writeTo(disk);
                    } finally {
                        testing.unlock();
                    }
                });
    }

    /** A place for the image of a point. */
    private interface Place {
        void take(SharedDisk.Source source) throws IOException;
    }

    private Promotion promote(RelationshipId id, CycleNumber cycle, Place place) {
        KeptCopy kept = copies.get(id);
        ReplicaCopy view = kept == null ? null : kept.view();
        if (kept == null || view == null) {
            return new Promotion.Missing("it holds no copy");
        }
        Point point = kept.point(cycle);
        if (point == null) {
            return new Promotion.Missing(
                    "it holds cycle %s and has no point of cycle %s"
                            .formatted(view.cycle(), cycle));
        }
        try {
            place.take(file -> kept.promote(point, file));
            return new Promotion.Done(point);
        } catch (IOException e) {
            return new Promotion.Failed("the point cannot be written out: " + e.getMessage());
        }
    }

    /** Where the disk of a test is, if it has one. */
    public Path testDisk(CommandId test) {
        return folder.resolve(TESTS).resolve(test.value());
    }

    /** Deletes the disk of a test; nothing happens when there is none. */
    public void discardTest(CommandId test) throws IOException {
        Files.deleteIfExists(testDisk(test));
    }

    /** Whether tests may have left disks. */
    public boolean hasTested() {
        return tested;
    }

    /** Deletes the disks of all tests: none outlives the life of the host in which it was made. */
    public void sweepTests() throws IOException {
        testing.lock();
        try {
            Trees.delete(folder.resolve(TESTS));
            tested = false;
        } finally {
            testing.unlock();
        }
    }
}
