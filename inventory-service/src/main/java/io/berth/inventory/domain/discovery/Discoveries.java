package io.berth.inventory.domain.discovery;

import io.berth.contracts.hosts.UnmanagedVm;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.VmObservation;
import io.berth.contracts.telemetry.VmPower;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a host's table changes in what is known of VMs outside of Berth.
 *
 * @param seen new, or no longer as they were noted
 * @param gone no longer on the host
 */
public record Discoveries(List<DiscoveredVm> seen, List<VmId> gone) {
    /** How much later a sighting must be to be noted when nothing else has changed. */
    public static final Duration REFRESH = Duration.ofMinutes(10);

    /** Copies the lists. */
    public Discoveries {
        seen = List.copyOf(seen);
        gone = List.copyOf(gone);
    }

    /** Whether nothing needs to be noted. */
    public boolean isNothing() {
        return seen.isEmpty() && gone.isEmpty();
    }

    /**
     * What to note.
     *
     * @param noted what is noted of the VMs in the table, and of those of the host
     * @param now by the clock of who reads the table
     */
    public static Discoveries of(
            VmTableReported table, Collection<DiscoveredVm> noted, Instant now) {
        Map<VmId, DiscoveredVm> before = new HashMap<>();
        noted.forEach(vm -> before.put(vm.id(), vm));
        Map<VmId, UnmanagedVm> described = new HashMap<>();
        Objects.requireNonNullElse(table.unmanaged(), List.<UnmanagedVm>of())
                .forEach(vm -> described.put(vm.vm(), vm));
        List<DiscoveredVm> seen = new ArrayList<>();
        for (VmObservation vm : table.vms()) {
            if (vm.epoch().equals(Epoch.NONE)) {
                DiscoveredVm fresh = sighting(table, vm, described.get(vm.vm()), now);
                DiscoveredVm known = before.get(vm.vm());
                if (known == null) {
                    seen.add(fresh);
                } else if (!fresh.isLike(known) || !now.isBefore(known.lastSeen().plus(REFRESH))) {
                    seen.add(fresh.since(known.firstSeen()));
                }
            }
        }
        Map<VmId, Epoch> held = new HashMap<>();
        table.vms().forEach(vm -> held.put(vm.vm(), vm.epoch()));
        List<VmId> gone =
                noted.stream()
                        .filter(vm -> vm.host().equals(table.host()))
                        .map(DiscoveredVm::id)
                        .filter(vm -> !Epoch.NONE.equals(held.get(vm)))
                        .toList();
        return new Discoveries(seen, gone);
    }

    private static DiscoveredVm sighting(
            VmTableReported table, VmObservation vm, @Nullable UnmanagedVm size, Instant now) {
        return new DiscoveredVm(
                vm.vm(),
                table.host(),
                table.domain(),
                vm.power() == VmPower.RUNNING,
                size == null ? null : size.vcpus(),
                size == null ? null : size.memory(),
                size == null ? null : size.guest(),
                now,
                now);
    }
}
