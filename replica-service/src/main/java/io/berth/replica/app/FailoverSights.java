package io.berth.replica.app;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.ids.VmId;
import io.berth.replica.domain.EndedCycle;
import io.berth.replica.domain.HostStanding;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.failover.FailoverOrders.Situation;
import io.berth.replica.domain.failover.Sight;
import io.berth.replica.store.CycleStore;
import io.berth.replica.store.FailoverStore;
import io.berth.replica.store.HostStore;
import io.berth.replica.store.HostStore.KnownHost;
import io.berth.replica.store.RecoveryPointStore;
import jakarta.enterprise.context.ApplicationScoped;
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
        RelationshipId id = relationship.id();
        VmId vm = relationship.agreement().vm();
        HostId target = relationship.agreement().target();
        HostId source = source(relationship).orElse(null);
        Set<HostId> concerned = new HashSet<>(Set.of(target));
        if (source != null) {
            concerned.add(source);
        }
        Hosts known = hosts(concerned);
        return new Situation(
                relationship,
                failovers.find(id).orElse(null),
                points.of(List.of(id)).getOrDefault(id, List.of()),
                known.sight(vm, source == null ? target : source),
                source,
                known.standing(target),
                estate.domainOf(target).orElse(null),
                failovers.openOf(vm).filter(open -> !open.relationship().equals(id)).orElse(null));
    }
}
