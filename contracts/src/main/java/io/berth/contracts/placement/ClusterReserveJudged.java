package io.berth.contracts.placement;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.inventory.ClusterState;
import java.time.Instant;

/**
 * Whether a cluster could lose as many nodes as its reserve says and still hold its VMs, by three
 * judgements side by side.
 *
 * @param overCommitted the verdict: the exact judgement where it answers, else the proof method
 * @param configured N, all nodes of the cluster
 * @param functioning F, those that are up and not in maintenance
 * @param reserve R, how many of the functioning ones may fail
 * @param vms that count, running or not
 * @param revision rises with every judgement of this cluster; of two records the higher one holds
 */
@EventType("io.berth.placement.cluster-reserve-judged.v1")
public record ClusterReserveJudged(
        ClusterId cluster,
        DomainId domain,
        boolean overCommitted,
        ReserveDecider decidedBy,
        int configured,
        int functioning,
        int reserve,
        long vms,
        SlotJudgement slots,
        ProofJudgement proof,
        ExactJudgement exact,
        Instant judgedAt,
        long revision)
        implements ClusterEvent {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ClusterReserveJudged {
        Require.present("cluster", cluster);
        Require.present("domain", domain);
        Require.present("decidedBy", decidedBy);
        Require.range("configured", configured, 0, ClusterState.MAX_NODES);
        Require.range("functioning", functioning, 0, ClusterState.MAX_NODES);
        Require.range("reserve", reserve, 0, ClusterState.MAX_NODES);
        Require.range("vms", vms, 0, Long.MAX_VALUE);
        Require.present("slots", slots);
        Require.present("proof", proof);
        Require.present("exact", exact);
        Require.present("judgedAt", judgedAt);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return cluster.value();
    }
}
