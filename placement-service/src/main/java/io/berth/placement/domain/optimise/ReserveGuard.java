package io.berth.placement.domain.optimise;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostState;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.PatchRun;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.reserve.ClusterPicture;
import io.berth.placement.domain.reserve.ClusterReading;
import io.berth.placement.domain.reserve.DrainedCluster;
import io.berth.placement.domain.reserve.ReserveJudge;
import io.berth.placement.domain.reserve.ReserveJudgement;
import io.berth.placement.domain.reserve.SearchBudget;
import io.berth.placement.domain.reserve.Tenant;
import io.berth.placement.domain.state.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a cluster able to lose as many nodes as it can lose now: its node failure reserve where
 * that is kept, and otherwise the largest number that is. Which of the VMs that are stopped still
 * exist is not known here, so they do not count on either side of the comparison.
 *
 * <p>Where the search budget ends, the proof method decides, as it does for the verdict that is
 * published; so an answer may be needlessly careful, and never careless.
 */
final class ReserveGuard {
    /** A plan asks for dozens of judgements; each may take a hundredth of a published one. */
    private static final SearchBudget BUDGET = new SearchBudget(400_000, 100_000, 0);

    private static final int NO_LIMIT = 0;

    private final int mayFail;
    private @Nullable ClusterPicture picture;

    private ReserveGuard(@Nullable ClusterPicture picture, int mayFail) {
        this.picture = picture;
        this.mayFail = mayFail;
    }

    /** Of the domain's cluster; one that has nothing to keep where it has no reserve. */
    static ReserveGuard of(Draft draft, Rulebook rulebook) {
        ClusterPicture picture = picture(draft, rulebook);
        if (picture == null || picture.reserve() == NO_LIMIT) {
            return new ReserveGuard(picture, NO_LIMIT);
        }
        int mayFail =
                judge(picture, picture.reserve()).overCommitted()
                        ? Math.min(
                                ReserveJudge.tolerance(picture, BUDGET).mayFail(),
                                picture.reserve())
                        : picture.reserve();
        return new ReserveGuard(picture, mayFail);
    }

    /**
     * The cluster of a domain with all VMs that are on their way, without the nodes that are closed
     * to be patched; null when it is none.
     */
    static @Nullable ClusterPicture picture(Draft draft, Rulebook rulebook) {
        ClusterState cluster = null;
        List<HostState> specified = new ArrayList<>();
        for (HostId host : draft.hostIds()) {
            HostDescription description = draft.ledger().description(host);
            if (description != null) {
                specified.add(description.specification());
                cluster = description.cluster() == null ? cluster : description.cluster();
            }
        }
        if (cluster == null) {
            return null;
        }
        ClusterPicture picture =
                ClusterReading.of(cluster, specified, draft.base(), rulebook, stopped -> false);
        for (OperationRow operation : draft.operations()) {
            for (Move move : operation.reservations()) {
                HostId target = move.target();
                picture = target == null ? picture : moved(picture, move.vm(), target);
            }
        }
        Set<HostId> away = PatchRun.away(draft.operations());
        return away.isEmpty() ? picture : DrainedCluster.of(picture, away, Map.of()).picture();
    }

    /** Whether as many nodes may fail when this VM is there. */
    boolean admits(VmId vm, HostId target) {
        return picture == null
                || mayFail <= NO_LIMIT
                || !judge(moved(picture, vm, target), mayFail).overCommitted();
    }

    /** The VM is there. */
    void moved(VmId vm, HostId target) {
        picture = picture == null ? null : moved(picture, vm, target);
    }

    /**
     * Whether the node failure reserve is kept without these nodes, on which no VM is any more.
     *
     * @return the judgement; null where there is no cluster
     */
    @Nullable ReserveJudgement without(Set<HostId> nodes) {
        ClusterPicture cluster = picture;
        return cluster == null ? null : judge(cluster.afterFailureOf(nodes), cluster.reserve());
    }

    /** How many nodes the cluster has, alive or not; 0 where there is no cluster. */
    int configured() {
        return picture == null ? 0 : picture.configured();
    }

    /** How many nodes function; 0 where there is no cluster. */
    int functioning() {
        return picture == null ? 0 : picture.functioning();
    }

    /** This guard as it is now, to try something with. */
    ReserveGuard copy() {
        return new ReserveGuard(picture, mayFail);
    }

    static ClusterPicture moved(ClusterPicture picture, VmId vm, HostId target) {
        for (Tenant tenant : picture.tenants()) {
            if (tenant.vm().equals(vm)) {
                return picture.without(vm)
                        .plus(
                                new Tenant(
                                        vm,
                                        tenant.size(),
                                        target,
                                        tenant.movable(),
                                        tenant.antiAffinitySet(),
                                        tenant.admitted()));
            }
        }
        return picture;
    }

    private static ReserveJudgement judge(ClusterPicture picture, int nodes) {
        return ReserveJudge.judge(picture.withReserve(nodes), BUDGET);
    }
}
