package io.berth.simulator.runtime;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.KvpItem;
import io.berth.contracts.telemetry.KvpReported;
import java.util.List;

/** What the integration services of a simulated guest publish: the intrinsic keys. */
final class GuestKvp {
    /** Pool AUTO, where the guest's integration services put what they find by themselves. */
    private static final int AUTO = 2;

    private GuestKvp() {}

    /** Of a Linux guest, whose kernel version is no number with dots, and a fine version. */
    static KvpReported of(VmId vm, HostId host) {
        int address = vm.hashCode();
        return new KvpReported(
                vm,
                host,
                List.of(
                        item("FullyQualifiedDomainName", vm + ".guests.example"),
                        item("IntegrationServicesVersion", "3.1"),
                        item(
                                "NetworkAddressIPv4",
                                "10.%d.%d.%d"
                                        .formatted(
                                                (address >>> 16) & 0xff,
                                                (address >>> 8) & 0xff,
                                                address & 0xff)),
                        item(
                                "NetworkAddressIPv6",
                                "fe80::%x:%x".formatted(address >>> 16, address & 0xffff)),
                        item("OSName", "CentOS Linux"),
                        item("OSVersion", "2.6.32-71.29.1.el6.x86_64"),
                        item("OSMajorVersion", "6"),
                        item("OSMinorVersion", "0"),
                        item("OSBuildNumber", "71.29.1"),
                        item("ProcessorArchitecture", "x86_64")));
    }

    private static KvpItem item(String key, String value) {
        return new KvpItem(AUTO, key, value);
    }
}
