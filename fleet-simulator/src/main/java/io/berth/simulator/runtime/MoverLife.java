package io.berth.simulator.runtime;

import io.berth.contracts.hosts.DiscardVmDisk;
import io.berth.contracts.hosts.DropReplica;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.hosts.PromoteReplica;
import io.berth.contracts.hosts.ReplicaCycleEnded;
import io.berth.contracts.hosts.ReplicaPromoted;
import io.berth.contracts.hosts.RunReplicaCycle;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.simulator.mover.CycleRun;
import io.berth.simulator.mover.HostCopies.Promotion;
import io.berth.simulator.mover.ReplicaSite;
import io.berth.simulator.mover.SharedDisk;
import io.berth.simulator.mover.StorageName;
import io.berth.simulator.replica.DataMover;
import io.berth.simulator.replica.MoverInput;
import io.berth.simulator.replica.MoverOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The data mover in one life of a host, with the hands and ears that it needs. It has a queue of
 * reports of its own, so that the agent's never wait behind the results of copies. Used from the
 * host's mailbox only; its threads tell it what they have done by posting there.
 *
 * <p>It stands still while the agent is frozen: transfers stop where they are, and what has ended
 * meanwhile is answered when it is thawed.
 */
final class MoverLife {
    /** The one disk of a VM whose specification names none. */
    static final String DISK = "disk-0";

    private static final Logger LOG = Logger.getLogger("io.berth.simulator.replica");

    private final SimulatedHost host;
    private final Surroundings world;
    private final Mailbox mailbox;
    private final Life life;
    private final ReplicaSite site;
    private final DataMover mover = new DataMover();
    private final ReportQueue reports;
    private final TestLife tests;
    private final ArrayDeque<MoverInput> waitingForThaw = new ArrayDeque<>();
    private long answers;
    private boolean ended;

    MoverLife(SimulatedHost host, Surroundings world, Mailbox mailbox, Life life) {
        this.host = host;
        this.world = world;
        this.mailbox = mailbox;
        this.life = life;
        this.site = new ReplicaSite(host.id(), world.floor(), host.copies());
        this.reports =
                new ReportQueue(
                        world.timer(),
                        mailbox,
                        (number, report, outcome) ->
                                host.writeCycle(life.boot(), number, report, outcome),
                        number -> {});
        this.tests = new TestLife(host, world, mailbox, life, site, this::write);
    }

    /** The tests of what is kept here. */
    TestLife tests() {
        return tests;
    }

    /** Where other hosts send to. */
    ReplicaSite site() {
        return site;
    }

    void ordered(RunReplicaCycle command) {
        input(new MoverInput.CycleOrdered(command, life.executing(command.vm()) != null));
    }

    void drop(DropReplica command) {
        site.chore(() -> {
            try {
                host.copies().drop(command.relationship());
            } catch (IOException e) {
                LOG.errorf(e, "Host %s cannot delete copies", host.id());
            }
        });
    }

    void promote(PromoteReplica command) {
        input(new MoverInput.PromoteOrdered(command, executes(command.vm())));
    }

    /** In the order of the orders; a VM that executes by then keeps its disk. */
    void discard(DiscardVmDisk command) {
        site.chore(() -> {
            try {
                if (!executes(command.vm())) {
                    world.floor().disks().discard(storage(), command.vm());
                }
            } catch (IOException e) {
                LOG.errorf(e, "Host %s cannot delete the disk of %s", host.id(), command.vm());
            }
        });
    }

    void ceased(VmId vm) {
        if (mover.runningCycles() > 0) {
            input(new MoverInput.VmCeased(vm));
        }
    }

    /** The standing faults of the host have changed. */
    void conditionsChanged() {
        boolean frozen = host.conditions().frozen();
        site.freeze(frozen);
        world.floor().lines().changed(host.id());
        if (!frozen) {
            List<MoverInput> waited = List.copyOf(waitingForThaw);
            waitingForThaw.clear();
            waited.forEach(this::input);
            tests.thawed();
        }
    }

    void end() {
        ended = true;
        reports.close();
        tests.end();
        waitingForThaw.clear();
        site.close();
    }

    private DomainId domain() {
        return host.definition().domain();
    }

    private StorageName storage() {
        return StorageName.of(domain(), host.id());
    }

    /** Whether a disk of the VM is in use on the storage that this host shares with others. */
    private boolean executes(VmId vm) {
        return world.executes(storage(), vm);
    }

    private void done(MoverInput input) {
        mailbox.post(() -> {
            if (host.conditions().frozen() && !ended) {
                waitingForThaw.addLast(input);
            } else {
                input(input);
            }
        });
    }

    private void input(MoverInput input) {
        if (ended) {
            return;
        }
        for (MoverOutput output : mover.step(life.age(), input)) {
            act(output);
        }
    }

    private void act(MoverOutput output) {
        switch (output) {
            case MoverOutput.Begin begin -> begin(begin.command());
            case MoverOutput.CallOff off -> site.callOff(off.command().command());
            case MoverOutput.Answer answer -> {
                world.metrics().cycle(answer.outcome(), answer.bytes());
                report(answer);
            }
            case MoverOutput.AnswerAgain again -> report(again.answer());
            case MoverOutput.BeginPromotion begin -> begin(begin.command());
            case MoverOutput.Promoted promoted -> report(promoted);
        }
    }

    private void begin(RunReplicaCycle command) {
        CycleRun run = new CycleRun(site, world.floor(), command, storage(), disks(command));
        site.send(command.command(), () -> done(ended(command, run)));
    }

    private MoverInput ended(RunReplicaCycle command, CycleRun run) {
        CycleRun.Ended end;
        try {
            end = run.run();
        } catch (InterruptedException e) {
            end = failed("called off");
        } catch (RuntimeException e) {
            LOG.errorf(e, "Cycle %s of %s failed", command.cycle(), command.relationship());
            end = failed("the data mover failed: " + e);
        }
        return new MoverInput.CycleEnded(command, end.outcome(), end.bytes(), end.detail());
    }

    private static CycleRun.Ended failed(String detail) {
        return new CycleRun.Ended(ReplicaCycleEnded.Outcome.TARGET_UNREACHABLE, 0, detail);
    }

    /** The names that stand for the one image of a VM. */
    private Set<String> disks(RunReplicaCycle command) {
        VmSpec spec = life.held(command.vm());
        VmDetails details = spec == null ? null : spec.details();
        Set<String> named =
                details == null
                        ? Set.of()
                        : details.disks().stream().map(VmDisk::name).collect(Collectors.toSet());
        return named.isEmpty() ? Set.of(DISK) : named;
    }

    private void begin(PromoteReplica command) {
        site.chore(() -> {
            SharedDisk disk = world.floor().disks().of(storage(), command.vm());
            Promotion promotion =
                    host.copies().promote(command.relationship(), command.point(), disk);
            done(
                    switch (promotion) {
                        case Promotion.Done _ ->
                                new MoverInput.PromoteEnded(command, promoted(), "");
                        case Promotion.Missing(String why) -> noSuchPoint(command, why);
                        case Promotion.Failed(String why) -> noSuchPoint(command, why);
                    });
        });
    }

    private static MoverInput noSuchPoint(PromoteReplica command, String why) {
        return new MoverInput.PromoteEnded(
                command, ReplicaPromoted.Outcome.REFUSED_NO_SUCH_POINT, why);
    }

    /** The nodes of a cluster share their storage. */
    private ReplicaPromoted.Outcome promoted() {
        return domain().isStandalone()
                ? ReplicaPromoted.Outcome.PROMOTED
                : ReplicaPromoted.Outcome.PROMOTED_SHARED;
    }

    private void report(MoverOutput.Answer answer) {
        RunReplicaCycle command = answer.command();
        ReplicaCycleEnded report =
                new ReplicaCycleEnded(
                        host.id(),
                        domain(),
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
                        domain(),
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
}
