package io.berth.inventory.domain;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SnapshotName;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.VmState;
import java.util.stream.Collectors;

/** What a VM may not be or do. */
public sealed interface VmRefusal extends InventoryRefusal {
    /** The VM is in a state in which this cannot be done. */
    record IllegalOperation(VmId vm, VmOperation operation, VmLifecycle state)
            implements VmRefusal {
        @Override
        public Wording wording() {
            String legal =
                    VmOperation.legalIn(state).stream()
                            .map(VmOperation::label)
                            .collect(Collectors.joining(", "));
            return new Wording(
                    "illegal-operation",
                    Sort.CONFLICT,
                    "The VM is in a state in which this cannot be done",
                    "VM "
                            + vm
                            + " is "
                            + state
                            + "; "
                            + operation.label()
                            + " is not possible then.",
                    legal.isEmpty()
                            ? "Wait until it is in another state."
                            : "Possible is " + legal + ".");
        }

        @Override
        public Values values() {
            return Values.of("vm", vm.value())
                    .and("operation", operation.label())
                    .and("state", state.name())
                    .and(
                            "legal",
                            VmOperation.legalIn(state).stream().map(VmOperation::label).toList());
        }
    }

    /** There is no operation of this id, or it is too long ago. */
    record UnknownOperation(VmId vm, String operation) implements VmRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "operation-not-found",
                    Sort.ABSENT,
                    "The VM has no such operation",
                    "VM " + vm + " has no operation " + operation + ".",
                    "The newest %d of a VM are kept; GET /api/v1/vms/%s/operations lists them."
                            .formatted(VmTask.KEPT, vm));
        }

        @Override
        public Values values() {
            return Values.of("vm", vm.value()).and("operation", operation);
        }
    }

    /** There is no snapshot of this name. */
    record UnknownSnapshot(VmId vm, SnapshotName snapshot) implements VmRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "snapshot-not-found",
                    Sort.ABSENT,
                    "The VM has no such snapshot",
                    "VM " + vm + " has no snapshot " + snapshot + ".",
                    "GET /api/v1/vms/" + vm + "/snapshots lists those that it has.");
        }

        @Override
        public Values values() {
            return Values.of("vm", vm.value()).and("snapshot", snapshot.value());
        }
    }

    /** The VM has a snapshot of this name. */
    record SnapshotExists(VmId vm, SnapshotName snapshot) implements VmRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "snapshot-already-exists",
                    Sort.CONFLICT,
                    "The VM has a snapshot of this name",
                    "VM " + vm + " has a snapshot " + snapshot + " already.",
                    "Choose another name, or delete that one first.");
        }

        @Override
        public Values values() {
            return Values.of("vm", vm.value()).and("snapshot", snapshot.value());
        }
    }

    /** The VM has as many snapshots as a hypervisor keeps. */
    record TooManySnapshots(VmId vm) implements VmRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "too-many-snapshots",
                    Sort.CONFLICT,
                    "The VM has as many snapshots as there may be",
                    "VM " + vm + " has " + VmState.MAX_SNAPSHOTS + " snapshots, the most allowed.",
                    "Delete one first.");
        }

        @Override
        public Values values() {
            return Values.of("vm", vm.value()).and("maximum", (long) VmState.MAX_SNAPSHOTS);
        }
    }

    /** Something else is being done with the VM. */
    record OperationUnderWay(VmId vm, VmOperation operation, CommandId underWay)
            implements VmRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "operation-under-way",
                    Sort.CONFLICT,
                    "Another operation on the VM is under way",
                    "Of VM " + vm + ", " + operation.label() + " is under way.",
                    "Wait until operation " + underWay + " has ended.");
        }

        @Override
        public Values values() {
            return Values.of("vm", vm.value())
                    .and("operation", operation.label())
                    .and("underWay", underWay.value());
        }
    }

    /** An owner is not among the hosts that the VM belongs to. */
    record ForeignOwner(HostId host, String home) implements VmRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "foreign-owner",
                    Sort.RULE,
                    "An owner is not among the hosts of the VM",
                    "Host " + host + " does not belong to " + home + ".",
                    "Name only hosts of " + home + ".");
        }

        @Override
        public Values values() {
            return Values.of("host", host.value()).and("home", home);
        }
    }

    /** Two VMs would have to share a host and never to share one. */
    record TogetherAndApart(VmId vm, VmId other, String affinitySet, String antiAffinitySet)
            implements VmRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "together-and-apart",
                    Sort.RULE,
                    "Two VMs cannot be kept together and apart",
                    "VMs %s and %s would share a host by affinity set %s and never share one by anti-affinity set %s."
                            .formatted(vm, other, affinitySet, antiAffinitySet),
                    "Take one of the two VMs out of affinity set %s or out of anti-affinity set %s."
                            .formatted(affinitySet, antiAffinitySet));
        }

        @Override
        public Values values() {
            return Values.of("vm", vm.value())
                    .and("other", other.value())
                    .and("affinitySet", affinitySet)
                    .and("antiAffinitySet", antiAffinitySet);
        }
    }

    /** A disk would lie on a volume that the hosts of the VM do not have. */
    record ForeignVolume(CsvId csv, ClusterId cluster, String home) implements VmRefusal {
        @Override
        public Wording wording() {
            return new Wording(
                    "foreign-csv",
                    Sort.RULE,
                    "A disk lies on a volume of another cluster",
                    "CSV " + csv + " is of cluster " + cluster + ", not of " + home + ".",
                    "Choose a volume of " + home + ".");
        }

        @Override
        public Values values() {
            return Values.of("csv", csv.value()).and("cluster", cluster.value()).and("home", home);
        }
    }
}
