package io.berth.simulator.faults;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.simulator.agent.HeldVm;
import io.berth.simulator.disks.HotDisk;
import io.berth.simulator.disks.MoveTrouble;
import io.berth.simulator.facts.FactBreakage;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Something that is done to hosts. */
public sealed interface Fault {
    /** Whom it strikes. */
    Set<HostId> hosts();

    /** The power goes; it stays off until a power-on. */
    record Crash(Set<HostId> hosts) implements Fault {}

    /** The power comes back; the agent starts after the power-on delay. */
    record PowerOn(Set<HostId> hosts) implements Fault {}

    /** The agent stands still; VMs go on until the watchdog, if there is one, resets the host. */
    record Freeze(Set<HostId> hosts) implements Fault {}

    /** The agent is restarted as announced, and stands still for so long. */
    record RestartAgent(Set<HostId> hosts, Duration away) implements Fault {}

    /** The agent goes on where it stood. */
    record Thaw(Set<HostId> hosts) implements Fault {}

    /** The hosts reach one another, and nobody else: neither broker nor other peers. */
    record Partition(Set<HostId> hosts) implements Fault {}

    /** The hosts do not reach the broker, but their peers. */
    record CutBroker(Set<HostId> hosts) implements Fault {}

    /** The hosts do not reach their peers, but the broker. */
    record CutPeers(Set<HostId> hosts) implements Fault {}

    /** Every standing fault of the hosts ends. What is off stays off. */
    record Heal(Set<HostId> hosts) implements Fault {}

    /** All that the hosts send and receive is late by this much, each way. */
    record Slow(Set<HostId> hosts, Duration delay) implements Fault {}

    /** The hosts are cut off from everybody for a period, connected for a period, and so on. */
    record Flap(Set<HostId> hosts, Duration period) implements Fault {}

    /** The calendar clock of the hosts is off by this much. */
    record ClockStep(Set<HostId> hosts, Duration offset) implements Fault {}

    /** The hosts write what nobody can use. */
    record WriteGarbage(Set<HostId> hosts, Garbage garbage, int count) implements Fault {}

    /** Commands never arrive at the hosts: a start is withheld. */
    record Deaf(Set<HostId> hosts) implements Fault {}

    /** The hosts start a VM that nobody ordered there: a doubled one. */
    record RogueStart(Set<HostId> hosts, HeldVm vm) implements Fault {}

    /** The hosts run a VM outside of Berth: an administrator started it there. */
    record UnmanagedStart(Set<HostId> hosts, HeldVm vm, @Nullable String guest) implements Fault {}

    /** A VM is stopped at the hypervisors of the hosts, without any command. */
    record UnmanagedStop(Set<HostId> hosts, VmId vm) implements Fault {}

    /** The guest of a VM on one of the hosts answers nobody, until it is reset or started anew. */
    record HangGuest(Set<HostId> hosts, VmId vm) implements Fault {}

    /** The disks of the hosts lose the copies of other hosts' VMs. */
    record LoseReplicas(Set<HostId> hosts) implements Fault {}

    /** Something is amiss in the facts that the hosts report of themselves. */
    record BreakFacts(Set<HostId> hosts, FactBreakage breakage) implements Fault {}

    /** Something is wrong when the hosts move disks. */
    record TroubleMoves(Set<HostId> hosts, MoveTrouble trouble) implements Fault {}

    /** The network that the hosts migrate over carries only this much, in Mbit/s. */
    record SlowLink(Set<HostId> hosts, long mbit) implements Fault {}

    /** A disk is asked for so much while its VM runs on one of the hosts. */
    record HeatDisk(Set<HostId> hosts, HotDisk disk) implements Fault {}

    /** The hypervisors of the hosts refuse every start. */
    record RefuseStarts(Set<HostId> hosts) implements Fault {}
}
