package io.berth.simulator.agent;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a host remembers across a reboot, and all that it does. The agent asks for it to be written
 * before it acts on it: a host that forgot a higher epoch could start a VM that runs elsewhere, and
 * one that forgot a boot could pass off its second life as its first.
 *
 * <p>The grant is deliberately not here. A host that reboots has stopped its VMs without knowing
 * what was decided about them since, so it begins fenced and needs a new grant.
 *
 * @param boot this life; raised before the agent starts
 * @param lowestAccepted per VM the lowest epoch at which a start is still obeyed: the highest epoch
 *     ever seen, or one above it once that epoch was stopped or refused here. Never lowered.
 * @param held the VMs defined here; after a reboot none of them runs until it is started anew
 * @param saved those of them whose memory is on the disk, so that they can go on where they were
 */
public record HostDisk(
        BootId boot, Map<VmId, Epoch> lowestAccepted, Map<VmId, HeldVm> held, Set<VmId> saved) {
    /** Keeps the maps in order, so that the same state reads the same. */
    public HostDisk {
        lowestAccepted = Collections.unmodifiableMap(new TreeMap<>(lowestAccepted));
        held = Collections.unmodifiableMap(new TreeMap<>(held));
        saved = Collections.unmodifiableSet(new TreeSet<>(saved));
    }

    /** Of a host on which nothing is saved. */
    public HostDisk(BootId boot, Map<VmId, Epoch> lowestAccepted, Map<VmId, HeldVm> held) {
        this(boot, lowestAccepted, held, Set.of());
    }

    /** Of a host that starts for the first time. */
    public static HostDisk blank() {
        return new HostDisk(new BootId(1), Map.of(), Map.of());
    }

    /** For the next life of the host. */
    public HostDisk nextLife() {
        return new HostDisk(boot.next(), lowestAccepted, held, saved);
    }
}
