package io.berth.placement.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.vm.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A host as placement sees it.
 *
 * @param boot the life of its agent to which the tenure was granted; absent before the first report
 * @param tenureOpen whether the agent has reported that the tenure is in force
 * @param specified whether inventory has said what it is
 * @param evacuated whether an evacuation keeps new VMs away from it
 * @param quarantined whether the monitor does, because it fails again and again
 * @param diskMiB of its own disks; absent where inventory does not state their size
 * @param iops of its own disks; absent where inventory does not state them
 * @param networkMbit absent where inventory does not state it
 * @param vms how many VMs hold room on it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostView(
        HostId host,
        HostStatus status,
        @Nullable BootId boot,
        Tenure tenure,
        boolean tenureOpen,
        boolean specified,
        boolean maintenance,
        boolean evacuated,
        boolean quarantined,
        Figures memoryMiB,
        Figures corePercent,
        @Nullable Figures diskMiB,
        @Nullable Figures iops,
        @Nullable Figures networkMbit,
        long vms) {
    /**
     * What a host has of one resource.
     *
     * @param usable without the reserve
     * @param allocated to VMs
     * @param measured in use; 0 where not measured
     * @param available for further VMs; negative when the host is short
     */
    public record Figures(long usable, long allocated, long measured, long available) {
        static Figures of(Ledger ledger, Resource resource, HostId host) {
            return new Figures(
                    ledger.usable(resource, host),
                    ledger.allocated(resource, host),
                    ledger.measured(resource, host),
                    ledger.available(resource, host));
        }
    }

    static HostView of(DomainState state, HostId host) {
        HostRow known = state.host(host);
        HostRow row = known == null ? HostRow.unknown(host) : known;
        HostDescription description = state.ledger().description(host);
        return new HostView(
                host,
                row.status(),
                row.boot(),
                row.tenure(),
                row.tenureOpen(),
                description != null,
                description != null && description.specification().maintenance(),
                row.evacuated(),
                row.quarantined(),
                Figures.of(state.ledger(), Resource.MEMORY, host),
                Figures.of(state.ledger(), Resource.CPU, host),
                stated(state.ledger(), Resource.DISK, host),
                stated(state.ledger(), Resource.IOPS, host),
                stated(state.ledger(), Resource.NETWORK, host),
                state.vms().stream().filter(vm -> vm.isOn(host)).count());
    }

    private static @Nullable Figures stated(Ledger ledger, Resource resource, HostId host) {
        return ledger.isStated(resource, host) ? Figures.of(ledger, resource, host) : null;
    }
}
