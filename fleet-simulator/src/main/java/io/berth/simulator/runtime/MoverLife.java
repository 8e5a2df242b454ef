package io.berth.simulator.runtime;

import io.berth.contracts.hosts.DiscardVmDisk;
import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.simulator.replica.DataMover;
import io.berth.simulator.replica.MoverInput;
import io.berth.simulator.replica.MoverOutput;
import io.berth.simulator.replica.ReplicaCopy;
import io.berth.simulator.replica.ReplicaMessage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The data mover in one life of a host, with the hands and ears that it needs. It has a queue of
 * reports of its own, so that the agent's never wait behind the results of copies. Used from the
 * host's mailbox only.
 *
 * <p>It stands still while the agent is frozen: what is said to it then is lost, and what it was
 * doing is done when it is thawed.
 */
final class MoverLife {
    private static final Logger LOG = Logger.getLogger("io.berth.simulator.replica");

    private final SimulatedHost host;
    private final Surroundings world;
    private final Mailbox mailbox;
    private final Life life;
    private final DataMover mover;
    private final ReportQueue reports;
    private @Nullable Future<?> alarm;
    private Duration alarmAt = Duration.ZERO;
    private long answers;
    private boolean ended;

    MoverLife(
            SimulatedHost host,
            Surroundings world,
            Mailbox mailbox,
            Life life,
            Map<RelationshipId, ReplicaCopy> copies) {
        this.host = host;
        this.world = world;
        this.mailbox = mailbox;
        this.life = life;
        this.mover = new DataMover(world.copySizes(), world.linkBytesPerSecond(), copies);
        this.reports =
                new ReportQueue(
                        world.timer(),
                        mailbox,
                        (number, report, outcome) ->
                                host.writeCycle(life.boot(), number, report, outcome),
                        number -> {});
    }

    void ordered(RunReplicaCycle command) {
        input(new MoverInput.CycleOrdered(command, life.executing(command.vm())));
    }

    void drop(DropReplica command) {
        input(new MoverInput.DropOrdered(command));
    }

    void promote(PromoteReplica command) {
        input(new MoverInput.PromoteOrdered(command, life.executing(command.vm()) != null));
    }

    void discard(DiscardVmDisk command) {
        input(new MoverInput.DiscardOrdered(command, life.executing(command.vm()) != null));
    }

    void ceased(VmId vm) {
        if (mover.runningCycles() > 0) {
            input(new MoverInput.VmCeased(vm));
        }
    }

    void received(HostId from, ReplicaMessage message) {
        if (host.conditions().frozen()) {
            world.metrics().lostMessage();
        } else {
            input(new MoverInput.Received(from, message));
        }
    }

    void copiesLost() {
        input(new MoverInput.CopiesLost());
    }

    void tick() {
        input(new MoverInput.Tick());
    }

    void end() {
        ended = true;
        reports.close();
        cancelAlarm();
    }

    private void input(MoverInput input) {
        if (ended) {
            return;
        }
        for (MoverOutput output : mover.step(life.age(), host.calendar(), input)) {
            act(output);
        }
        setAlarm();
    }

    private void act(MoverOutput output) {
        switch (output) {
            case MoverOutput.Send send -> send(send);
            case MoverOutput.Keep keep -> host.keep(keep.copies());
            case MoverOutput.KeepThenSend keep ->
                    host.keep(keep.copies())
                            .thenRun(() -> mailbox.post(() -> sendUnlessEnded(keep.then())));
            case MoverOutput.Answer answer -> {
                world.metrics().cycle(answer.outcome(), answer.bytes());
                report(answer);
            }
            case MoverOutput.AnswerAgain again -> report(again.answer());
            case MoverOutput.Promoted promoted -> report(promoted);
        }
    }

    private void sendUnlessEnded(MoverOutput.Send send) {
        if (!ended) {
            send(send);
        }
    }

    private void send(MoverOutput.Send send) {
        world.network().carry(host, send.to(), send.message());
    }

    private void report(MoverOutput.Answer answer) {
        RunReplicaCycle command = answer.command();
        ReplicaCycleEnded report =
                new ReplicaCycleEnded(
                        host.id(),
                        host.definition().domain(),
                        life.boot(),
                        life.tenure(),
                        command.command(),
                        command.relationship(),
                        command.vm(),
                        command.cycle(),
                        answer.outcome(),
                        answer.bytes(),
                        answer.took(),
                        answer.detail(),
                        host.calendar());
        write(report);
    }

    private void report(MoverOutput.Promoted promoted) {
        PromoteReplica command = promoted.command();
        write(
                new ReplicaPromoted(
                        host.id(),
                        host.definition().domain(),
                        life.boot(),
                        life.tenure(),
                        command.command(),
                        command.relationship(),
                        command.vm(),
                        command.point(),
                        promoted.outcome(),
                        promoted.detail(),
                        host.calendar()));
    }

    private void write(HostReport report) {
        LOG.debugf("Host %s: %s", host.id(), report);
        if (!reports.add(++answers, report)) {
            world.metrics().lostReport();
            LOG.errorf(
                    "Host %s lost the result of a cycle: %d wait already",
                    host.id(), ReportQueue.MAX_WAITING);
        }
    }

    private void setAlarm() {
        Duration wake = mover.nextWake().orElse(null);
        if (wake == null) {
            cancelAlarm();
        } else if (alarm == null || wake.compareTo(alarmAt) < 0) {
            cancelAlarm();
            alarmAt = wake;
            alarm = world.timer().after(wake.minus(life.age()), () -> mailbox.post(this::alarmed));
        }
    }

    private void alarmed() {
        alarm = null;
        if (!host.conditions().frozen()) {
            tick();
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
