package io.berth.simulator.agent;

import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.hosts.VmMigrationEnded;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.HostBeat;
import io.berth.contracts.telemetry.HostLoad;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to an agent. */
public sealed interface AgentInput {
    /** Time has passed; due at the latest at {@link AgentCore#nextWake()}. */
    record Tick(HostLoad load) implements AgentInput {}

    /**
     * The broker has appended a beat of this host.
     *
     * @param boot of the beat; one of an earlier life is ignored
     * @param viaRelay whether a peer wrote it and passed the word on
     */
    record BeatAcked(BootId boot, long sequence, boolean viaRelay) implements AgentInput {}

    /** A beat of this life was given up; it may have been appended all the same. */
    record BeatFailed(long sequence) implements AgentInput {}

    /** A peer does not reach the broker and asks. */
    record PeerAsked(HostId peer, Question question, HostBeat beat) implements AgentInput {}

    /**
     * A peer answers.
     *
     * @param unservedFor how long it has had no acknowledgement, at the moment of answering
     */
    record PeerAnswered(HostId peer, Question question, boolean unfenced, Duration unservedFor)
            implements AgentInput {}

    /** A peer lives: it greets its neighbours at every beat. */
    record PeerGreeted(HostId peer) implements AgentInput {}

    /**
     * Somebody is about to restart the agent.
     *
     * @param backWithin for how long it will be silent at most; null when it goes on after all
     */
    record RestartAnnounced(@Nullable Duration backWithin) implements AgentInput {}

    /**
     * What came of relaying a peer's beat.
     *
     * @param appended whether the broker acknowledged it
     */
    record RelayEnded(HostId peer, BootId boot, long sequence, boolean appended)
            implements AgentInput {}

    /** A command for this host was read. */
    record CommandReceived(HostCommand command) implements AgentInput {}

    /** The hypervisor runs the VM, as ordered. */
    record VmStarted(VmId vm) implements AgentInput {}

    /** The VM executes no longer, as ordered or by itself. */
    record VmStopped(VmId vm) implements AgentInput {}

    /** The hypervisor could not start the VM. */
    record VmStartRefused(VmId vm, String why) implements AgentInput {}

    /** The hypervisor has done with the VM what this command asks for. */
    record VmOperated(VmId vm, CommandId command) implements AgentInput {}

    /** The hypervisor could not do what this command asks for; the VM is as it was. */
    record VmOperationRefused(VmId vm, CommandId command, String why) implements AgentInput {}

    /** The hypervisor no longer executes the VM, and the target has all its state, as ordered. */
    record VmStateMoved(VmId vm) implements AgentInput {}

    /**
     * The hypervisor goes on executing a VM that was to go to another host.
     *
     * @param why one of those that say so
     */
    record VmMoveFailed(VmId vm, VmMigrationEnded.Outcome why, String detail)
            implements AgentInput {}

    /**
     * A VM executes that nobody ordered here: somebody started it at the hypervisor itself.
     *
     * @param guest the name of its guest system; null where the hypervisor has none
     */
    record VmFound(HeldVm vm, @Nullable String guest) implements AgentInput {}

    /** The guest of a VM executes and answers nobody any more. */
    record GuestHung(VmId vm) implements AgentInput {}

    /** The broker has acknowledged a report. */
    record ReportDelivered(long number) implements AgentInput {}

    /** The membership of the cluster has changed. */
    record NodesChanged(Set<HostId> nodes) implements AgentInput {}
}
