package io.berth.inventory.domain.validation;

import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HypervisorKind;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * All that a run looks at: what inventory knows of the cluster and what its nodes reported.
 *
 * @param nodes in the order of the cluster
 * @param volumes the cluster shared volumes that inventory knows
 * @param reservations the arrays below them
 * @param waited how long the nodes had to report
 */
public record Estate(
        ClusterState cluster,
        List<Node> nodes,
        List<Volume> volumes,
        List<ReservationFigure> reservations,
        Duration waited) {
    /** Copies the lists. */
    public Estate {
        nodes = List.copyOf(nodes);
        volumes = List.copyOf(volumes);
        reservations = List.copyOf(reservations);
    }

    /** Calls back for each node that reported. */
    void eachReporting(BiConsumer<HostId, HostFacts> action) {
        for (Node node : nodes) {
            HostFacts facts = node.facts();
            if (facts != null) {
                action.accept(node.id(), facts);
            }
        }
    }

    /** The hypervisor that most nodes report; with equal numbers the first of the kinds. */
    Optional<HypervisorKind> hypervisor() {
        Map<HypervisorKind, Long> kinds = new EnumMap<>(HypervisorKind.class);
        eachReporting((node, facts) -> {
            if (facts.hypervisor() != null) {
                kinds.merge(facts.hypervisor().kind(), 1L, Long::sum);
            }
        });
        return kinds.entrySet().stream()
                .max(
                        Map.Entry.<HypervisorKind, Long>comparingByValue()
                                .thenComparing(
                                        Map.Entry.<HypervisorKind, Long>comparingByKey(
                                                Comparator.reverseOrder())))
                .map(Map.Entry::getKey);
    }
}
