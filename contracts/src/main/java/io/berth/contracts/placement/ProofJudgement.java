package io.berth.contracts.placement;

import io.berth.contracts.Require;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the proof method found: sound, sometimes pessimistic. The figures are of the combination and
 * VM that come closest to failing, or fail.
 *
 * @param holds whether all VMs find room whichever nodes fail; false proves nothing
 * @param failedNodes of that combination
 * @param critical the VM that might find no room; absent when none would have to move
 * @param required what the other VMs that move may take before it, in {@code unit}
 * @param available what the survivors can take and still have room for it, in {@code unit};
 *     negative where they are short
 * @param unit {@code MiB}, {@code percent-of-core}, {@code iops}, {@code Mbit/s}: of the quantity
 *     that limits, or of the first where several do and are weighed against each other
 */
public record ProofJudgement(
        boolean holds,
        List<HostId> failedNodes,
        @Nullable VmId critical,
        long required,
        long available,
        String unit) {
    /**
     * @throws IllegalArgumentException when a part is missing or too long, or a node stands there
     *     twice
     */
    public ProofJudgement {
        failedNodes = Require.distinct("proof.failedNodes", failedNodes, ClusterState.MAX_NODES);
        Require.text("proof.unit", unit, 32);
    }
}
