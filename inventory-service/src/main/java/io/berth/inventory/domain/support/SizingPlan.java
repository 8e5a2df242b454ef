package io.berth.inventory.domain.support;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The machines of a manager as somebody plans them.
 *
 * @param hosts how many are to be managed
 * @param managerInsideItsCluster whether the manager is to run on a cluster that it manages
 * @param database absent where it is not chosen yet; so the machines
 */
public record SizingPlan(
        int hosts,
        List<Machine> machines,
        boolean managerInsideItsCluster,
        @Nullable Product database,
        @Nullable Computer managerHost,
        @Nullable Computer consoleHost) {
    /** A machine with its roles. */
    public record Machine(String name, Set<MachineRole> roles) {
        /** Copies the set. */
        public Machine {
            roles = Set.copyOf(roles);
        }
    }

    /** An operating system with what is installed on it. */
    public record Computer(Product system, List<String> installed) {
        /** Copies the list. */
        public Computer {
            installed = List.copyOf(installed);
        }
    }

    /** Copies the list. */
    public SizingPlan {
        machines = List.copyOf(machines);
    }
}
