package io.berth.simulator.runtime;

import io.berth.contracts.hosts.MoveVmDisk;
import io.berth.contracts.hosts.VmDiskMoved;
import io.berth.contracts.ids.HostId;
import io.berth.simulator.disks.DiskMover;
import io.berth.simulator.disks.MoveOutput;
import io.berth.simulator.disks.Scene;
import io.berth.simulator.disks.SharedStorage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The disk mover in one life of a host, with the hands and ears that it needs and a queue of
 * reports of its own. Used from the host's mailbox only. It stands still while the agent is frozen.
 */
final class DiskMoverLife {
    private static final Logger LOG = Logger.getLogger("io.berth.simulator.disks");

    private final SimulatedHost host;
    private final Surroundings world;
    private final Mailbox mailbox;
    private final Life life;
    private final DiskMover mover;
    private final ReportQueue reports;
    private @Nullable Future<?> alarm;
    private long answers;
    private boolean ended;

    DiskMoverLife(SimulatedHost host, Surroundings world, Mailbox mailbox, Life life) {
        this.host = host;
        this.world = world;
        this.mailbox = mailbox;
        this.life = life;
        this.mover = new DiskMover(world.moveMibPerSecond(), this::look);
        this.reports =
                new ReportQueue(
                        world.timer(),
                        mailbox,
                        (number, report, outcome) ->
                                host.writeMove(life.boot(), number, report, outcome),
                        number -> {});
    }

    void ordered(MoveVmDisk command) {
        act(mover.ordered(life.age(), command));
    }

    /** Time has passed, or the agent was thawed. */
    void tick() {
        if (!ended && !host.conditions().frozen()) {
            act(mover.tick(life.age()));
        }
    }

    void end() {
        ended = true;
        reports.close();
        cancelAlarm();
    }

    private Scene look(MoveVmDisk command) {
        Set<HostId> elsewhere = new TreeSet<>(world.ledger().executing(command.vm()));
        elsewhere.remove(host.id());
        SharedStorage storage = world.state().storage();
        return new Scene(
                life.held(command.vm()),
                elsewhere,
                storage.at(command.vm(), command.disk()).orElse(null),
                storage.hasRoomFor(command.vm(), command.disk()),
                host.conditions().moveTrouble());
    }

    private void act(List<MoveOutput> outputs) {
        for (MoveOutput output : outputs) {
            switch (output) {
                case MoveOutput.Answer answer -> report(answer);
                case MoveOutput.KeepThenAnswer keep -> {
                    world.state().storage().put(keep.place());
                    world.state()
                            .save()
                            .thenRun(() ->
                                    mailbox.post(() -> {
                                        if (!ended) {
                                            report(keep.answer());
                                        }
                                    }));
                }
            }
        }
        setAlarm();
    }

    private void report(MoveOutput.Answer answer) {
        MoveVmDisk command = answer.command();
        VmDiskMoved report =
                new VmDiskMoved(
                        host.id(),
                        host.definition().domain(),
                        life.boot(),
                        life.tenure(),
                        command.command(),
                        command.vm(),
                        command.disk(),
                        answer.csv(),
                        answer.outcome(),
                        answer.took(),
                        answer.detail(),
                        host.calendar());
        LOG.debugf("Host %s: %s", host.id(), report);
        world.metrics().move(answer.outcome());
        if (!reports.add(++answers, report)) {
            world.metrics().lostReport();
            LOG.errorf(
                    "Host %s lost the result of a move: %d wait already",
                    host.id(), ReportQueue.MAX_WAITING);
        }
    }

    private void setAlarm() {
        cancelAlarm();
        Duration wake = mover.nextWake().orElse(null);
        if (wake != null) {
            Duration in = wake.minus(life.age());
            alarm =
                    world.timer()
                            .after(
                                    in.isNegative() ? Duration.ZERO : in,
                                    () -> mailbox.post(this::tick));
        }
    }

    private void cancelAlarm() {
        Future<?> set = alarm;
        alarm = null;
        if (set != null) {
            set.cancel(false);
        }
    }
}
