package io.berth.contracts.inventory;

/** What runs VMs on a host. Whether Berth supports it is a matter of product and edition, too. */
public enum HypervisorKind {
    /** Microsoft Hyper-V, with Windows Server or alone. */
    HYPER_V,
    /** VMware ESX and ESXi. */
    ESX,
    /** Citrix XenServer. */
    XENSERVER,
    /** Linux KVM under libvirt. */
    KVM
}
