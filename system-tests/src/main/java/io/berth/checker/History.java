package io.berth.checker;

import java.time.Instant;
import java.util.List;

/**
 * All that the checker has read, in the order of each partition.
 *
 * @param observations of agents, from {@code telemetry.heartbeats} and {@code hosts.reports}
 * @param nodeFacts from {@code monitoring.node-events}
 * @param decisions from {@code placement.decisions}
 * @param definitions the newest of each VM, from {@code inventory.state}
 * @param answers of placement's REST interface; empty when it was not asked
 * @param witnesses of VMs that ran twice; empty when there were none, or nobody was asked
 * @param replicaFacts from {@code hosts.commands}, {@code hosts.reports} and {@code replica.events}
 * @param rpoClaims of the replica service's REST interface; empty when it was not asked
 * @param scan for planted secrets
 * @param unreadable records of the services' own topics that are not what they must be
 * @param end the broker's time of the last record of {@code telemetry.heartbeats}
 */
public record History(
        List<Observation> observations,
        List<NodeFact> nodeFacts,
        List<Decision> decisions,
        List<Definition> definitions,
        List<Answer> answers,
        List<Witness> witnesses,
        List<ReplicaFact> replicaFacts,
        List<RpoClaim> rpoClaims,
        SecretScan scan,
        List<Position> unreadable,
        Instant end) {
    public History {
        observations = List.copyOf(observations);
        nodeFacts = List.copyOf(nodeFacts);
        decisions = List.copyOf(decisions);
        definitions = List.copyOf(definitions);
        answers = List.copyOf(answers);
        witnesses = List.copyOf(witnesses);
        replicaFacts = List.copyOf(replicaFacts);
        rpoClaims = List.copyOf(rpoClaims);
        unreadable = List.copyOf(unreadable);
    }
}
