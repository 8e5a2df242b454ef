package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import org.jspecify.annotations.Nullable;

/**
 * What runs VMs on a host, as far as the support matrix asks.
 *
 * @param product by its full name, such as {@code Windows Server 2008 R2}, {@code ESXi 4.1}, {@code
 *     libvirt}
 * @param version of the product where the name does not say it, such as {@code 9.0.0}
 * @param edition such as {@code Datacenter}
 * @param installation such as {@code full} or {@code core}
 * @param servicePack 0 where none is installed
 * @param managedBy the manager above it, such as {@code vCenter Server 4.1}
 * @param integrationSuite whether the suite that lets a manager in is installed (XenServer)
 */
public record Hypervisor(
        HypervisorKind kind,
        String product,
        @Nullable String version,
        @Nullable String edition,
        @Nullable String installation,
        @Nullable Long servicePack,
        @Nullable String managedBy,
        boolean integrationSuite) {
    /** Longest text, in UTF-16 code units. */
    public static final int MAX_TEXT = 128;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public Hypervisor {
        Require.present("hypervisor.kind", kind);
        Require.text("hypervisor.product", product, MAX_TEXT);
        Require.optionalText("hypervisor.version", version, MAX_TEXT);
        Require.optionalText("hypervisor.edition", edition, MAX_TEXT);
        Require.optionalText("hypervisor.installation", installation, MAX_TEXT);
        Require.optionalRange("hypervisor.servicePack", servicePack, 0, 99);
        Require.optionalText("hypervisor.managedBy", managedBy, MAX_TEXT);
    }
}
