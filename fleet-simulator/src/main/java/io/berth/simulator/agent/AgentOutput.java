package io.berth.simulator.agent;

import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.hosts.StopWay;
import io.berth.contracts.hosts.VmAction;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.HostBeat;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that an agent asks of the world around it, to be done in the order given. */
public sealed interface AgentOutput {
    /** Write this beat; answered by {@code BeatAcked} or {@code BeatFailed}. */
    record SendBeat(HostBeat beat) implements AgentOutput {}

    /** Put the question to these peers, with the beat that they shall relay. */
    record AskPeers(List<HostId> peers, Question question, HostBeat beat) implements AgentOutput {}

    /** Let these peers know that this host lives; nobody answers. */
    record GreetPeers(List<HostId> peers) implements AgentOutput {}

    /** Answer a peer's question. */
    record AnswerPeer(HostId peer, Question question, boolean unfenced, Duration unservedFor)
            implements AgentOutput {}

    /**
     * Write a peer's beat as it is, once and without retries; answered by {@code RelayEnded} in
     * every case.
     */
    record RelayBeat(HostBeat beat) implements AgentOutput {}

    /** Tell a peer that its beat was appended. */
    record TellRelayed(HostId peer, BootId boot, long sequence) implements AgentOutput {}

    /**
     * Start the VM; answered by {@code VmStarted} or {@code VmStartRefused}.
     *
     * @param stateFrom the host that has handed it over, so that it goes on from the state that was
     *     brought here, and is refused where there is none; absent when it boots
     */
    record StartOnHypervisor(HeldVm vm, @Nullable HostId stateFrom) implements AgentOutput {}

    /**
     * Bring the state of a VM to another host and stop executing it; answered by {@code
     * VmStateMoved} when both is done, or by {@code VmMoveFailed} when it goes on here.
     *
     * @param linkMbit what the link is known to carry; absent where that is not known
     * @param withStorage size of the disks that go along; absent where none does
     */
    record MoveOnHypervisor(
            HeldVm vm,
            HostId target,
            MigrationMode mode,
            @Nullable Long linkMbit,
            @Nullable MiB withStorage)
            implements AgentOutput {}

    /** Break that off, if it is not done; answered as the move itself. */
    record AbortMoveOnHypervisor(VmId vm) implements AgentOutput {}

    /**
     * Stop the VM, also in the middle of a start, of another operation, or of a slower stop;
     * answered by {@code VmStopped} once. When turning off takes longer than {@code kill} after the
     * lease, the watchdog resets the host.
     */
    record StopOnHypervisor(VmId vm, StopWay way) implements AgentOutput {}

    /**
     * Do this with the VM; answered by {@code VmOperated} or {@code VmOperationRefused}, unless it
     * is stopped meanwhile.
     */
    record OperateOnHypervisor(
            HeldVm vm, CommandId command, VmAction action, @Nullable SnapshotName snapshot)
            implements AgentOutput {}

    /**
     * Deliver a report at least once, in the order of their numbers, for as long as this life
     * lasts; answered by {@code ReportDelivered}.
     *
     * @param number 1, 2, 3 … within a boot
     */
    record Report(long number, HostReport report) implements AgentOutput {}

    /** Make this durable before doing anything that stands behind it. */
    record SaveDisk(HostDisk disk) implements AgentOutput {}

    /** Reset the host at this moment of the agent's clock, unless told otherwise before. */
    record ArmWatchdog(Duration until) implements AgentOutput {}

    /** Nothing highly available runs here and no lease is held: do not reset the host. */
    record DisarmWatchdog() implements AgentOutput {}

    /**
     * Something that people should find in the log.
     *
     * @param remarkable whether it should not happen in ordinary operation
     */
    record Note(boolean remarkable, String text) implements AgentOutput {}
}
