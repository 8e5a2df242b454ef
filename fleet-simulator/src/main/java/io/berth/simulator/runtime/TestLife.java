package io.berth.simulator.runtime;

import io.berth.contracts.hosts.EndReplicaTest;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.hosts.ReplicaTestCleaned;
import io.berth.contracts.hosts.ReplicaTested;
import io.berth.contracts.hosts.TestReplica;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.MiB;
import io.berth.simulator.image.DiskOracle;
import io.berth.simulator.mover.HostCopies.Promotion;
import io.berth.simulator.mover.ReplicaSite;
import io.berth.simulator.replica.ReplicaTester;
import io.berth.simulator.replica.TestInput;
import io.berth.simulator.replica.TestOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The tests of replicas in one life of a host, with the hands and ears that they need. What boots
 * is an image that the oracle reads, after the time that a VM takes to start: it is in no table,
 * has no pairs, no network and no guest that writes. Used from the host's mailbox only; its chores
 * tell it what they have done by posting there.
 */
final class TestLife {
    private static final Logger LOG = Logger.getLogger("io.berth.simulator.replica");

    private final SimulatedHost host;
    private final Surroundings world;
    private final Mailbox mailbox;
    private final Life life;
    private final ReplicaSite site;
    private final Consumer<HostReport> reports;
    private final ReplicaTester tester = new ReplicaTester();
    private final ArrayDeque<TestInput> waitingForThaw = new ArrayDeque<>();
    private @Nullable Future<?> alarm;
    private boolean ended;

    /** Deletes what an earlier life has left. */
    TestLife(
            SimulatedHost host,
            Surroundings world,
            Mailbox mailbox,
            Life life,
            ReplicaSite site,
            Consumer<HostReport> reports) {
        this.host = host;
        this.world = world;
        this.mailbox = mailbox;
        this.life = life;
        this.site = site;
        this.reports = reports;
        if (host.copies().hasTested()) {
            site.testChore(this::sweep);
        }
    }

    void ordered(TestReplica command) {
        input(new TestInput.Ordered(command, life.freeMemory()));
    }

    void ordered(EndReplicaTest command) {
        input(new TestInput.EndOrdered(command));
    }

    /**
     * A VM takes memory, or is about to.
     *
     * @param needed that is about to be taken
     */
    void memoryNeeded(MiB needed, String by) {
        if (tester.isBusy()) {
            input(new TestInput.MemoryNeeded(life.freeMemory(), needed, by));
        }
    }

    void thawed() {
        List<TestInput> waited = List.copyOf(waitingForThaw);
        waitingForThaw.clear();
        waited.forEach(this::input);
        if (tester.isBusy()) {
            input(new TestInput.Tick());
        }
    }

    void end() {
        ended = true;
        waitingForThaw.clear();
        cancelAlarm();
    }

    private void done(TestInput input) {
        mailbox.post(() -> input(input));
    }

    private void input(TestInput input) {
        if (ended) {
            return;
        }
        if (host.conditions().frozen()) {
            waitingForThaw.addLast(input);
            return;
        }
        tester.step(life.age(), input).forEach(this::act);
        setAlarm();
    }

    private void act(TestOutput output) {
        switch (output) {
            case TestOutput.Write(TestReplica command) -> site.testChore(() -> write(command));
            case TestOutput.Boot(TestReplica command) ->
                    world.timer()
                            .after(life.startTime(), () -> site.testChore(() -> boot(command)));
            case TestOutput.Wipe(CommandId test) -> site.testChore(() -> wipe(test));
            case TestOutput.Judged judged -> report(judged);
            case TestOutput.Cleaned cleaned -> report(cleaned);
        }
    }

    private void write(TestReplica command) {
        Promotion promotion =
                host.copies().promote(command.relationship(), command.point(), command.command());
        done(
                switch (promotion) {
                    case Promotion.Done _ -> new TestInput.Written(command.command());
                    case Promotion.Missing(String why) ->
                            new TestInput.PointMissing(command.command(), why);
                    case Promotion.Failed(String why) ->
                            new TestInput.BootEnded(command.command(), why);
                });
    }

    /** It boots from an image that is whole, as the guest of that VM has left it. */
    private void boot(TestReplica command) {
        done(
                new TestInput.BootEnded(
                        command.command(),
                        DiskOracle.verify(host.copies().testDisk(command.command()))
                                .troubleOf(command.vm())));
    }

    /** A disk that cannot be deleted now is deleted at the start of the next life. */
    private void wipe(CommandId test) {
        try {
            host.copies().discardTest(test);
        } catch (IOException e) {
            LOG.errorf(e, "Host %s cannot delete the disk of test %s", host.id(), test);
        }
        done(new TestInput.Wiped(test));
    }

    private void sweep() {
        try {
            host.copies().sweepTests();
        } catch (IOException e) {
            LOG.errorf(e, "Host %s cannot delete the disks of tests", host.id());
        }
    }

    private void report(TestOutput.Judged judged) {
        TestReplica command = judged.command();
        reports.accept(
                new ReplicaTested(
                        host.id(),
                        host.definition().domain(),
                        life.boot(),
                        life.tenure(),
                        command.command(),
                        command.relationship(),
                        command.vm(),
                        command.point(),
                        judged.outcome(),
                        judged.bootTook(),
                        judged.detail(),
                        host.calendar()));
    }

    private void report(TestOutput.Cleaned cleaned) {
        reports.accept(
                new ReplicaTestCleaned(
                        host.id(),
                        host.definition().domain(),
                        life.boot(),
                        life.tenure(),
                        cleaned.test(),
                        cleaned.relationship(),
                        cleaned.vm(),
                        host.calendar()));
    }

    private void setAlarm() {
        cancelAlarm();
        tester.nextWake()
                .map(wake -> wake.minus(life.age()))
                .ifPresent(in ->
                        alarm =
                                world.timer()
                                        .after(
                                                in.isNegative() ? Duration.ZERO : in,
                                                () -> done(new TestInput.Tick())));
    }

    private void cancelAlarm() {
        Future<?> set = alarm;
        alarm = null;
        if (set != null) {
            set.cancel(false);
        }
    }
}
