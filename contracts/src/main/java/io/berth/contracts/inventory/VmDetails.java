package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Identifiers;
import io.berth.contracts.ids.MiB;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a VM asks for beyond processors and memory. An absent part asks for nothing.
 *
 * @param maximumMemory how far dynamic memory may let it grow; absent where its memory is fixed
 * @param iops disk operations per second
 * @param networkMbit in Mbit/s
 * @param possibleOwners the only hosts that may run it; empty when any may
 * @param preferredOwners the hosts that should run it, best first
 * @param processorCompatibility whether it sees only processor features that all generations of a
 *     vendor share
 * @param backupPolicy VMs of one policy are backed up together
 * @param drPolicy VMs of one policy are protected against the loss of a site alike
 * @param affinitySet VMs of the same set share a host where that is possible; absent when it may
 *     run apart from any
 * @param startOrder when it is started among others; absent when it waits for none
 * @param guestCare how its guest is looked after; absent where by default
 */
public record VmDetails(
        @Nullable MiB maximumMemory,
        List<VmDisk> disks,
        @Nullable Long iops,
        @Nullable Long networkMbit,
        @Nullable GuestSystem guest,
        List<HostId> possibleOwners,
        List<HostId> preferredOwners,
        List<VmAdapter> adapters,
        boolean processorCompatibility,
        @Nullable String backupPolicy,
        @Nullable String drPolicy,
        @Nullable String affinitySet,
        @Nullable StartOrder startOrder,
        @Nullable GuestCare guestCare) {
    /** Nothing beyond processors and memory. */
    public static final VmDetails NONE =
            new VmDetails(
                    null, List.of(), null, null, null, List.of(), List.of(), List.of(), false, null,
                    null);

    /** Most disks of one VM: four IDE and four SCSI controllers with 64 each. */
    public static final int MAX_DISKS = 260;

    /** Most network adapters of one VM: eight synthetic and four emulated ones. */
    public static final int MAX_ADAPTERS = 12;

    /** Most owners: the nodes of the largest cluster. */
    public static final int MAX_OWNERS = ClusterState.MAX_NODES;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range, or an owner stands
     *     there twice
     */
    public VmDetails {
        disks = Require.list("details.disks", disks, MAX_DISKS);
        Require.optionalRange("details.iops", iops, 0, HostHardware.MAX_IOPS);
        Require.optionalRange("details.networkMbit", networkMbit, 0, NetworkAdapter.MAX_SPEED_MBIT);
        possibleOwners = Require.distinct("details.possibleOwners", possibleOwners, MAX_OWNERS);
        preferredOwners = Require.distinct("details.preferredOwners", preferredOwners, MAX_OWNERS);
        adapters = Require.list("details.adapters", adapters, MAX_ADAPTERS);
        if (backupPolicy != null) {
            Identifiers.check("details.backupPolicy", backupPolicy);
        }
        if (drPolicy != null) {
            Identifiers.check("details.drPolicy", drPolicy);
        }
        if (affinitySet != null) {
            Identifiers.check("details.affinitySet", affinitySet);
        }
    }

    /** Of a VM that runs apart from any, waits for none, and is looked after by default. */
    public VmDetails(
            @Nullable MiB maximumMemory,
            List<VmDisk> disks,
            @Nullable Long iops,
            @Nullable Long networkMbit,
            @Nullable GuestSystem guest,
            List<HostId> possibleOwners,
            List<HostId> preferredOwners,
            List<VmAdapter> adapters,
            boolean processorCompatibility,
            @Nullable String backupPolicy,
            @Nullable String drPolicy) {
        this(
                maximumMemory,
                disks,
                iops,
                networkMbit,
                guest,
                possibleOwners,
                preferredOwners,
                adapters,
                processorCompatibility,
                backupPolicy,
                drPolicy,
                null,
                null,
                null);
    }

    /** The same with these disks and adapters. */
    public VmDetails with(List<VmDisk> otherDisks, List<VmAdapter> otherAdapters) {
        return new VmDetails(
                maximumMemory,
                otherDisks,
                iops,
                networkMbit,
                guest,
                possibleOwners,
                preferredOwners,
                otherAdapters,
                processorCompatibility,
                backupPolicy,
                drPolicy,
                affinitySet,
                startOrder,
                guestCare);
    }

    /** The same, kept together with these VMs and started in this order. */
    public VmDetails with(@Nullable String otherAffinitySet, @Nullable StartOrder otherOrder) {
        return new VmDetails(
                maximumMemory,
                disks,
                iops,
                networkMbit,
                guest,
                possibleOwners,
                preferredOwners,
                adapters,
                processorCompatibility,
                backupPolicy,
                drPolicy,
                otherAffinitySet,
                otherOrder,
                guestCare);
    }

    /** The same where only these hosts may run it; any when there are none. */
    public VmDetails ownedBy(List<HostId> owners) {
        return new VmDetails(
                maximumMemory,
                disks,
                iops,
                networkMbit,
                guest,
                owners,
                preferredOwners,
                adapters,
                processorCompatibility,
                backupPolicy,
                drPolicy,
                affinitySet,
                startOrder,
                guestCare);
    }

    /** The same with its guest looked after like this. */
    public VmDetails with(@Nullable GuestCare otherCare) {
        return new VmDetails(
                maximumMemory,
                disks,
                iops,
                networkMbit,
                guest,
                possibleOwners,
                preferredOwners,
                adapters,
                processorCompatibility,
                backupPolicy,
                drPolicy,
                affinitySet,
                startOrder,
                otherCare);
    }
}
