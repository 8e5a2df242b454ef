package io.berth.demo;

import io.berth.contracts.Event;
import io.berth.contracts.hosts.CommandCompleted;
import io.berth.contracts.hosts.VmTableReported;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.monitoring.ClockSettled;
import io.berth.contracts.monitoring.ClockSkewed;
import io.berth.contracts.monitoring.FailuresHeld;
import io.berth.contracts.monitoring.HoldReleased;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.monitoring.HostIsolated;
import io.berth.contracts.monitoring.HostQuarantined;
import io.berth.contracts.monitoring.HostRecovered;
import io.berth.contracts.monitoring.HostSuspect;
import io.berth.contracts.monitoring.HostUnreachable;
import io.berth.contracts.monitoring.HostUp;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.monitoring.QuarantineEnded;
import io.berth.contracts.monitoring.QuarantineWithheld;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.VmAdoptionFailed;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmHandOverRefused;
import io.berth.contracts.placement.VmLost;
import io.berth.contracts.placement.VmMigrating;
import io.berth.contracts.placement.VmOperationOrdered;
import io.berth.contracts.placement.VmOperationRefused;
import io.berth.contracts.placement.VmOperationSettled;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.placement.VmReleased;
import io.berth.contracts.placement.VmStopped;
import io.berth.contracts.placement.VmTakenOver;
import io.berth.contracts.placement.VmTurnCame;
import io.berth.contracts.placement.VmUnplaceable;
import io.berth.contracts.placement.VmWaitingForHost;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.contracts.telemetry.HostBeat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The fleet as the log shows it, for the timeline only: the verdict is the checker's. Soft state,
 * guarded by {@link FleetFollower}.
 */
final class Fleet {
    /**
     * An event and when its record was stamped.
     *
     * @param at by the broker for beats, by the producer otherwise
     */
    record Seen<E extends Event>(E event, Instant at) {
        /** The stamp of the latest of some. */
        static Instant latest(List<? extends Seen<?>> seen) {
            return seen.stream().map(Seen::at).max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    /** Where a VM is. */
    record Place(HostId host, Epoch epoch) {}

    private final Set<DomainId> domains;
    private final Set<VmId> vms;
    private final Set<HostId> up = new HashSet<>();
    private final Map<HostId, Tenure> open = new HashMap<>();
    private final Map<HostId, HostBeat> beats = new HashMap<>();
    private final Map<HostId, Instant> beatTimes = new HashMap<>();
    private final Map<VmId, Epoch> epochs = new HashMap<>();
    private final Map<VmId, Place> placed = new TreeMap<>();
    private final Map<VmId, Place> running = new TreeMap<>();
    private final List<Seen<?>> log = new ArrayList<>();

    Fleet(Set<DomainId> domains, Set<VmId> vms) {
        this.domains = Set.copyOf(domains);
        this.vms = Set.copyOf(vms);
    }

    /** Takes one event in. */
    void apply(Event event, Instant at) {
        switch (event) {
            case HostBeat beat -> {
                if (domains.contains(beat.domain())) {
                    beats.put(beat.host(), beat);
                    beatTimes.put(beat.host(), at);
                }
            }
            case NodeEvent node -> {
                if (domains.contains(node.domain())) {
                    node(node);
                    log.add(new Seen<>(node, at));
                }
            }
            case PlacementDecision decision -> {
                if (domains.contains(decision.domain())) {
                    decision(decision);
                    log.add(new Seen<>(decision, at));
                }
            }
            case VmTableReported table -> {
                if (domains.contains(table.domain())) {
                    table(table);
                    log.add(new Seen<>(table, at));
                }
            }
            case CommandCompleted done -> {
                if (domains.contains(done.domain())) {
                    log.add(new Seen<>(done, at));
                }
            }
            case ReplicaEvent replica -> {
                if (vms.contains(replica.vm())) {
                    log.add(new Seen<>(replica, at));
                }
            }
            default -> {
                // ticks, rosters and evidence tell nothing new here
            }
        }
    }

    private void node(NodeEvent event) {
        switch (event) {
            case HostUp host -> up.add(host.host());
            case HostRecovered host -> up.add(host.host());
            case HostSuspect host -> up.remove(host.host());
            case HostUnreachable host -> up.remove(host.host());
            case HostIsolated host -> up.remove(host.host());
            case HostFailed host -> {
                up.remove(host.host());
                open.remove(host.host());
            }
            case FailuresHeld held -> {
                // concerns no single host
            }
            case HoldReleased released -> {
                // concerns no single host
            }
            case HostQuarantined _,
                    QuarantineWithheld _,
                    QuarantineEnded _,
                    ClockSkewed _,
                    ClockSettled _ -> {
                // says nothing of who is up
            }
        }
    }

    private void table(VmTableReported table) {
        switch (table.trigger()) {
            case TENURE_OPENED -> open.put(table.host(), table.tenure());
            case STARTED, FENCED_ITSELF -> open.remove(table.host());
            case RECONNECTED, REQUESTED, UNMANAGED_CHANGED -> {
                // changes nothing about the tenure
            }
        }
    }

    /** A relay that was killed publishes decisions a second time; an old epoch changes nothing. */
    private void decision(PlacementDecision decision) {
        switch (decision) {
            case VmPlaced vm -> {
                if (vm.epoch().compareTo(epochOf(vm.vm())) > 0) {
                    epochs.put(vm.vm(), vm.epoch());
                    placed.put(vm.vm(), new Place(vm.host(), vm.epoch()));
                    running.remove(vm.vm());
                }
            }
            case VmConfirmed vm -> {
                Place place = new Place(vm.host(), vm.epoch());
                if (place.equals(placed.get(vm.vm()))) {
                    running.put(vm.vm(), place);
                }
            }
            case VmMigrating _ -> {
                // it still runs where it did
            }
            case VmTurnCame _ -> {
                // it is started where it was placed
            }
            case VmLost vm -> gone(vm.vm(), vm.epoch());
            case VmWaitingForHost vm -> gone(vm.vm(), vm.epoch());
            case VmUnplaceable vm -> gone(vm.vm(), vm.epoch());
            case VmStopped vm -> gone(vm.vm(), vm.epoch());
            case VmOperationOrdered _,
                    VmOperationRefused _,
                    VmOperationSettled _,
                    VmHandOverRefused _,
                    VmReleased _,
                    VmTakenOver _ -> {}
            case VmAdoptionFailed vm -> gone(vm.vm(), vm.epoch());
        }
    }

    private void gone(VmId vm, Epoch epoch) {
        if (epoch.compareTo(epochOf(vm)) >= 0) {
            placed.remove(vm);
            running.remove(vm);
        }
    }

    private Epoch epochOf(VmId vm) {
        return epochs.getOrDefault(vm, Epoch.NONE);
    }

    /** How many of these hosts are up, by the monitor, and have opened a tenure. */
    long ready(Collection<HostId> hosts) {
        return hosts.stream().filter(host -> up.contains(host) && open.containsKey(host)).count();
    }

    /** How many of these hosts are up, by the monitor. */
    long up(Collection<HostId> hosts) {
        return hosts.stream().filter(up::contains).count();
    }

    /** VMs whose running was confirmed, and where. */
    Map<VmId, Place> running() {
        return Map.copyOf(running);
    }

    /** How many of these VMs were confirmed to run. */
    long running(Collection<VmId> vms) {
        return vms.stream().filter(running::containsKey).count();
    }

    /** VMs that have a host, confirmed or not. */
    Map<VmId, Place> placed() {
        return Map.copyOf(placed);
    }

    /** The last beat of a host. */
    Optional<HostBeat> lastBeat(HostId host) {
        return Optional.ofNullable(beats.get(host));
    }

    /** How many of these hosts have beaten at or after this moment, unfenced. */
    long beating(Collection<HostId> hosts, Instant since) {
        return hosts.stream()
                .filter(host -> {
                    Instant at = beatTimes.get(host);
                    HostBeat beat = beats.get(host);
                    return at != null && beat != null && !at.isBefore(since) && !beat.fenced();
                })
                .count();
    }

    /**
     * Events of one type since a moment, in the order of reading.
     *
     * @param identity events that agree in this are repetitions; only the first counts
     */
    <E extends Event> List<Seen<E>> since(
            Instant moment, Class<E> type, Predicate<E> chosen, Function<E, ?> identity) {
        List<Seen<E>> found = new ArrayList<>();
        Set<Object> known = new HashSet<>();
        for (Seen<?> seen : log) {
            if (!seen.at().isBefore(moment) && type.isInstance(seen.event())) {
                E event = type.cast(seen.event());
                if (chosen.test(event) && known.add(identity.apply(event))) {
                    found.add(new Seen<>(event, seen.at()));
                }
            }
        }
        return found;
    }

    /** The same for events whose repetitions are equal. */
    <E extends Event> List<Seen<E>> since(Instant moment, Class<E> type, Predicate<E> chosen) {
        return since(moment, type, chosen, Function.identity());
    }
}
