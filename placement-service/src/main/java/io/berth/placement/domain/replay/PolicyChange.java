package io.berth.placement.domain.replay;

import io.berth.contracts.Require;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.placement.domain.policy.Goal;
import io.berth.placement.domain.policy.GroupPolicy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Another policy than the one that was decided with, for a question about the past. What is absent
 * stays as it was.
 *
 * @param reserve the reserve R of every cluster that is not named in {@code reserves}
 * @param reserves R of single clusters
 * @param group the only group whose hosts are rated otherwise; absent for all
 * @param goal of rating
 * @param memory weight, 0 to 100
 * @param cpu weight, 0 to 100
 * @param iops weight, 0 to 100
 * @param network weight, 0 to 100
 */
public record PolicyChange(
        @Nullable Integer reserve,
        Map<ClusterId, Integer> reserves,
        @Nullable HostGroupId group,
        @Nullable Goal goal,
        @Nullable Double memory,
        @Nullable Double cpu,
        @Nullable Double iops,
        @Nullable Double network) {
    /**
     * @throws IllegalArgumentException when a reserve is negative, or nothing is changed
     */
    public PolicyChange {
        reserves = Map.copyOf(reserves);
        if (reserve != null) {
            Require.range("reserve", reserve, 0, Integer.MAX_VALUE);
        }
        reserves.forEach(
                (cluster, r) -> Require.range("reserves." + cluster, r, 0, Integer.MAX_VALUE));
        boolean rated =
                goal != null || memory != null || cpu != null || iops != null || network != null;
        if (reserve == null && reserves.isEmpty() && !rated) {
            throw new IllegalArgumentException(
                    "nothing is changed; give a reserve, a goal or a weight");
        }
    }

    /** The reserve that a cluster would have had; null where it stays. */
    public @Nullable Integer reserveOf(ClusterId cluster) {
        Integer own = reserves.get(cluster);
        return own == null ? reserve : own;
    }

    /**
     * How the hosts of a group would have been rated.
     *
     * @throws IllegalArgumentException when a weight is out of range, or all would be 0
     */
    public GroupPolicy rating(HostGroupId of, GroupPolicy then) {
        if (group != null && !group.equals(of)) {
            return then;
        }
        GroupPolicy.Weights weights = then.weights();
        return new GroupPolicy(
                goal == null ? then.goal() : goal,
                new GroupPolicy.Weights(
                        orElse(memory, weights.memory()),
                        orElse(cpu, weights.cpu()),
                        orElse(iops, weights.iops()),
                        orElse(network, weights.network())));
    }

    private static double orElse(@Nullable Double other, double then) {
        return other == null ? then : other;
    }
}
