package io.berth.replica.app;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.replica.domain.EndedCycle;
import io.berth.replica.domain.HostStanding;
import io.berth.replica.domain.RecoveryPoint;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.failover.Failover;
import io.berth.replica.domain.failover.FailoverOrders.Situation;
import io.berth.replica.domain.failover.Sight;
import io.berth.replica.store.CycleStore;
import io.berth.replica.store.FailoverStore;
import io.berth.replica.store.HostStore;
import io.berth.replica.store.HostStore.KnownHost;
import io.berth.replica.store.RecoveryPointStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of VMs that fail over, and of their hosts, in the caller's transaction. */
@ApplicationScoped
class FailoverSights {
    private final Estate estate;
    private final HostStore hosts;
    private final CycleStore cycles;
    private final FailoverStore failovers;
    private final RecoveryPointStore points;

    FailoverSights(
            Estate estate,
            HostStore hosts,
            CycleStore cycles,
            FailoverStore failovers,
            RecoveryPointStore points) {
        this.estate = estate;
        this.hosts = hosts;
        this.cycles = cycles;
        this.failovers = failovers;
        this.points = points;
    }

    /** How these hosts are, read once. */
    final class Hosts {
        private final Map<HostId, KnownHost> known;

        private Hosts(Set<HostId> asked) {
            known = hosts.of(asked);
        }

        /** A host of which nothing was heard is taken for up: nobody has said otherwise. */
        HostStanding standing(HostId host) {
            KnownHost found = known.get(host);
            return found == null ? HostStanding.UP : found.standing();
        }

        /** Of a VM that this host runs, or ran. */
        Sight sight(VmId vm, HostId source) {
            return new Sight(
                    estate.assignmentOf(vm).orElse(null),
                    standing(source),
                    estate.specOf(vm).orElse(null));
        }
    }

    Hosts hosts(Set<HostId> asked) {
        return new Hosts(asked);
    }

    /** The host that runs the VM, or ran its newest cycle; empty when nobody knows. */
    Optional<HostId> source(Relationship relationship) {
        return estate.runsOn(relationship.agreement().vm())
                .or(() ->
                        cycles.page(relationship.id(), Long.MAX_VALUE, 1).stream()
                                .map(EndedCycle::cycle)
                                .map(cycle -> cycle.source())
                                .findFirst());
    }

    /** What stands for and against a failover of a relationship whose row is locked. */
    Situation situation(Relationship relationship) {
        return situations(List.of(relationship)).getFirst();
    }

    /** The same for several, in their order; what can be read for all at once is. */
    List<Situation> situations(Collection<Relationship> relationships) {
        List<RelationshipId> ids = relationships.stream().map(Relationship::id).toList();
        Map<RelationshipId, Failover> newest = failovers.of(ids);
        Map<RelationshipId, List<RecoveryPoint>> held = points.of(ids);
        Map<VmId, Failover> open =
                failovers.openOf(relationships.stream().map(one -> one.agreement().vm()).toList());
        Map<RelationshipId, HostId> sources = new HashMap<>();
        Set<HostId> concerned = new HashSet<>();
        for (Relationship one : relationships) {
            source(one).ifPresent(host -> sources.put(one.id(), host));
            concerned.add(one.agreement().target());
        }
        concerned.addAll(sources.values());
        Hosts known = hosts(concerned);
        List<Situation> situations = new ArrayList<>();
        for (Relationship one : relationships) {
            VmId vm = one.agreement().vm();
            HostId target = one.agreement().target();
            HostId source = sources.get(one.id());
            Failover other = open.get(vm);
            situations.add(
                    new Situation(
                            one,
                            newest.get(one.id()),
                            held.getOrDefault(one.id(), List.of()),
                            known.sight(vm, source == null ? target : source),
                            source,
                            known.standing(target),
                            estate.domainOf(target).orElse(null),
                            other == null || other.relationship().equals(one.id()) ? null : other));
        }
        return situations;
    }
}
