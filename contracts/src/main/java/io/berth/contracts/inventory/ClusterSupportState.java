package io.berth.contracts.inventory;

import io.berth.contracts.EventType;
import io.berth.contracts.Require;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.ValidationRunId;
import java.time.Instant;

/**
 * Whether a cluster is supported, as its newest validation run said, and whether that still holds.
 *
 * @param run the run that the answer comes from
 * @param validatedAt when that run ended
 * @param reasons how many reasons stand against support, or how many things have changed since
 */
@EventType("io.berth.inventory.cluster-support-state.v1")
public record ClusterSupportState(
        ClusterId cluster,
        Answer answer,
        ValidationRunId run,
        Instant validatedAt,
        int reasons,
        long revision)
        implements FabricState {
    /** Most reasons that are counted. */
    public static final int MAX_REASONS = 100_000;

    /** Whether it is supported. */
    public enum Answer {
        /** Every test passed and every component is certified. */
        SUPPORTED,
        /** Something stands against it. */
        NOT_SUPPORTED,
        /** Nodes, networks or storage have changed since; a new run is needed. */
        STALE
    }

    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public ClusterSupportState {
        Require.present("cluster", cluster);
        Require.present("answer", answer);
        Require.present("run", run);
        Require.present("validatedAt", validatedAt);
        Require.range("reasons", reasons, 0, MAX_REASONS);
        Require.range("revision", revision, 0, Long.MAX_VALUE);
    }

    @Override
    public String partitionKey() {
        return "cluster-support/" + cluster;
    }
}
