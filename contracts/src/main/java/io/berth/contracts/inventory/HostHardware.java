package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import io.berth.contracts.ids.MiB;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host is made of, beside cores and memory. An absent part is not known.
 *
 * @param virtual whether the host is itself a VM
 * @param disk room for VMs on its own disks
 * @param diskIops what its own disks give, in operations per second
 * @param networkMbit what its adapters give to VMs together, in Mbit/s
 * @param certifiedFor the operating systems that its maker has certified it for, such as {@code
 *     Windows Server 2008 R2}
 */
public record HostHardware(
        boolean virtual,
        @Nullable Processor processor,
        @Nullable MiB disk,
        @Nullable Long diskIops,
        @Nullable Long networkMbit,
        List<NetworkAdapter> adapters,
        List<VirtualSwitch> switches,
        @Nullable Bmc bmc,
        List<String> certifiedFor) {
    /** A physical host of which nothing else is known. */
    public static final HostHardware UNKNOWN =
            new HostHardware(false, null, null, null, null, List.of(), List.of(), null, List.of());

    /** Most disk operations per second. */
    public static final long MAX_IOPS = 1_000_000_000;

    /** Most adapters of one host. */
    public static final int MAX_ADAPTERS = 64;

    /** Most virtual switches of one host. */
    public static final int MAX_SWITCHES = 64;

    /** Most operating systems that one host is certified for. */
    public static final int MAX_CERTIFIED = 32;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range, or stands there
     *     twice
     */
    public HostHardware {
        Require.optionalRange("hardware.diskIops", diskIops, 0, MAX_IOPS);
        Require.optionalRange(
                "hardware.networkMbit", networkMbit, 0, NetworkAdapter.MAX_SPEED_MBIT);
        adapters = Require.list("hardware.adapters", adapters, MAX_ADAPTERS);
        switches = Require.list("hardware.switches", switches, MAX_SWITCHES);
        certifiedFor = Require.distinct("hardware.certifiedFor", certifiedFor, MAX_CERTIFIED);
        certifiedFor.forEach(
                system -> Require.text("hardware.certifiedFor[]", system, Hypervisor.MAX_TEXT));
    }
}
