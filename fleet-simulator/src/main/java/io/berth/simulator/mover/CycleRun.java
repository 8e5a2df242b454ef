package io.berth.simulator.mover;

import io.berth.contracts.hosts.CycleTerms;
import io.berth.contracts.hosts.ReplicaCycleEnded.Outcome;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.replica.CycleKind;
import io.berth.contracts.replica.ReplicaAuthentication;
import io.berth.mover.BlockSource;
import io.berth.mover.Root;
import io.berth.mover.image.Basis;
import io.berth.mover.image.Scan;
import io.berth.mover.wire.Cycle;
import io.berth.mover.wire.Pace;
import io.berth.mover.wire.PointTerms;
import io.berth.mover.wire.Rate;
import io.berth.mover.wire.Refusal;
import io.berth.mover.wire.ReplicaSender;
import io.berth.mover.wire.Security;
import io.berth.mover.wire.Timeouts;
import io.berth.mover.wire.Tries;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One cycle at its source, from the order to the target's confirmation.
 *
 * <p><b>Goals.</b> What is answered as copied is a point at the target, and is the image as of one
 * moment. What the source has not heard of costs no first copy: it asks before the next cycle.
 *
 * <p><b>Steps.</b> The guest is paused while the image is scanned against what the target holds; it
 * writes on while the changed blocks are sent. Before they are, it is written down which image they
 * make ({@link Held}). A commit whose answer was lost is found out by announcing that cycle once
 * more: a target that has it says so at once, and to another one nothing is sent.
 *
 * <p>Blocking: for a virtual thread of its own.
 */
public final class CycleRun {
    /** Guests write blocks of this size, so nothing is sent that was not written. */
    static final int BLOCK = 4096;

    /** A commit that is under way when its source goes takes a second or two. */
    private static final int BUSY_TRIES = 10;

    private static final Tries ONCE = new Tries(1, Floor.TRIES.pause());

    private final ReplicaSite site;
    private final Floor floor;
    private final RunReplicaCycle command;
    private final StorageName storage;
    private final Set<String> disks;

    /**
     * @param disks names of the VM's disks, all of which its one image stands for
     */
    public CycleRun(
            ReplicaSite site,
            Floor floor,
            RunReplicaCycle command,
            StorageName storage,
            Set<String> disks) {
        this.site = site;
        this.floor = floor;
        this.command = command;
        this.storage = storage;
        this.disks = disks;
    }

    /**
     * How it ended.
     *
     * @param bytes that went over the wire
     */
    public record Ended(Outcome outcome, long bytes, String detail) {
        static Ended of(Outcome outcome, String detail) {
            return new Ended(outcome, 0, detail);
        }
    }

    /** A cycle that comes to nothing before anything is sent. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final Outcome outcome;

        Refused(Outcome outcome, String detail) {
            super(detail);
            this.outcome = outcome;
        }

        Ended ended() {
            return Ended.of(outcome, String.valueOf(getMessage()));
        }
    }

    /** The way to the target. */
    private record Road(InetSocketAddress at, Security security, Pace pace, Semaphore places) {}

    /**
     * Carries it out.
     *
     * @throws InterruptedException when it was called off
     */
    public Ended run() throws InterruptedException {
        try {
            requireDisks();
            Road road = road();
            road.places().acquire();
            try {
                floor.sends().acquire();
                try {
                    return copy(road);
                } finally {
                    floor.sends().release();
                }
            } finally {
                road.places().release();
            }
        } catch (Refused e) {
            return e.ended();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("called off: " + e.getMessage());
            }
            return Ended.of(
                    Outcome.LOG_WRITE_FAILED, "the disk of the source fails: " + e.getMessage());
        }
    }

    private void requireDisks() throws Refused {
        CycleTerms terms = command.terms();
        if (terms == null || terms.disks() == null) {
            return;
        }
        for (String disk : terms.disks()) {
            if (!disks.contains(disk)) {
                throw new Refused(
                        Outcome.REFUSED_VM_NOT_HERE,
                        "%s has no disk '%s'; it has %s".formatted(command.vm(), disk, disks));
            }
        }
    }

    private ReplicaAuthentication way() {
        CycleTerms terms = command.terms();
        return terms == null ? ReplicaAuthentication.CERTIFICATE : terms.authentication();
    }

    private Road road() throws Refused {
        Identities.Proof proof = floor.identities().of(site.host(), way());
        if (proof instanceof Identities.Proof.Lacks lacks) {
            throw new Refused(
                    Outcome.NOT_TRUSTED,
                    "%s cannot prove who it is: %s".formatted(site.host(), lacks.missing()));
        }
        Security security = ((Identities.Proof.Has) proof).security();
        ReplicaSite target =
                floor.peers()
                        .site(command.target())
                        .orElseThrow(() ->
                                new Refused(
                                        Outcome.TARGET_UNREACHABLE,
                                        command.target() + " does not listen"));
        try {
            return new Road(
                    target.address(way()),
                    floor.lines().watched(site.host(), security, site.gate()),
                    new Pace(rate(), System.nanoTime()),
                    target.places());
        } catch (IOException e) {
            throw new Refused(Outcome.TARGET_UNREACHABLE, String.valueOf(e.getMessage()));
        }
    }

    private Rate rate() {
        CycleTerms terms = command.terms();
        Long most = terms == null ? null : terms.bytesPerSecond();
        return most == null ? Rate.UNLIMITED : new Rate(Math.max(Timeouts.SLOWEST, most));
    }

    /**
     * Guests write whole blocks and are paused for the scan, so they have flushed when asked to.
     */
    private PointTerms point() {
        CycleTerms terms = command.terms();
        return terms == null
                ? PointTerms.NONE
                : new PointTerms(terms.pointAt(), terms.applicationConsistent(), terms.keep());
    }

    private Ended copy(Road road) throws Refused, IOException, InterruptedException {
        try (Origin origin = origin()) {
            ReentrantLock copying = origin.copying();
            copying.lockInterruptibly();
            try {
                return command.kind() == CycleKind.INITIAL_COPY
                        ? first(origin, road)
                        : delta(origin, road);
            } finally {
                copying.unlock();
            }
        }
    }

    /** What is copied: the disk of the VM, or the replica of another relationship. */
    private Origin origin() throws Refused, IOException {
        CycleTerms terms = command.terms();
        if (terms != null && terms.copyOf() != null) {
            Origin forwarded = Origin.ofCopy(site.copies(), terms.copyOf(), command.relationship());
            if (forwarded == null) {
                throw new Refused(
                        Outcome.REFUSED_VM_NOT_HERE,
                        "%s holds no copy of relationship %s"
                                .formatted(site.host(), terms.copyOf()));
            }
            return forwarded;
        }
        SharedDisk disk = floor.disks().of(storage, command.vm());
        if (command.kind() != CycleKind.LAST_DELTA) {
            disk.provide();
        }
        return Origin.ofDisk(disk, command.relationship());
    }

    private Ended first(Origin origin, Road road)
            throws Refused, IOException, InterruptedException {
        try (BlockSource source = found(origin, null).source()) {
            Held held = new Held(command.target(), null, null);
            return sent(origin, road, held, source);
        }
    }

    private Ended delta(Origin origin, Road road)
            throws Refused, IOException, InterruptedException {
        Held held = Held.read(origin.map(), command.target());
        if (held != null && held.asked() != null) {
            held = asked(origin, road, held, held.asked());
        }
        if (held == null || held.root() == null) {
            throw new Refused(
                    Outcome.TARGET_LACKS_COPY,
                    "no copy of %s at %s is known here".formatted(command.vm(), command.target()));
        }
        Scan.Found found = found(origin, held.root());
        try (BlockSource source = found.source()) {
            if (found.basis() != Basis.MAP) {
                throw new Refused(
                        Outcome.LOG_WRITE_FAILED,
                        "it is not known what has changed: " + found.basis());
            }
            return sent(origin, road, held, source);
        }
    }

    private Scan.Found found(Origin origin, @Nullable Root atTarget)
            throws Refused, IOException, InterruptedException {
        site.gate().pass();
        floor.scans().acquire();
        Scan scan;
        try {
            scan = origin.scan(floor, atTarget);
        } finally {
            floor.scans().release();
        }
        return switch (scan) {
            case Scan.Found found -> found;
            case Scan.NoImage _ ->
                    throw new Refused(
                            Outcome.REFUSED_VM_NOT_HERE,
                            "the disk of %s is not on the storage of %s"
                                    .formatted(command.vm(), site.host()));
            case Scan.Unsteady unsteady ->
                    throw new Refused(
                            Outcome.DISK_CHANGED_OUTSIDE,
                            "the disk was written while its VM was paused, in %d passes"
                                    .formatted(unsteady.passes()));
            case Scan.NoReflink _ ->
                    throw new Refused(
                            Outcome.LOG_WRITE_FAILED, "the storage cannot share blocks of files");
            case Scan.SpoolFull full ->
                    throw new Refused(
                            Outcome.LOG_WRITE_FAILED,
                            "the changed blocks need more than %d bytes".formatted(full.allowed()));
        };
    }

    /**
     * Sends blocks. A target may still be busy with a cycle that was called off a moment ago: that
     * ends as soon as it has seen the connection break.
     */
    private io.berth.mover.wire.Outcome transfer(
            Road road, BlockSource source, CycleNumber number, Tries tries)
            throws InterruptedException {
        ReplicaSender sender = new ReplicaSender(road.security(), Floor.TIMEOUTS, Floor.STRIDE);
        Cycle cycle = cycle(number);
        io.berth.mover.wire.Outcome outcome =
                sender.send(source, cycle, road.at(), road.pace(), tries);
        for (int i = 0; i < BUSY_TRIES && isBusy(outcome); i++) {
            Thread.sleep(tries.pause());
            outcome = sender.send(source, cycle, road.at(), road.pace(), tries);
        }
        return outcome;
    }

    private static boolean isBusy(io.berth.mover.wire.Outcome outcome) {
        return outcome instanceof io.berth.mover.wire.Outcome.Refused refused
                && refused.refusal().reason() == Refusal.Reason.BUSY;
    }

    private Cycle cycle(CycleNumber number) {
        return new Cycle(
                command.relationship(),
                command.vm(),
                0,
                number,
                site.host(),
                command.target(),
                point());
    }

    private Ended sent(Origin origin, Road road, Held held, BlockSource source)
            throws IOException, InterruptedException {
        Root root = source.root();
        held.asking(command.cycle(), root).write(origin.map());
        io.berth.mover.wire.Outcome outcome =
                transfer(road, Gated.by(site.gate(), source), command.cycle(), Floor.TRIES);
        if (outcome instanceof io.berth.mover.wire.Outcome.Committed done
                && done.root().equals(root)) {
            origin.settle(floor, new Held(command.target(), root, null));
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("called off");
        }
        return Ends.of(outcome, root, command);
    }

    /**
     * Finds out whether the target has a cycle whose end was not heard.
     *
     * @throws Refused when the target does not answer; then nothing is known
     */
    private Held asked(Origin origin, Road road, Held held, Held.Asked asked)
            throws Refused, IOException, InterruptedException {
        Scan.Found found = origin.resume(floor, held.root());
        if (found == null) {
            return held.forgetting();
        }
        try (BlockSource source = found.source()) {
            if (!source.root().equals(asked.root())) {
                return held.forgetting();
            }
            io.berth.mover.wire.Outcome outcome =
                    transfer(road, Gated.silent(source), asked.cycle(), ONCE);
            return switch (outcome) {
                case io.berth.mover.wire.Outcome.Committed done
                        when done.root().equals(asked.root()) -> {
                    Held known = new Held(held.target(), asked.root(), null);
                    origin.settle(floor, known);
                    yield known;
                }
                case io.berth.mover.wire.Outcome.Broken broken ->
                        throw new Refused(
                                Outcome.TARGET_UNREACHABLE,
                                "what became of cycle %s cannot be asked: %s"
                                        .formatted(asked.cycle(), broken.cause().getMessage()));
                case io.berth.mover.wire.Outcome.Refused refused when isBusy(refused) ->
                        throw new Refused(
                                Outcome.TARGET_UNREACHABLE,
                                "the target still takes cycle " + asked.cycle());
                case io.berth.mover.wire.Outcome.Committed _,
                        io.berth.mover.wire.Outcome.Refused _,
                        io.berth.mover.wire.Outcome.TargetFailed _,
                        io.berth.mover.wire.Outcome.SourceFailed _,
                        io.berth.mover.wire.Outcome.Distrusted _ ->
                        held.forgetting();
            };
        }
    }
}
