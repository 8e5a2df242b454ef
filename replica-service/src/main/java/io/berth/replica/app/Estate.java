package io.berth.replica.app;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.inventory.VmState;
import io.berth.contracts.placement.VmAssignment;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which VMs and hosts exist and which host runs which VM, as inventory and placement say. Soft
 * state, filled from two compacted topics by their threads; a restart reads them again. An old
 * answer does no harm: a host that no longer runs the VM refuses the cycle.
 */
@ApplicationScoped
public class Estate {
    private final Map<VmId, VmState> vms = new ConcurrentHashMap<>();
    private final Map<HostId, HostState> hosts = new ConcurrentHashMap<>();
    private final Map<VmId, VmAssignment> assignments = new ConcurrentHashMap<>();
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile @Nullable Source source;
    private volatile Consumer<VmId> listener = _ -> {};

    /** Where the estate is filled from. */
    @FunctionalInterface
    public interface Source {
        /**
         * Waits until all that was there at the start has been read; false when it is not by then.
         *
         * @throws InterruptedException when the calling thread is interrupted
         */
        boolean awaitLoaded(Duration atMost) throws InterruptedException;
    }

    /** Names the source; called once, at the start. */
    public void filledFrom(Source newSource) {
        source = newSource;
        opened.countDown();
    }

    /**
     * Waits until all that was there at the start has been read; false when it is not by then.
     *
     * @throws InterruptedException when the calling thread is interrupted
     */
    public boolean awaitLoaded(Duration atMost) throws InterruptedException {
        boolean hasSource = opened.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        Source from = source;
        return hasSource && from != null && from.awaitLoaded(atMost);
    }

    /** Whether all that was there at the start has been read. */
    public boolean isLoaded() {
        try {
            return awaitLoaded(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A VM as inventory specifies it; an older state than is known changes nothing. */
    public void specified(VmState vm) {
        vms.merge(
                vm.vm(), vm, (known, other) -> known.revision() > other.revision() ? known : other);
    }

    /** A host as inventory specifies it; an older state than is known changes nothing. */
    public void specified(HostState host) {
        hosts.merge(
                host.host(),
                host,
                (known, other) -> known.revision() > other.revision() ? known : other);
    }

    /** Where a VM is meant to run; an older word than is known changes nothing. */
    public void assigned(VmAssignment assignment) {
        assignments.merge(
                assignment.vm(),
                assignment,
                (known, other) -> known.revision() > other.revision() ? known : other);
        listener.accept(assignment.vm());
    }

    /**
     * Names who is told of each VM that placement has spoken of, when it can be looked up here. It
     * is called by the thread that reads the topic and must not block.
     */
    public void whenAssigned(Consumer<VmId> newListener) {
        listener = newListener;
    }

    /** Inventory no longer has this VM. */
    public void forgetVm(VmId vm) {
        vms.remove(vm);
    }

    /** Inventory no longer has this host. */
    public void forgetHost(HostId host) {
        hosts.remove(host);
    }

    /** Placement no longer knows this VM. */
    public void forgetAssignment(VmId vm) {
        assignments.remove(vm);
    }

    /** The domain that places a VM; empty when inventory does not have it. */
    public Optional<DomainId> domainOf(VmId vm) {
        return Optional.ofNullable(vms.get(vm)).map(VmState::domain);
    }

    /** What a VM asks for; empty when inventory does not have it. */
    public Optional<VmSpec> specOf(VmId vm) {
        return Optional.ofNullable(vms.get(vm)).map(VmState::spec);
    }

    /** What placement last said of a VM; empty when it does not know it. */
    public Optional<VmAssignment> assignmentOf(VmId vm) {
        return Optional.ofNullable(assignments.get(vm));
    }

    /** The domain of a host; empty when inventory does not have it. */
    public Optional<DomainId> domainOf(HostId host) {
        return Optional.ofNullable(hosts.get(host)).map(HostState::domain);
    }

    /** The hosts of a site; empty when inventory has none. */
    public List<HostId> hostsOf(SiteId site) {
        return hosts.values().stream()
                .filter(host -> host.site().equals(site))
                .map(HostState::host)
                .toList();
    }

    /** The domains that have a host at a site. */
    public Set<DomainId> domainsAt(SiteId site) {
        return hosts.values().stream()
                .filter(host -> host.site().equals(site))
                .map(HostState::domain)
                .collect(Collectors.toSet());
    }

    /** Names of a VM's disks; empty when inventory does not know them. */
    public List<String> disksOf(VmId vm) {
        return details(vm)
                .map(it -> it.disks().stream().map(VmDisk::name).toList())
                .orElse(List.of());
    }

    /** The size of those of a VM's disks that are chosen, in bytes; 0 when it is not known. */
    public long bytesOf(VmId vm, List<String> chosen) {
        return details(vm).stream()
                .flatMap(it -> it.disks().stream())
                .filter(disk -> chosen.isEmpty() || chosen.contains(disk.name()))
                .mapToLong(disk -> disk.size().value() << 20)
                .sum();
    }

    private Optional<VmDetails> details(VmId vm) {
        return Optional.ofNullable(vms.get(vm))
                .flatMap(state -> Optional.ofNullable(state.spec().details()));
    }

    /** A host as inventory specifies it; empty when inventory does not have it. */
    public Optional<HostState> host(HostId host) {
        return Optional.ofNullable(hosts.get(host));
    }

    /** The sites of all hosts of each of these domains. */
    public Map<DomainId, Set<SiteId>> sitesOf(Set<DomainId> domains) {
        Map<DomainId, Set<SiteId>> found = new HashMap<>();
        for (HostState host : hosts.values()) {
            if (domains.contains(host.domain())) {
                found.computeIfAbsent(host.domain(), _ -> new HashSet<>()).add(host.site());
            }
        }
        return found;
    }

    /** The host that reported a VM running; empty when none did, or it left that host since. */
    public Optional<HostId> runsOn(VmId vm) {
        return Optional.ofNullable(assignments.get(vm))
                .filter(Estate::executes)
                .map(VmAssignment::host);
    }

    /** The VMs that a host reported running. */
    public List<VmId> vmsOn(HostId host) {
        return assignments.values().stream()
                .filter(assignment -> executes(assignment) && host.equals(assignment.host()))
                .map(VmAssignment::vm)
                .toList();
    }

    /** A VM that is on its way elsewhere still executes on the host that it is leaving. */
    private static boolean executes(VmAssignment assignment) {
        return switch (assignment.state()) {
            case RUNNING, MIGRATING -> true;
            case PLACED,
                    WITHDRAWING,
                    UNPLACEABLE,
                    WAITING_FOR_HOST,
                    WAITING_FOR_OPERATOR,
                    STOPPING,
                    STOPPED,
                    ADOPTING,
                    ADOPTION_FAILED ->
                    false;
        };
    }
}
