package io.berth.simulator.agent;

import io.berth.contracts.hosts.AbortMigration;
import io.berth.contracts.hosts.MigrateVm;
import io.berth.contracts.hosts.OperateVm;
import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.hosts.VmMigrationEnded.Outcome;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;
import io.berth.simulator.agent.AgentOutput.AbortMoveOnHypervisor;
import io.berth.simulator.agent.AgentOutput.MoveOnHypervisor;
import io.berth.simulator.agent.VmTable.Entry;
import io.berth.simulator.agent.VmTable.Phase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an agent does with VMs that are to go to another host.
 *
 * <p>The rule in one sentence: a VM is reported as handed over only when the hypervisor has stopped
 * executing it for good and the disk says that no start at its epoch will be obeyed again. From
 * then on it is held without executing, and said so in the table, until placement says that it may
 * be forgotten.
 */
final class Departures {
    private record Answer(Outcome outcome, String detail) {}

    private final AgentConfig config;
    private final HostDisk bornWith;
    private final Lease lease;
    private final Step step;
    private final Guests guests;
    private final CommandAnswers<Answer> answers = new CommandAnswers<>();

    Departures(AgentConfig config, HostDisk disk, Lease lease, Step step, Guests guests) {
        this.config = config;
        this.bornWith = disk;
        this.lease = lease;
        this.step = step;
        this.guests = guests;
    }

    /** Begins to bring a VM to another host, or says why not. */
    void migrate(MigrateVm command) {
        Answer before = answers.answerTo(command.command()).orElse(null);
        if (before != null) {
            report(command.command(), command.vm(), command.epoch(), before, Duration.ZERO);
            return;
        }
        Entry entry = guests.table().find(command.vm());
        MigrateVm underWay = entry == null ? null : entry.departure;
        OperateVm operation = entry == null ? null : entry.operation;
        if (entry == null || !entry.epoch().equals(command.epoch())) {
            answer(
                    command,
                    Outcome.REFUSED_VM_NOT_HERE,
                    entry == null ? "not held here" : "held here at epoch " + entry.epoch());
        } else if (entry.phase == Phase.HANDED_OVER) {
            answer(command, Outcome.HANDED_OVER, "handed over before");
        } else if (underWay != null) {
            if (!underWay.command().equals(command.command())) {
                answer(command, Outcome.FAILED_BY_HYPERVISOR, "another migration is under way");
            }
        } else if (entry.phase != Phase.RUNNING) {
            answer(command, Outcome.REFUSED_VM_NOT_HERE, "it does not run here now");
        } else if (operation != null) {
            answer(command, Outcome.FAILED_BY_HYPERVISOR, operation.action() + " is under way");
        } else {
            entry.phase = Phase.MIGRATING;
            entry.departure = command;
            entry.departsSince = step.now();
            guests.table().changed();
            step.emit(
                    new MoveOnHypervisor(
                            entry.vm,
                            command.target(),
                            command.mode(),
                            command.linkMbit(),
                            command.withStorage()));
        }
    }

    /** Breaks a migration off; one that is not known is not begun any more. */
    void abort(AbortMigration command) {
        Entry entry = guests.table().find(command.vm());
        MigrateVm underWay = entry == null ? null : entry.departure;
        if (underWay != null && underWay.command().equals(command.migration())) {
            step.emit(new AbortMoveOnHypervisor(command.vm()));
            return;
        }
        Answer before = answers.answerTo(command.migration()).orElse(null);
        boolean runs =
                entry != null
                        && entry.phase == Phase.RUNNING
                        && entry.epoch().equals(command.epoch());
        Answer answer =
                before != null
                        ? before
                        : runs
                                ? new Answer(Outcome.ABORTED, "it had not begun")
                                : new Answer(Outcome.REFUSED_VM_NOT_HERE, "");
        answers.answered(command.migration(), answer);
        report(command.migration(), command.vm(), command.epoch(), answer, Duration.ZERO);
    }

    /** The hypervisor no longer executes it, and the target has all its state. */
    void stateMoved(VmId vm) {
        Entry entry = guests.table().find(vm);
        if (entry == null || entry.phase != Phase.MIGRATING) {
            return;
        }
        entry.phase = Phase.HANDED_OVER;
        guests.raiseAbove(vm, entry.epoch());
        guests.table().changed();
        guests.save();
        ended(entry, Outcome.HANDED_OVER, "");
    }

    /** The hypervisor goes on executing it. */
    void moveFailed(VmId vm, Outcome why, String detail) {
        Entry entry = guests.table().find(vm);
        if (entry == null || entry.phase != Phase.MIGRATING) {
            return;
        }
        entry.phase = Phase.RUNNING;
        guests.table().changed();
        ended(entry, why, detail);
    }

    /** It executes no longer, and has not moved. */
    void stopped(Entry entry) {
        ended(entry, Outcome.STOPPED, "");
    }

    private void ended(Entry entry, Outcome outcome, String detail) {
        MigrateVm command = entry.departure;
        if (command != null) {
            entry.departure = null;
            Answer answer = new Answer(outcome, detail);
            answers.answered(command.command(), answer);
            report(
                    command.command(),
                    command.vm(),
                    command.epoch(),
                    answer,
                    step.now().minus(entry.departsSince));
        }
    }

    private void answer(MigrateVm command, Outcome outcome, String detail) {
        Answer answer = new Answer(outcome, detail);
        answers.answered(command.command(), answer);
        report(command.command(), command.vm(), command.epoch(), answer, Duration.ZERO);
    }

    private void report(CommandId id, VmId vm, Epoch epoch, Answer answer, Duration took) {
        step.report(
                new VmMigrationEnded(
                        config.host(),
                        config.domain(),
                        bornWith.boot(),
                        lease.tenure(),
                        id,
                        vm,
                        epoch,
                        answer.outcome(),
                        took,
                        clip(answer.detail()),
                        step.wallClock()));
    }

    private static String clip(@Nullable String text) {
        String known = text == null ? "" : text;
        return known.length() <= 500 ? known : known.substring(0, 500);
    }
}
