package io.berth.inventory.domain;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
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
