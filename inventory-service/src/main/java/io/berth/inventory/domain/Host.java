package io.berth.inventory.domain;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.telemetry.RosterSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host as it is specified.
 *
 * @param cluster absent for a stand-alone host
 * @param size cores and memory
 * @param reserve what it sets itself; the rest comes from its group
 * @param maintenance whether no VM may be placed here
 */
public record Host(
        HostId id,
        @Nullable ClusterId cluster,
        HostGroupId group,
        SiteId site,
        HostSize size,
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
                size.cores(),
                size.memory(),
                effectiveReserve(ofGroup).reserve(),
                maintenance,
                revision.value());
    }

    /** The same host after something that it inherits has changed. */
    public Host touched() {
        return new Host(id, cluster, group, site, size, reserve, maintenance, revision.next());
    }

    /** In or out of maintenance. */
    public Host withMaintenance(boolean wanted) {
        return new Host(id, cluster, group, site, size, reserve, wanted, revision.next());
    }

    /** With other fields of the reserve set by itself. */
    public Verdict<Host> withReserve(ReserveOverride wanted) {
        InventoryRefusal refusal = reserveRefusal(id, size, wanted);
        return refusal != null
                ? new Verdict.Refused<>(List.of(new Located("/memoryMiB", refusal)))
                : new Verdict.Accepted<>(
                        new Host(
                                id,
                                cluster,
                                group,
                                site,
                                size,
                                wanted,
                                maintenance,
                                revision.next()));
    }

    /**
     * A new host that is in no cluster.
     *
     * @param groupExists whether its group does
     * @param taken whether a host of this id exists, in a cluster or not
     * @param standaloneInGroup how many stand-alone hosts its group has
     */
    public static Verdict<Host> standalone(
            HostDraft draft,
            HostGroupId group,
            SiteId site,
            boolean groupExists,
            boolean taken,
            long standaloneInGroup) {
        List<Located> refusals = new ArrayList<>(refusals(draft, taken));
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
                ? new Verdict.Accepted<>(of(draft, null, group, site))
                : new Verdict.Refused<>(refusals);
    }

    static Host of(HostDraft draft, @Nullable ClusterId cluster, HostGroupId group, SiteId site) {
        return new Host(
                draft.id(),
                cluster,
                group,
                site,
                draft.size(),
                draft.reserve(),
                false,
                Revision.FIRST);
    }

    static List<Located> refusals(HostDraft draft, boolean taken) {
        List<Located> refusals = new ArrayList<>();
        if (taken) {
            refusals.add(
                    new Located(
                            "/id",
                            new InventoryRefusal.AlreadyExists(
                                    EntityKind.HOST, draft.id().value())));
        }
        InventoryRefusal reserve = reserveRefusal(draft.id(), draft.size(), draft.reserve());
        if (reserve != null) {
            refusals.add(new Located("/reserve/memoryMiB", reserve));
        }
        return refusals;
    }

    private static @Nullable InventoryRefusal reserveRefusal(
            HostId id, HostSize size, ReserveOverride reserve) {
        MiB memory = reserve.memory();
        return memory != null && memory.compareTo(size.memory()) > 0
                ? new InventoryRefusal.ReserveExceedsHost(id, memory, size.memory())
                : null;
    }
}
