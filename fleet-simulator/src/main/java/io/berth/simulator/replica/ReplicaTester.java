package io.berth.simulator.replica;

import io.berth.contracts.hosts.EndReplicaTest;
import io.berth.contracts.hosts.ReplicaTested.Outcome;
import io.berth.contracts.hosts.TestReplica;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.MiB;
import io.berth.simulator.replica.TestOutput.Cleaned;
import io.berth.simulator.replica.TestOutput.Judged;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tests of replicas on one host, for one life of it: which it takes up, when they give way, and
 * how they are answered. Soft: a host that dies answers nothing, and its next life deletes what the
 * tests have left on its disk.
 *
 * <p><b>Goals.</b> A test never costs a VM anything: it runs on memory that is free and gives it
 * back when a VM needs it. Every order is judged exactly alike however often it comes; a verdict is
 * given once and before the word that nothing is left; that word is given for every order.
 *
 * <p><b>Constraints.</b> No threads, no clock, no I/O: time comes in with each input and what is to
 * be done goes out as a list. Inputs must come one after another.
 *
 * <p><b>Steps.</b> The point is written out, booted, judged, kept for as long as was asked, wiped.
 * Whatever ends it before that (an order, a VM that needs the memory, the time that it had to boot)
 * wipes it at once.
 *
 * <p><b>Worked example.</b> 8 GiB are free; a test of 4 GiB is taken up and boots in 40 s; it is to
 * be kept for an hour. After ten minutes a VM of 6 GiB is started: 2 GiB are missing, so the test
 * is wiped. Its verdict stays: the VM boots from that point.
 *
 * <p><b>Complexity.</b> A step costs the number of tests on this host.
 */
public final class ReplicaTester {
    /** Tests at once: each reads and writes a whole disk. */
    static final int MAX_RUNNING = 16;

    /** Tests whose answers are remembered; an order is repeated for minutes. */
    static final int ANSWERS = 1024;

    private enum Phase {
        WRITING,
        BOOTING,
        KEPT,
        WIPING
    }

    /**
     * @param until when it has to have booted, or is kept no longer
     */
    private record Running(
            TestReplica command,
            Phase phase,
            Duration orderedAt,
            Duration bootSince,
            Duration until,
            @Nullable Judged verdict) {
        Running booting(Duration now) {
            return new Running(command, Phase.BOOTING, orderedAt, now, until, verdict);
        }

        Running judged(Judged other, Phase next, Duration end) {
            return new Running(command, next, orderedAt, bootSince, end, other);
        }
    }

    /** What a test that is over was answered; without a verdict it was ended before it came. */
    private record Over(@Nullable Judged verdict) {}

    private final Map<CommandId, Running> running = new LinkedHashMap<>();
    private final Map<CommandId, Over> over = new LinkedHashMap<>();
    private final List<TestOutput> outputs = new ArrayList<>();

    /**
     * Takes up one input.
     *
     * @param now on the host's monotonic clock
     * @return what is to be done, in this order
     */
    public List<TestOutput> step(Duration now, TestInput input) {
        switch (input) {
            case TestInput.Ordered order -> ordered(order.command(), order.free(), now);
            case TestInput.EndOrdered end -> endOrdered(end.command());
            case TestInput.Written written -> written(written.test(), now);
            case TestInput.PointMissing missing -> missing(missing.test(), missing.why());
            case TestInput.BootEnded boot -> bootEnded(boot.test(), boot.trouble(), now);
            case TestInput.Wiped wiped -> wiped(wiped.test());
            case TestInput.MemoryNeeded needed -> giveWay(needed);
            case TestInput.Tick _ -> {}
        }
        endOverdue(now);
        List<TestOutput> done = List.copyOf(outputs);
        outputs.clear();
        return done;
    }

    /** When the next {@code Tick} is due; empty when none is. */
    public Optional<Duration> nextWake() {
        return running.values().stream()
                .filter(test -> test.phase() != Phase.WIPING)
                .map(Running::until)
                .min(Duration::compareTo);
    }

    /** Whether any test is under way. */
    public boolean isBusy() {
        return !running.isEmpty();
    }

    private void ordered(TestReplica command, MiB free, Duration now) {
        CommandId id = command.command();
        Over known = over.get(id);
        Running current = running.get(id);
        if (known != null) {
            Judged verdict = known.verdict();
            end(verdict == null ? new Judged(command, Outcome.ENDED, null, "") : verdict);
        } else if (current != null) {
            if (current.verdict() != null) {
                outputs.add(current.verdict());
            }
        } else {
            Judged refusal = refusal(command, free, now);
            if (refusal != null) {
                end(refusal);
            } else {
                running.put(
                        id,
                        new Running(
                                command,
                                Phase.WRITING,
                                now,
                                now,
                                now.plus(command.bootWithin()),
                                null));
                outputs.add(new TestOutput.Write(command));
            }
        }
    }

    private @Nullable Judged refusal(TestReplica command, MiB free, Duration now) {
        for (Running other : running.values()) {
            TestReplica its = other.command();
            if (its.vm().equals(command.vm())
                    || its.relationship().equals(command.relationship())) {
                return new Judged(
                        command,
                        Outcome.REFUSED_BUSY,
                        null,
                        "test %s of %s runs since %s"
                                .formatted(its.command(), its.vm(), now.minus(other.orderedAt())));
            }
        }
        if (running.size() >= MAX_RUNNING) {
            return new Judged(
                    command,
                    Outcome.REFUSED_BUSY,
                    null,
                    MAX_RUNNING + " tests run on this host, the most at once");
        }
        long left = free.value() - held();
        return command.memory().value() > left
                ? new Judged(
                        command,
                        Outcome.REFUSED_NO_MEMORY,
                        null,
                        "needs %s, free are %d MiB".formatted(command.memory(), Math.max(0, left)))
                : null;
    }

    /** Memory of tests that are not being wiped, in MiB. */
    private long held() {
        return running.values().stream()
                .filter(test -> test.phase() != Phase.WIPING)
                .mapToLong(test -> test.command().memory().value())
                .sum();
    }

    private void endOrdered(EndReplicaTest command) {
        Running test = running.get(command.test());
        if (test == null) {
            over.putIfAbsent(command.test(), new Over(null));
            dropFirstBeyond();
            outputs.add(new Cleaned(command.test(), command.relationship(), command.vm()));
        } else if (test.phase() != Phase.WIPING) {
            wipe(test, Outcome.ENDED, "");
        }
    }

    private void written(CommandId id, Duration now) {
        Running test = running.get(id);
        if (test != null && test.phase() == Phase.WRITING) {
            running.put(id, test.booting(now));
            outputs.add(new TestOutput.Boot(test.command()));
        }
    }

    private void missing(CommandId id, String why) {
        Running test = running.get(id);
        if (test != null && test.phase() == Phase.WRITING) {
            wipe(test, Outcome.REFUSED_NO_SUCH_POINT, why);
        }
    }

    private void bootEnded(CommandId id, @Nullable String trouble, Duration now) {
        Running test = running.get(id);
        if (test == null || (test.phase() != Phase.BOOTING && test.phase() != Phase.WRITING)) {
            return;
        }
        if (trouble != null) {
            wipe(test, Outcome.NOT_BOOTED, trouble);
            return;
        }
        Judged verdict =
                new Judged(test.command(), Outcome.BOOTED, now.minus(test.bootSince()), "");
        outputs.add(verdict);
        Duration keep = test.command().keepFor();
        Running judged = test.judged(verdict, Phase.KEPT, now.plus(keep));
        running.put(id, judged);
        if (keep.isZero()) {
            wipe(judged, Outcome.ENDED, "");
        }
    }

    private void wiped(CommandId id) {
        Running test = running.get(id);
        if (test == null || test.phase() != Phase.WIPING) {
            return;
        }
        running.remove(id);
        remember(test.command(), test.verdict());
        outputs.add(cleaned(test.command()));
    }

    /** The newest ends first: it has the least to lose. */
    private void giveWay(TestInput.MemoryNeeded need) {
        for (Running test : List.copyOf(running.values()).reversed()) {
            if (held() + need.needed().value() <= need.free().value()) {
                return;
            }
            if (test.phase() != Phase.WIPING) {
                wipe(test, Outcome.GAVE_WAY, need.by());
            }
        }
    }

    private void endOverdue(Duration now) {
        for (Running test : List.copyOf(running.values())) {
            if (test.phase() != Phase.WIPING && test.until().compareTo(now) <= 0) {
                wipe(
                        test,
                        Outcome.NOT_BOOTED,
                        "it had not booted within " + test.command().bootWithin());
            }
        }
    }

    /**
     * @param otherwise the verdict, where none was given before
     */
    private void wipe(Running test, Outcome otherwise, String detail) {
        Judged verdict = test.verdict();
        if (verdict == null) {
            verdict = new Judged(test.command(), otherwise, null, detail);
            outputs.add(verdict);
        }
        CommandId id = test.command().command();
        running.put(id, test.judged(verdict, Phase.WIPING, test.until()));
        outputs.add(new TestOutput.Wipe(id));
    }

    /** Of a test of which nothing is there. */
    private void end(Judged verdict) {
        remember(verdict.command(), verdict);
        outputs.add(verdict);
        outputs.add(cleaned(verdict.command()));
    }

    private static Cleaned cleaned(TestReplica command) {
        return new Cleaned(command.command(), command.relationship(), command.vm());
    }

    private void remember(TestReplica command, @Nullable Judged verdict) {
        over.put(command.command(), new Over(verdict));
        dropFirstBeyond();
    }

    private void dropFirstBeyond() {
        if (over.size() > ANSWERS) {
            over.remove(over.keySet().iterator().next());
        }
    }
}
