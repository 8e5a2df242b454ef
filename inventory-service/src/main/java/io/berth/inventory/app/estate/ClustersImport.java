package io.berth.inventory.app.estate;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.inventory.app.Announcements;
import io.berth.inventory.app.Revisions;
import io.berth.inventory.domain.Cluster;
import io.berth.inventory.domain.ClusterDraft;
import io.berth.inventory.domain.EffectiveReserve;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.Host;
import io.berth.inventory.domain.HostBuild;
import io.berth.inventory.domain.HostDraft;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.estate.Difference;
import io.berth.inventory.domain.estate.EstateRefusal;
import io.berth.inventory.domain.support.SupportMatrix;
import io.berth.inventory.rulebook.Rulebook;
import io.berth.inventory.store.HostStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Clusters of an imported estate with their hosts. What the file does not name stays. */
@ApplicationScoped
public class ClustersImport {
    private final HostStore hosts;
    private final HostsImport hostsImport;
    private final Revisions revisions;
    private final SupportMatrix matrix;
    private final Announcements announcements;

    ClustersImport(
            HostStore hosts,
            HostsImport hostsImport,
            Revisions revisions,
            Rulebook rulebook,
            Announcements announcements) {
        this.revisions = revisions;
        this.matrix = rulebook.read(SupportMatrix.class);
        this.hosts = hosts;
        this.hostsImport = hostsImport;
        this.announcements = announcements;
    }

    void apply(EstateElement.OfCluster element, EstateTrees trees, ImportTally tally) {
        Cluster is = hosts.findForChange(element.cluster().id()).orElse(null);
        if (is == null) {
            create(element, trees, tally);
        } else {
            change(is, element, trees, tally);
        }
        tally.step();
    }

    private void create(EstateElement.OfCluster element, EstateTrees trees, ImportTally tally) {
        ClusterDraft draft = element.cluster();
        Verdict<Cluster.Formation> verdict =
                Cluster.create(
                        draft,
                        trees.knows(draft.group()),
                        false,
                        hosts.existingHosts(draft.hosts().stream().map(HostDraft::id).toList()),
                        matrix);
        switch (verdict) {
            case Verdict.Refused<Cluster.Formation>(var refusals) ->
                    tally.refuse(refusals, element.pointer());
            case Verdict.Accepted<Cluster.Formation>(var formation) -> {
                tally.created(EntityKind.CLUSTER, draft.id().value());
                formation
                        .hosts()
                        .forEach(host -> tally.created(EntityKind.HOST, host.id().value()));
                if (tally.saves()) {
                    Cluster.Formation first = revisions.ofNew(formation);
                    List<Host> created = maintained(first.hosts(), element);
                    hosts.insert(first.cluster(), created);
                    List<InventoryState> states = states(created, trees.reserve(draft.group()));
                    states.add(first.cluster().state());
                    announcements.changed(states);
                }
            }
        }
    }

    private void change(
            Cluster is, EstateElement.OfCluster element, EstateTrees trees, ImportTally tally) {
        ClusterDraft draft = element.cluster();
        if (isElsewhere(is, element, tally)) {
            return;
        }
        Map<HostId, Host> nodes = new HashMap<>();
        hosts.page(is.id(), "", ClusterState.MAX_NODES).forEach(host -> nodes.put(host.id(), host));
        List<Integer> joining = new ArrayList<>();
        EffectiveReserve ofGroup = trees.reserve(is.group());
        List<InventoryState> announced = new ArrayList<>();
        for (int i = 0; i < draft.hosts().size(); i++) {
            HostDraft host = draft.hosts().get(i);
            Host node = nodes.get(host.id());
            if (node == null) {
                joining.add(i);
                continue;
            }
            hostsImport
                    .change(
                            node,
                            host,
                            new HostsImport.Place(is.group(), is.site(), List.of()),
                            element.maintenance().get(host.id()),
                            element.pointer() + "/hosts/" + i,
                            ofGroup,
                            tally)
                    .ifPresent(announced::add);
        }
        Cluster.Formation joined = join(is, element, joining, nodes.values(), tally);
        if (joined == null) {
            return;
        }
        Cluster now = withReserve(joined.cluster(), element, tally);
        if (now == null) {
            return;
        }
        List<Host> created = maintained(joined.hosts(), element);
        tell(is, now, created, tally);
        if (tally.saves() && !now.equals(is)) {
            hosts.update(now, created);
            announced.addAll(states(created, ofGroup));
            announced.add(now.state());
        }
        announcements.changed(announced);
    }

    private static boolean isElsewhere(
            Cluster is, EstateElement.OfCluster element, ImportTally tally) {
        List<Difference> fixed = new ArrayList<>();
        if (!is.group().equals(element.cluster().group())) {
            fixed.add(
                    new Difference("group", is.group().value(), element.cluster().group().value()));
        }
        if (!is.site().equals(element.cluster().site())) {
            fixed.add(new Difference("site", is.site().value(), element.cluster().site().value()));
        }
        if (!fixed.isEmpty()) {
            tally.refuse(
                    new Located(
                            element.pointer(),
                            new EstateRefusal.NotChangedByImport(
                                    EntityKind.CLUSTER, is.id().value(), fixed)));
        }
        return !fixed.isEmpty();
    }

    /** The cluster with hosts that are new in it; null when they are refused. */
    private Cluster.@Nullable Formation join(
            Cluster is,
            EstateElement.OfCluster element,
            List<Integer> joining,
            Collection<Host> nodes,
            ImportTally tally) {
        List<Located> mixture = Cluster.mixture(is.id(), builds(nodes, element), "/hosts");
        if (!mixture.isEmpty()) {
            tally.refuse(mixture, element.pointer());
            return null;
        }
        if (joining.isEmpty()) {
            return new Cluster.Formation(is, List.of());
        }
        List<HostDraft> drafts = joining.stream().map(element.cluster().hosts()::get).toList();
        Verdict<Cluster.Formation> verdict =
                is.join(
                        drafts,
                        hosts.existingHosts(drafts.stream().map(HostDraft::id).toList()),
                        List.of(),
                        matrix);
        return switch (verdict) {
            case Verdict.Accepted<Cluster.Formation>(var formation) -> revisions.ofGrown(formation);
            case Verdict.Refused<Cluster.Formation>(var refusals) -> {
                for (Located refusal : refusals) {
                    tally.refuse(inFile(refusal, joining).under(element.pointer() + "/hosts"));
                }
                yield null;
            }
        };
    }

    /** What the nodes will be: as the file says, and as they are where it does not name them. */
    private static Map<HostId, HostBuild> builds(
            Collection<Host> nodes, EstateElement.OfCluster element) {
        Map<HostId, HostBuild> builds = new LinkedHashMap<>();
        nodes.forEach(node -> builds.put(node.id(), node.build()));
        element.cluster().hosts().forEach(host -> builds.put(host.id(), host.build()));
        return builds;
    }

    /** A refusal of the n-th host that joins, told of its place in the file. */
    private static Located inFile(Located refusal, List<Integer> joining) {
        String[] steps = refusal.pointer().split("/", 3);
        if (steps.length < 2) {
            return refusal;
        }
        int index = joining.get(Integer.parseInt(steps[1]));
        String rest = steps.length == 3 ? "/" + steps[2] : "";
        return new Located("/" + index + rest, refusal.refusal());
    }

    private static @Nullable Cluster withReserve(
            Cluster cluster, EstateElement.OfCluster element, ImportTally tally) {
        int wanted = element.cluster().nodeFailureReserve();
        if (wanted == cluster.nodeFailureReserve()) {
            return cluster;
        }
        return switch (cluster.withNodeFailureReserve(wanted)) {
            case Verdict.Accepted<Cluster>(var changed) -> changed;
            case Verdict.Refused<Cluster>(var refusals) -> {
                tally.refuse(refusals, element.pointer());
                yield null;
            }
        };
    }

    private static void tell(Cluster is, Cluster now, List<Host> created, ImportTally tally) {
        created.forEach(host -> tally.created(EntityKind.HOST, host.id().value()));
        if (now.equals(is)) {
            tally.unchanged(EntityKind.CLUSTER);
        } else {
            tally.changed(EntityKind.CLUSTER, is.id().value(), is.state(), now.state());
        }
    }

    private static List<Host> maintained(List<Host> hosts, EstateElement.OfCluster element) {
        return hosts.stream()
                .map(host -> HostsImport.maintained(host, element.maintenance().get(host.id())))
                .toList();
    }

    private static List<InventoryState> states(List<Host> hosts, EffectiveReserve ofGroup) {
        List<InventoryState> states = new ArrayList<>();
        hosts.forEach(host -> states.add(host.state(ofGroup)));
        return states;
    }
}
