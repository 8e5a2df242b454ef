package io.berth.simulator.runtime;

import io.berth.contracts.ids.HostId;
import io.berth.simulator.disks.HotDisk;
import io.berth.simulator.disks.MoveTrouble;
import io.berth.simulator.facts.FactBreakage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The standing faults of one host. Immutable, so that other hosts' threads may look at it.
 *
 * @param brokerCut whether it reaches the broker
 * @param peersReached the only peers that it reaches; absent when it reaches all
 * @param frozen whether its agent stands still while its VMs go on
 * @param slow how much later everything that it sends and receives arrives
 * @param deaf whether commands are lost on the way to it
 * @param refusesStarts whether its hypervisor starts nothing
 * @param clockOffset how far its calendar clock is off
 * @param factBreakages what is amiss in the facts that it reports
 * @param moveTrouble what is wrong when it moves disks; absent when nothing is
 * @param linkMbit what the network that it migrates over carries in place of what it should; absent
 *     when nothing is wrong with it
 * @param hotDisks disks that are asked for more than their VMs are specified for
 */
public record Conditions(
        boolean brokerCut,
        @Nullable Set<HostId> peersReached,
        boolean frozen,
        Duration slow,
        boolean deaf,
        boolean refusesStarts,
        Duration clockOffset,
        Set<FactBreakage> factBreakages,
        @Nullable MoveTrouble moveTrouble,
        @Nullable Long linkMbit,
        Set<HotDisk> hotDisks) {
    /** All is well. */
    public static final Conditions WELL =
            new Conditions(
                    false,
                    null,
                    false,
                    Duration.ZERO,
                    false,
                    false,
                    Duration.ZERO,
                    Set.of(),
                    null,
                    null,
                    Set.of());

    /** With the broker out of reach or not. */
    public Conditions withBrokerCut(boolean cut) {
        return new Conditions(
                cut,
                peersReached,
                frozen,
                slow,
                deaf,
                refusesStarts,
                clockOffset,
                factBreakages,
                moveTrouble,
                linkMbit,
                hotDisks);
    }

    /** With these peers in reach; all when absent. */
    public Conditions withPeers(@Nullable Set<HostId> reached) {
        return new Conditions(
                brokerCut,
                reached,
                frozen,
                slow,
                deaf,
                refusesStarts,
                clockOffset,
                factBreakages,
                moveTrouble,
                linkMbit,
                hotDisks);
    }

    /** With the agent frozen or not. */
    public Conditions withFrozen(boolean isFrozen) {
        return new Conditions(
                brokerCut,
                peersReached,
                isFrozen,
                slow,
                deaf,
                refusesStarts,
                clockOffset,
                factBreakages,
                moveTrouble,
                linkMbit,
                hotDisks);
    }

    /** With this much delay. */
    public Conditions withSlow(Duration delay) {
        return new Conditions(
                brokerCut,
                peersReached,
                frozen,
                delay,
                deaf,
                refusesStarts,
                clockOffset,
                factBreakages,
                moveTrouble,
                linkMbit,
                hotDisks);
    }

    /** With commands lost or not. */
    public Conditions withDeaf(boolean isDeaf) {
        return new Conditions(
                brokerCut,
                peersReached,
                frozen,
                slow,
                isDeaf,
                refusesStarts,
                clockOffset,
                factBreakages,
                moveTrouble,
                linkMbit,
                hotDisks);
    }

    /** With starts refused or not. */
    public Conditions withRefusedStarts(boolean refuses) {
        return new Conditions(
                brokerCut,
                peersReached,
                frozen,
                slow,
                deaf,
                refuses,
                clockOffset,
                factBreakages,
                moveTrouble,
                linkMbit,
                hotDisks);
    }

    /** With the calendar clock so far off. */
    public Conditions withClockOffset(Duration offset) {
        return new Conditions(
                brokerCut,
                peersReached,
                frozen,
                slow,
                deaf,
                refusesStarts,
                offset,
                factBreakages,
                moveTrouble,
                linkMbit,
                hotDisks);
    }

    /** With one thing more amiss in its facts. */
    public Conditions withFacts(FactBreakage breakage) {
        Set<FactBreakage> more = new HashSet<>(factBreakages);
        more.add(breakage);
        return new Conditions(
                brokerCut,
                peersReached,
                frozen,
                slow,
                deaf,
                refusesStarts,
                clockOffset,
                Set.copyOf(more),
                moveTrouble,
                linkMbit,
                hotDisks);
    }

    /** With this wrong when it moves disks. */
    public Conditions withMoveTrouble(MoveTrouble trouble) {
        return new Conditions(
                brokerCut,
                peersReached,
                frozen,
                slow,
                deaf,
                refusesStarts,
                clockOffset,
                factBreakages,
                trouble,
                linkMbit,
                hotDisks);
    }

    /** With a migration network that carries so much. */
    public Conditions withLink(long mbit) {
        return new Conditions(
                brokerCut,
                peersReached,
                frozen,
                slow,
                deaf,
                refusesStarts,
                clockOffset,
                factBreakages,
                moveTrouble,
                mbit,
                hotDisks);
    }

    /** With a disk that is asked for this much. */
    public Conditions withHotDisk(HotDisk disk) {
        Set<HotDisk> more = new HashSet<>(hotDisks);
        more.removeIf(hot -> hot.vm().equals(disk.vm()) && hot.disk().equals(disk.disk()));
        more.add(disk);
        return new Conditions(
                brokerCut,
                peersReached,
                frozen,
                slow,
                deaf,
                refusesStarts,
                clockOffset,
                factBreakages,
                moveTrouble,
                linkMbit,
                Set.copyOf(more));
    }

    /** Whether it lets through what goes between it and a peer. */
    boolean reaches(HostId peer) {
        return peersReached == null || peersReached.contains(peer);
    }

    /** The names of the faults that stand. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        if (brokerCut) {
            names.add("cut-broker");
        }
        if (peersReached != null) {
            names.add(peersReached.isEmpty() ? "cut-peers" : "partition");
        }
        if (frozen) {
            names.add("freeze");
        }
        if (!slow.isZero()) {
            names.add("slow");
        }
        if (deaf) {
            names.add("deaf");
        }
        if (refusesStarts) {
            names.add("refuse-starts");
        }
        if (!clockOffset.isZero()) {
            names.add("clock-step");
        }
        if (!factBreakages.isEmpty()) {
            names.add("facts");
        }
        if (moveTrouble != null) {
            names.add("moves");
        }
        if (linkMbit != null) {
            names.add("slow-link");
        }
        if (!hotDisks.isEmpty()) {
            names.add("hot-disk");
        }
        return names;
    }
}
