package io.berth.simulator.agent;

import io.berth.contracts.hosts.OperateVm;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.hosts.VmOperationEnded;
import io.berth.contracts.hosts.VmOperationEnded.Outcome;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.VmPower;
import io.berth.simulator.agent.AgentOutput.OperateOnHypervisor;
import io.berth.simulator.agent.VmTable.Entry;
import io.berth.simulator.agent.VmTable.Phase;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an agent does with VMs that stay where they are: it has them paused, saved, kept as
 * snapshots and let go on, one operation at a time, and answers each command once the hypervisor
 * has done it.
 *
 * <p>What stands still may go on only as it may start: at exactly the epoch at which it is held,
 * under the tenure that the agent holds, and, where it is highly available, with a valid lease. So
 * a command that comes late, after the VM was lost and placed elsewhere, finds another epoch,
 * another tenure or a fenced agent.
 */
final class GuestOperations {
    private record Answer(Outcome outcome, @Nullable VmPower power, String detail) {}

    private final AgentConfig config;
    private final BootId boot;
    private final Lease lease;
    private final Step step;
    private final Guests guests;
    private final CommandAnswers<Answer> answers = new CommandAnswers<>();

    GuestOperations(AgentConfig config, BootId boot, Lease lease, Step step, Guests guests) {
        this.config = config;
        this.boot = boot;
        this.lease = lease;
        this.step = step;
        this.guests = guests;
    }

    /** Has it done, or refuses it. */
    void operate(OperateVm command) {
        Optional<Answer> known = answers.answerTo(command.command());
        if (known.isPresent()) {
            report(command, known.get());
            return;
        }
        if (!answers.begin(command.command())) {
            return;
        }
        Entry entry = guests.table().find(command.vm());
        if (entry == null || !entry.epoch().equals(command.epoch())) {
            answer(command, notHeld(command, entry));
            return;
        }
        Answer refusal = refusal(command, entry);
        if (refusal != null) {
            answer(command, refusal);
            return;
        }
        entry.operation = command;
        step.emit(
                new OperateOnHypervisor(
                        entry.vm, command.command(), command.action(), command.snapshot()));
    }

    private Answer notHeld(OperateVm command, @Nullable Entry entry) {
        Epoch lowest = entry == null ? guests.lowestAccepted(command.vm()) : entry.epoch();
        return command.epoch().isBefore(lowest)
                ? new Answer(
                        Outcome.REFUSED_STALE_EPOCH,
                        null,
                        "epoch here is " + lowest + ", given " + command.epoch())
                : new Answer(Outcome.REFUSED_NOT_HERE, null, "it is not held here");
    }

    private @Nullable Answer refusal(OperateVm command, Entry entry) {
        if (!command.tenure().equals(lease.tenure()) || lease.tenure().equals(Tenure.NONE)) {
            return new Answer(
                    Outcome.REFUSED_WRONG_TENURE,
                    entry.power(),
                    "tenure held is " + lease.tenure() + ", given " + command.tenure());
        }
        if (entry.vm.spec().highlyAvailable() && !lease.open()) {
            return new Answer(
                    Outcome.REFUSED_FENCED, entry.power(), "the agent holds no valid lease");
        }
        OperateVm other = entry.operation;
        if (other != null) {
            return new Answer(
                    Outcome.REFUSED_BUSY, entry.power(), other.action() + " is under way");
        }
        return switch (entry.phase) {
            case STARTING, MIGRATING, STOPPING ->
                    new Answer(Outcome.REFUSED_BUSY, entry.power(), "it is " + entry.phase);
            case HANDED_OVER ->
                    new Answer(
                            Outcome.REFUSED_WRONG_STATE,
                            entry.power(),
                            "it has been handed over to another host");
            case STOPPED, RUNNING, PAUSED, SAVED ->
                    isPossible(command.action(), entry.phase)
                            ? null
                            : new Answer(
                                    Outcome.REFUSED_WRONG_STATE,
                                    entry.power(),
                                    "it is " + entry.phase);
        };
    }

    private static boolean isPossible(VmAction action, Phase phase) {
        return switch (action) {
            case PAUSE -> phase == Phase.RUNNING;
            case RESUME -> phase == Phase.PAUSED;
            case SAVE -> phase == Phase.RUNNING || phase == Phase.PAUSED;
            case RESTORE -> phase == Phase.SAVED;
            case RESET -> phase == Phase.RUNNING;
            case SNAPSHOT, REVERT, DELETE_SNAPSHOT -> phase != Phase.STOPPED;
        };
    }

    /** The hypervisor has done it. */
    void done(VmId vm, CommandId command) {
        Entry entry = guests.table().find(vm);
        OperateVm operation = entry == null ? null : entry.operation;
        if (entry == null || operation == null || !operation.command().equals(command)) {
            return;
        }
        entry.operation = null;
        entry.phase = after(operation.action(), entry.phase);
        entry.hung &= operation.action() != VmAction.RESET;
        guests.table().changed();
        guests.save();
        answer(operation, new Answer(Outcome.DONE, entry.power(), ""));
    }

    /** The hypervisor could not. */
    void refused(VmId vm, CommandId command, String why) {
        Entry entry = guests.table().find(vm);
        OperateVm operation = entry == null ? null : entry.operation;
        if (entry == null || operation == null || !operation.command().equals(command)) {
            return;
        }
        entry.operation = null;
        answer(
                operation,
                new Answer(Outcome.REFUSED_BY_HYPERVISOR, entry.power(), Guests.clip(why)));
    }

    /** It is stopped before the hypervisor is done. */
    void interrupt(Entry entry) {
        OperateVm operation = entry.operation;
        if (operation != null) {
            entry.operation = null;
            answer(
                    operation,
                    new Answer(Outcome.INTERRUPTED, entry.power(), "it was stopped meanwhile"));
        }
    }

    private static Phase after(VmAction action, Phase before) {
        return switch (action) {
            case PAUSE -> Phase.PAUSED;
            case SAVE -> Phase.SAVED;
            case RESUME, RESTORE, RESET, REVERT -> Phase.RUNNING;
            case SNAPSHOT, DELETE_SNAPSHOT -> before;
        };
    }

    private void answer(OperateVm command, Answer answer) {
        answers.answered(command.command(), answer);
        report(command, answer);
    }

    private void report(OperateVm command, Answer answer) {
        step.report(
                new VmOperationEnded(
                        config.host(),
                        config.domain(),
                        boot,
                        lease.tenure(),
                        command.command(),
                        command.vm(),
                        command.epoch(),
                        command.action(),
                        answer.outcome(),
                        answer.power(),
                        answer.detail(),
                        step.wallClock()));
    }
}
