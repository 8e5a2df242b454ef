package io.berth.inventory.domain.discovery;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Values;
import io.berth.inventory.domain.VmLifecycle;

/** What stands against taking up what was discovered. */
public sealed interface DiscoveryRefusal extends InventoryRefusal {
    /**
     * No host reports it, or inventory knows it.
     *
     * @param noun host or VM
     */
    record NotDiscovered(String noun, String id) implements DiscoveryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "not-discovered",
                    Sort.ABSENT,
                    "Nothing of this name is discovered",
                    "No unknown " + noun + " " + id + " is reported by any agent.",
                    "List what is: GET /api/v1/discovered/"
                            + (noun.equals("VM") ? "vms" : "hosts")
                            + ". It vanishes when its host no longer reports it.");
        }

        @Override
        public Values values() {
            return Values.of("kind", noun).and("id", id);
        }
    }

    /** The host that runs the VM is itself only discovered. */
    record HostNotAdopted(VmId vm, HostId host) implements DiscoveryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "host-not-adopted",
                    Sort.CONFLICT,
                    "The host of the VM is not registered",
                    "VM " + vm + " runs on host " + host + ", which is not registered.",
                    "Register the host first: POST /api/v1/discovered/hosts/"
                            + host
                            + "/adoptions.");
        }

        @Override
        public Values values() {
            return Values.of("vm", vm.value()).and("host", host.value());
        }
    }

    /** It does not execute, so that there is nothing to take up. */
    record NotRunning(VmId vm, HostId host) implements DiscoveryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "discovered-vm-not-running",
                    Sort.CONFLICT,
                    "The VM does not run",
                    "VM " + vm + " does not run on host " + host + " at present.",
                    "Start it at its hypervisor and repeat the request, or register it as a new VM"
                            + " with POST /api/v1/vms.");
        }

        @Override
        public Values values() {
            return Values.of("vm", vm.value()).and("host", host.value());
        }
    }

    /** Inventory and placement have the VM already. */
    record AlreadyManaged(VmId vm, VmLifecycle state) implements DiscoveryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "vm-already-managed",
                    Sort.CONFLICT,
                    "The VM is registered already",
                    "VM " + vm + " is registered and " + state + ".",
                    "Only a VM whose adoption has failed is taken up again. What runs under its"
                            + " name outside of Berth is stopped by placement.");
        }

        @Override
        public Values values() {
            return Values.of("vm", vm.value()).and("state", state.name());
        }
    }

    /** A start would run the VM twice. */
    record RunsUnmanaged(VmId vm, HostId host) implements DiscoveryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "vm-runs-unmanaged",
                    Sort.CONFLICT,
                    "The VM runs outside of Berth",
                    "VM " + vm + " runs on host " + host + " outside of Berth.",
                    "Take it up where it runs: POST /api/v1/discovered/vms/"
                            + vm
                            + "/adoptions. Or stop it at its hypervisor first.");
        }

        @Override
        public Values values() {
            return Values.of("vm", vm.value()).and("host", host.value());
        }
    }

    /** Placement would never hear of the host: its agent speaks in another domain. */
    record OtherDomain(HostId host, DomainId reports, DomainId wanted) implements DiscoveryRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "host-reports-elsewhere",
                    Sort.CONFLICT,
                    "The agent of the host reports in another placement domain",
                    "Host " + host + " reports in domain " + reports + ", not in " + wanted + ".",
                    "Give its agent the domain "
                            + wanted
                            + ", or register the host where it reports.");
        }

        @Override
        public Values values() {
            return Values.of("host", host.value())
                    .and("reports", reports.value())
                    .and("wanted", wanted.value());
        }
    }
}
