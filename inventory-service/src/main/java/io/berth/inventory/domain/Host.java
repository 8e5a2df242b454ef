package io.berth.inventory.domain;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.contracts.telemetry.RosterSet;
import io.berth.inventory.domain.support.SupportMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A host as it is specified.
 *
 * @param cluster absent for a stand-alone host
 * @param standing what the support matrix says of its hypervisor; absent where none is named
 * @param reserve what it sets itself; the rest comes from its group
 * @param maintenance whether no VM may be placed here
 */
public record Host(
        HostId id,
        @Nullable ClusterId cluster,
        HostGroupId group,
        SiteId site,
        HostBuild build,
        @Nullable SupportStanding standing,
        ReserveOverride reserve,
        boolean maintenance,
        Revision revision) {
    /** Most stand-alone hosts in one group: what the roster of their placement domain can carry. */
    public static final int MAX_STANDALONE = RosterSet.MAX_NODES;

    /** The placement domain that decides what runs here. */
    public DomainId domain() {
        return cluster == null ? DomainId.standalone(group) : DomainId.of(cluster);
    }

    /** What its own operating system keeps, given what its group says. */
    public EffectiveReserve effectiveReserve(EffectiveReserve ofGroup) {
        return ofGroup.overriddenBy(reserve, new ReserveOrigin.OfHost(id));
    }

    /** What the other services are told, given what its group says of the reserve. */
    public HostState state(EffectiveReserve ofGroup) {
        return new HostState(
                id,
                domain(),
                cluster,
                group,
                site,
                build.size().cores(),
                build.size().memory(),
                effectiveReserve(ofGroup).reserve(),
                maintenance,
                build.hypervisor(),
                standing,
                build.hardware(),
                revision.value());
    }

    /** The same host after something that it inherits has changed. */
    public Host touched() {
        return with(build, standing, reserve, maintenance);
    }

    /** In or out of maintenance. */
    public Host withMaintenance(boolean wanted) {
        return with(build, standing, reserve, wanted);
    }

    /** With other fields of the reserve set by itself. */
    public Verdict<Host> withReserve(ReserveOverride wanted) {
        List<Located> refusals = reserveRefusals(id, build, wanted, "");
        return refusals.isEmpty()
                ? new Verdict.Accepted<>(with(build, standing, wanted, maintenance))
                : new Verdict.Refused<>(refusals);
    }

    /**
     * The same host of another build, as after new memory or another hypervisor.
     *
     * @param force whether to take a hypervisor that the support matrix does not support
     */
    public Verdict<Host> rebuilt(HostBuild newBuild, boolean force, SupportMatrix matrix) {
        List<Located> refusals = new ArrayList<>(supportRefusals(newBuild, force, matrix));
        refusals.addAll(reserveRefusals(id, newBuild, reserve, "/reserve"));
        return refusals.isEmpty()
                ? new Verdict.Accepted<>(
                        with(newBuild, standing(newBuild, matrix), reserve, maintenance))
                : new Verdict.Refused<>(refusals);
    }

    /** The same host with the build, the standing and the reserve of another that was judged. */
    public Host describedAs(Host judged) {
        return build.equals(judged.build)
                        && Objects.equals(standing, judged.standing)
                        && reserve.equals(judged.reserve)
                ? this
                : with(judged.build, judged.standing, judged.reserve, maintenance);
    }

    /**
     * Whether the host may be removed.
     *
     * @param holds VMs that placement has given to it
     */
    public Verdict<Host> removable(Set<VmId> holds) {
        List<Located> refusals = new ArrayList<>();
        if (!maintenance) {
            refusals.add(new Located("", new InventoryRefusal.NotInMaintenance(id)));
        }
        if (!holds.isEmpty()) {
            refusals.add(
                    new Located(
                            "",
                            new InventoryRefusal.NotEmpty(
                                    EntityKind.HOST, id.value(), holds.size() + " VMs")));
        }
        return refusals.isEmpty() ? new Verdict.Accepted<>(this) : new Verdict.Refused<>(refusals);
    }

    /** The same host at another revision: of one that existed before, the next. */
    public Host at(Revision other) {
        return new Host(id, cluster, group, site, build, standing, reserve, maintenance, other);
    }

    private Host with(
            HostBuild newBuild,
            @Nullable SupportStanding newStanding,
            ReserveOverride newReserve,
            boolean newMaintenance) {
        return new Host(
                id,
                cluster,
                group,
                site,
                newBuild,
                newStanding,
                newReserve,
                newMaintenance,
                revision.next());
    }

    /**
     * A new host that is in no cluster.
     *
     * @param groupExists whether its group does
     * @param taken whether a host of this id exists, in a cluster or not
     * @param matrix which hypervisors are supported
     * @param standaloneInGroup how many stand-alone hosts its group has
     */
    public static Verdict<Host> standalone(
            HostDraft draft,
            HostGroupId group,
            SiteId site,
            boolean groupExists,
            boolean taken,
            long standaloneInGroup,
            SupportMatrix matrix) {
        List<Located> refusals = new ArrayList<>(refusals(draft, taken, matrix));
        if (!groupExists) {
            refusals.add(
                    new Located(
                            "/group",
                            new InventoryRefusal.UnknownReference(
                                    EntityKind.HOST_GROUP, group.value())));
        }
        if (standaloneInGroup >= MAX_STANDALONE) {
            refusals.add(
                    new Located(
                            "",
                            new InventoryRefusal.TooMany(
                                    EntityKind.HOST,
                                    "host group " + group,
                                    standaloneInGroup + 1,
                                    MAX_STANDALONE)));
        }
        return refusals.isEmpty()
                ? new Verdict.Accepted<>(of(draft, null, group, site, matrix))
                : new Verdict.Refused<>(refusals);
    }

    static Host of(
            HostDraft draft,
            @Nullable ClusterId cluster,
            HostGroupId group,
            SiteId site,
            SupportMatrix matrix) {
        return new Host(
                draft.id(),
                cluster,
                group,
                site,
                draft.build(),
                standing(draft.build(), matrix),
                draft.reserve(),
                false,
                Revision.FIRST);
    }

    static List<Located> refusals(HostDraft draft, boolean taken, SupportMatrix matrix) {
        List<Located> refusals = new ArrayList<>();
        if (taken) {
            refusals.add(
                    new Located(
                            "/id",
                            new InventoryRefusal.AlreadyExists(
                                    EntityKind.HOST, draft.id().value())));
        }
        refusals.addAll(supportRefusals(draft.build(), draft.force(), matrix));
        refusals.addAll(reserveRefusals(draft.id(), draft.build(), draft.reserve(), "/reserve"));
        return refusals;
    }

    private static List<Located> supportRefusals(
            HostBuild build, boolean force, SupportMatrix matrix) {
        Hypervisor hypervisor = build.hypervisor();
        return hypervisor == null || force
                ? List.of()
                : matrix.judge(hypervisor).refusal().stream()
                        .map(refusal -> new Located("/hypervisor", refusal))
                        .toList();
    }

    private static @Nullable SupportStanding standing(HostBuild build, SupportMatrix matrix) {
        Hypervisor hypervisor = build.hypervisor();
        return hypervisor == null ? null : matrix.judge(hypervisor).standing();
    }

    private static List<Located> reserveRefusals(
            HostId id, HostBuild build, ReserveOverride reserve, String pointer) {
        List<Located> refusals = new ArrayList<>();
        reserve.fields()
                .forEach((field, value) -> {
                    Long has = build.has(field);
                    if (has != null && value > has) {
                        refusals.add(
                                new Located(
                                        pointer + "/" + field.label(),
                                        new InventoryRefusal.ReserveExceedsHost(
                                                id, field, value, has)));
                    }
                });
        return refusals;
    }
}
