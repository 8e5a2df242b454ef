package io.berth.placement.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.AssignmentState;
import io.berth.placement.domain.Ledger.Resource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every reason against a host, each in a method of its own that adds it when it holds. To add a
 * filter: a record in {@link Obstacle}, a method here, a line in {@link #obstacles} and a row in
 * the table of its test.
 */
final class HostFilters {
    private final PlacementPolicy policy;

    HostFilters(PlacementPolicy policy) {
        this.policy = policy;
    }

    /**
     * All obstacles for this VM on this host; empty when the host can take it.
     *
     * @param partner a VM of the same anti-affinity set that holds room there; null when there is
     *     none
     */
    List<Obstacle> obstacles(HostRow host, Ledger ledger, VmRow vm, @Nullable VmId partner) {
        List<Obstacle> found = new ArrayList<>(0);
        life(host, found);
        evacuated(host, found);
        runsThere(host, vm, found);
        HostDescription description = ledger.description(host.host());
        if (description == null) {
            found.add(new Obstacle.SpecificationUnknown());
        } else {
            maintenance(description, found);
            cluster(description, vm, found);
            memory(host.host(), ledger, vm, found);
            cpu(host.host(), ledger, vm, found);
        }
        antiAffinity(vm, partner, found);
        failedStarts(host.host(), vm, found);
        return found;
    }

    private static void life(HostRow host, List<Obstacle> found) {
        if (host.status() != HostStatus.UP) {
            found.add(new Obstacle.HostNotUp(host.status()));
        }
        if (!host.tenureOpen()) {
            found.add(new Obstacle.HostAwaitsTenure());
        }
    }

    private static void evacuated(HostRow host, List<Obstacle> found) {
        if (host.evacuated()) {
            found.add(new Obstacle.Evacuated());
        }
    }

    private static void runsThere(HostRow host, VmRow vm, List<Obstacle> found) {
        if (vm.state() == AssignmentState.RUNNING && vm.isOn(host.host())) {
            found.add(new Obstacle.RunsThere());
        }
    }

    private static void maintenance(HostDescription description, List<Obstacle> found) {
        if (description.specification().maintenance()) {
            found.add(new Obstacle.InMaintenance());
        }
    }

    private static void cluster(HostDescription description, VmRow vm, List<Obstacle> found) {
        if (vm.spec().highlyAvailable() && description.specification().cluster() == null) {
            found.add(new Obstacle.HighAvailabilityNeedsCluster());
        }
    }

    private static void memory(HostId host, Ledger ledger, VmRow vm, List<Obstacle> found) {
        MiB required = vm.spec().memory();
        long available = ledger.available(Resource.MEMORY, host);
        if (required.value() > available) {
            found.add(new Obstacle.InsufficientMemory(required, available));
        }
    }

    private static void cpu(HostId host, Ledger ledger, VmRow vm, List<Obstacle> found) {
        CorePercent required = new CorePercent(vm.spec().cpuPercent());
        long available = ledger.available(Resource.CPU, host);
        if (required.value() > available) {
            found.add(new Obstacle.InsufficientCpu(required, available));
        }
    }

    private static void antiAffinity(VmRow vm, @Nullable VmId partner, List<Obstacle> found) {
        String set = vm.spec().antiAffinitySet();
        if (set != null && partner != null) {
            found.add(new Obstacle.AntiAffinity(set, partner));
        }
    }

    private void failedStarts(HostId host, VmRow vm, List<Obstacle> found) {
        if (vm.excluded().contains(host)) {
            found.add(new Obstacle.ExcludedAfterFailedStart());
        } else if (vm.excluded().size() >= policy.maxStartAttempts()) {
            found.add(new Obstacle.StartAttemptsExhausted(vm.excluded().size()));
        }
    }
}
