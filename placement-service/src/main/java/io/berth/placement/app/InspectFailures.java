package io.berth.placement.app;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.monitoring.FencingEvidence;
import io.berth.placement.domain.FailureForecast;
import io.berth.placement.domain.policy.Moment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says what would become of VMs if hosts died now, and whether the monitor could say by itself that
 * they did. Changes nothing; any instance can, whoever owns the domain.
 */
@ApplicationScoped
public class InspectFailures {
    private final InspectDomain inspect;
    private final HostCatalog hosts;
    private final ClusterCatalog clusters;
    private final DecisionRoom room;
    private final InstantSource clock;

    @Inject
    public InspectFailures(
            InspectDomain inspect,
            HostCatalog hosts,
            ClusterCatalog clusters,
            DecisionRoom room,
            InstantSource clock) {
        this.inspect = inspect;
        this.hosts = hosts;
        this.clusters = clusters;
        this.room = room;
        this.clock = clock;
    }

    /** Whether a death would be acted on without anybody's help. */
    public enum Detection {
        /** The monitor sees the silence, and a lease that runs out under a watchdog proves it. */
        AUTOMATIC,
        /** More than half of the cluster would be silent at once: the failures are held. */
        HELD_MORE_THAN_HALF,
        /** A single node has nobody who could tell its death from its isolation. */
        SINGLE_NODE,
        /** Hosts outside of a cluster need the word of their BMC or of an operator. */
        NO_CLUSTER
    }

    /**
     * What would happen in one domain.
     *
     * @param nodes configured in the cluster; 0 where there is no cluster
     */
    public record Answer(
            DomainId domain,
            Set<HostId> failed,
            int nodes,
            Detection detection,
            FailureForecast forecast) {
        /** Takes a copy. */
        public Answer {
            failed = Set.copyOf(failed);
        }
    }

    /** What came of a question. */
    public sealed interface Forecast {
        /** One answer for each domain that has one of the hosts, in order of id. */
        record Known(List<Answer> answers) implements Forecast {
            /** Takes a copy. */
            public Known {
                answers = List.copyOf(answers);
            }
        }

        /** Inventory has none of these. */
        record UnknownHosts(Set<HostId> hosts) implements Forecast {
            /** Takes a copy. */
            public UnknownHosts {
                hosts = Set.copyOf(hosts);
            }
        }
    }

    /** What would happen if these hosts died now, all together. */
    public Forecast failures(Set<HostId> dying, FencingEvidence evidence) {
        Map<DomainId, Set<HostId>> byDomain = new TreeMap<>();
        Set<HostId> unknown = new TreeSet<>();
        for (HostId host : dying) {
            HostState known = hosts.specification(host);
            if (known == null) {
                unknown.add(host);
            } else {
                byDomain.computeIfAbsent(known.domain(), domain -> new TreeSet<>()).add(host);
            }
        }
        if (!unknown.isEmpty()) {
            return new Forecast.UnknownHosts(unknown);
        }
        List<Answer> answers = new ArrayList<>();
        byDomain.forEach((domain, failed) -> answers.add(answer(domain, failed, evidence)));
        return new Forecast.Known(answers);
    }

    private Answer answer(DomainId domain, Set<HostId> failed, FencingEvidence evidence) {
        Moment moment = new Moment(clock.instant(), Moment.seedOf(domain.value()), hosts.offsets());
        FailureForecast forecast =
                inspect.state(domain)
                        .map(copy ->
                                FailureForecast.of(room.rules(), copy, failed, evidence, moment))
                        .orElseGet(() -> new FailureForecast(List.of()));
        int nodes = clusters.cluster(domain).map(ClusterState::nodes).map(List::size).orElse(0);
        return new Answer(domain, failed, nodes, detection(nodes, failed.size()), forecast);
    }

    private static Detection detection(int nodes, int failed) {
        if (nodes == 0) {
            return Detection.NO_CLUSTER;
        }
        if (nodes == 1) {
            return Detection.SINGLE_NODE;
        }
        return 2 * failed > nodes ? Detection.HELD_MORE_THAN_HALF : Detection.AUTOMATIC;
    }
}
