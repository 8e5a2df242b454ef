package io.berth.replica.app;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.replica.domain.EndedCycle;
import io.berth.replica.domain.HostStanding;
import io.berth.replica.domain.Relationship;
import io.berth.replica.domain.failover.Sight;
import io.berth.replica.store.CycleStore;
import io.berth.replica.store.HostStore;
import io.berth.replica.store.HostStore.KnownHost;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of VMs that fail over, and of their hosts, in the caller's transaction. */
@ApplicationScoped
class FailoverSights {
    private final Estate estate;
    private final HostStore hosts;
    private final CycleStore cycles;

    FailoverSights(Estate estate, HostStore hosts, CycleStore cycles) {
        this.estate = estate;
        this.hosts = hosts;
        this.cycles = cycles;
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
}
