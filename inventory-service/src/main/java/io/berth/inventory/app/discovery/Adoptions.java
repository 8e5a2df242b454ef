package io.berth.inventory.app.discovery;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.Processor;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.AdoptVmRequested;
import io.berth.contracts.placement.AssignmentState;
import io.berth.contracts.placement.VmAssignment;
import io.berth.inventory.app.Announcements;
import io.berth.inventory.app.Clusters;
import io.berth.inventory.app.Hosts;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.app.Vms;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Host;
import io.berth.inventory.domain.HostBuild;
import io.berth.inventory.domain.HostDraft;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.Vm;
import io.berth.inventory.domain.VmDraft;
import io.berth.inventory.domain.VmHome;
import io.berth.inventory.domain.VmLifecycle;
import io.berth.inventory.domain.WantedPower;
import io.berth.inventory.domain.discovery.DiscoveredHost;
import io.berth.inventory.domain.discovery.DiscoveredVm;
import io.berth.inventory.domain.discovery.DiscoveryRefusal;
import io.berth.inventory.store.HostStore;
import io.berth.inventory.store.VmStore;
import io.berth.inventory.store.discovery.DiscoveryStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Registers what was discovered. A VM goes on running where it is: placement is asked to take it up
 * there and nowhere else, and answers by its assignment.
 */
@ApplicationScoped
public class Adoptions {
    private final UnitOfWork unitOfWork;
    private final DiscoveryStore discovered;
    private final HostStore hostStore;
    private final VmStore vmStore;
    private final Vms vms;
    private final Hosts hosts;
    private final Clusters clusters;
    private final Announcements announcements;

    Adoptions(
            UnitOfWork unitOfWork,
            DiscoveryStore discovered,
            HostStore hostStore,
            VmStore vmStore,
            Vms vms,
            Hosts hosts,
            Clusters clusters,
            Announcements announcements) {
        this.unitOfWork = unitOfWork;
        this.discovered = discovered;
        this.hostStore = hostStore;
        this.vmStore = vmStore;
        this.vms = vms;
        this.hosts = hosts;
        this.clusters = clusters;
        this.announcements = announcements;
    }

    /** Where a discovered host is to belong. */
    public sealed interface Place {
        /** Among the nodes of a cluster. */
        record InCluster(ClusterId cluster) implements Place {}

        /** Among the stand-alone hosts of a group. */
        record InGroup(HostGroupId group, SiteId site) implements Place {}

        /** The placement domain that follows. */
        default DomainId domain() {
            return switch (this) {
                case InCluster(ClusterId cluster) -> DomainId.of(cluster);
                case InGroup(HostGroupId group, SiteId _) -> DomainId.standalone(group);
            };
        }
    }

    /**
     * Registers a discovered VM and asks placement to take it up. One whose adoption has failed is
     * tried again with the specification that it is registered with.
     *
     * @param spec as it is to be registered
     * @param assignment what placement last said of the VM
     * @param expected the revision of a VM whose adoption has failed; null for any
     */
    public Verdict<Vm> adopt(
            VmId id, VmSpec spec, @Nullable VmAssignment assignment, @Nullable Revision expected) {
        return unitOfWork.run(() -> {
            DiscoveredVm seen = discovered.findVm(id).orElse(null);
            if (seen == null) {
                return Verdict.refused(new DiscoveryRefusal.NotDiscovered("VM", id.value()));
            }
            if (!seen.running()) {
                return Verdict.refused(new DiscoveryRefusal.NotRunning(id, seen.host()));
            }
            Host host = hostStore.find(seen.host()).orElse(null);
            if (host == null) {
                return Verdict.refused(new DiscoveryRefusal.HostNotAdopted(id, seen.host()));
            }
            Vm registered = vmStore.findForChange(id).orElse(null);
            return registered == null
                    ? vms.adopt(
                            new VmDraft(id, homeOf(host), spec, WantedPower.RUNNING), seen.host())
                    : again(registered, seen.host(), assignment, expected);
        });
    }

    private Verdict<Vm> again(
            Vm vm, HostId host, @Nullable VmAssignment assignment, @Nullable Revision expected) {
        if (expected != null && !expected.equals(vm.revision())) {
            return Verdict.refused(
                    new InventoryRefusal.Stale(EntityKind.VM, vm.id().value(), vm.revision()));
        }
        if (assignment == null || assignment.state() != AssignmentState.ADOPTION_FAILED) {
            return Verdict.refused(
                    new DiscoveryRefusal.AlreadyManaged(
                            vm.id(), VmLifecycle.of(vm.wanted(), assignment)));
        }
        announcements.request(new AdoptVmRequested(vm.id(), vm.home().domain(), host, vm.spec()));
        return new Verdict.Accepted<>(vm);
    }

    private static VmHome homeOf(Host host) {
        ClusterId cluster = host.cluster();
        return cluster == null ? new VmHome.InGroup(host.group()) : new VmHome.InCluster(cluster);
    }

    /**
     * Registers a discovered host. What the request leaves open is taken from what the host said of
     * itself.
     */
    public Verdict<HostId> adopt(HostDraft draft, Place place) {
        HostId id = draft.id();
        return unitOfWork.run(() -> {
            DiscoveredHost seen = discovered.findHost(id).orElse(null);
            if (seen == null) {
                return Verdict.refused(new DiscoveryRefusal.NotDiscovered("host", id.value()));
            }
            if (!seen.domain().equals(place.domain())) {
                return Verdict.refused(
                        new DiscoveryRefusal.OtherDomain(id, seen.domain(), place.domain()));
            }
            HostDraft filled = filled(draft, seen);
            return switch (place) {
                case Place.InCluster(ClusterId cluster) ->
                        withId(id, clusters.join(cluster, List.of(filled), null));
                case Place.InGroup(HostGroupId group, SiteId site) ->
                        withId(id, hosts.createStandalone(filled, group, site));
            };
        });
    }

    private static HostDraft filled(HostDraft draft, DiscoveredHost seen) {
        HostBuild build = draft.build();
        Processor processor = seen.facts() == null ? null : seen.facts().processor();
        if (build.hardware() != null || processor == null) {
            return draft;
        }
        HostHardware hardware =
                new HostHardware(
                        false, processor, null, null, null, List.of(), List.of(), null, List.of());
        return new HostDraft(
                draft.id(),
                new HostBuild(build.size(), build.hypervisor(), hardware),
                draft.reserve(),
                draft.force());
    }

    private static <T> Verdict<HostId> withId(HostId id, Verdict<T> verdict) {
        return switch (verdict) {
            case Verdict.Refused<T>(var refusals) -> new Verdict.Refused<>(refusals);
            case Verdict.Accepted<T> _ -> new Verdict.Accepted<>(id);
        };
    }
}
