package io.berth.inventory.domain.support;

import io.berth.inventory.domain.Advice;
import java.util.List;

/** What the machines of the manager must have, and what is to be thought of. */
public record SizingAdvice(
        String band, List<Machine> machines, List<RuleResult> software, List<Advice> warnings) {
    /**
     * A machine and what it must have.
     *
     * @param combined how the figures of several roles were combined; empty for one role
     */
    public record Machine(
            String name,
            List<MachineRole> roles,
            Need minimum,
            Need recommended,
            List<String> combined) {
        /** Copies the lists. */
        public Machine {
            roles = List.copyOf(roles);
            combined = List.copyOf(combined);
        }
    }

    /**
     * What a machine must have.
     *
     * @param diskMiB beside the operating system, and beside content where that counts, too
     * @param plusContent whether the content of a library comes on top
     */
    public record Need(
            MachineSize.Processor processor, long memoryMiB, long diskMiB, boolean plusContent) {}

    /** Copies the lists. */
    public SizingAdvice {
        machines = List.copyOf(machines);
        software = List.copyOf(software);
        warnings = List.copyOf(warnings);
    }
}
