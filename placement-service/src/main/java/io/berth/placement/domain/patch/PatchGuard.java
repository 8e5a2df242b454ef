package io.berth.placement.domain.patch;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.placement.Refusal;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.move.Draining;
import io.berth.placement.domain.operation.Move;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.reserve.ClusterPicture;
import io.berth.placement.domain.reserve.ClusterReading;
import io.berth.placement.domain.reserve.DrainedCluster;
import io.berth.placement.domain.reserve.ReserveJudgement;
import io.berth.placement.domain.reserve.ReserveText;
import io.berth.placement.domain.reserve.SearchBudget;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.state.Input;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the reserve of a cluster while its nodes are emptied: knows the cluster as it will be when
 * all that has been begun with has ended, and judges what would come next. Lives for one turn.
 *
 * <p>Where the reserve holds, a VM goes only where it holds afterwards as well: that all VMs find
 * room in every combination says nothing of where they lie then. Where it does not hold any more,
 * because a node has failed or VMs have come, VMs that have begun to leave go on leaving.
 */
public final class PatchGuard {
    /**
     * Effort of one judgement: a tenth of a second at most, since everything else of the domain
     * waits meanwhile.
     */
    public static final SearchBudget BUDGET = new SearchBudget(2_000_000, 200_000, 0);

    /** Judgements of one turn; what is left waits for the next. */
    private static final int MAX_JUDGEMENTS = 32;

    private static final int MAX_TEXT = 512;

    private final boolean setAside;
    private DrainedCluster cluster;
    private boolean holds;
    private int judgements;

    /**
     * @param cluster with all that has begun as though it had ended
     * @param setAside whether somebody has given a reason to go on without the reserve
     */
    PatchGuard(DrainedCluster cluster, boolean setAside) {
        this.cluster = cluster;
        this.setAside = setAside;
        this.holds = !setAside && !cluster.judge(BUDGET).overCommitted();
    }

    /** The cluster as it is before the turn. */
    static ClusterPicture picture(Draft draft, Input.PatchTurn facts, Rulebook rulebook) {
        List<HostState> specified = new ArrayList<>();
        for (HostId host : draft.hostIds()) {
            HostDescription description = draft.ledger().description(host);
            if (description != null) {
                specified.add(description.specification());
            }
        }
        Set<VmId> stopped = Set.copyOf(facts.stopped());
        return ClusterReading.of(
                facts.cluster(), specified, draft.base(), rulebook, stopped::contains);
    }

    /** Where VMs on their way go. */
    static Map<VmId, HostId> targets(Draft draft) {
        Map<VmId, HostId> targets = new HashMap<>();
        for (OperationRow row : draft.operations()) {
            for (Move move : row.reservations()) {
                targets.put(move.vm(), Objects.requireNonNull(move.target()));
            }
        }
        return targets;
    }

    /** A VM that another operation moves there; null when there is none. */
    static @Nullable VmId coming(Draft draft, HostId host) {
        return targets(draft).entrySet().stream()
                .filter(entry -> entry.getValue().equals(host))
                .map(Map.Entry::getKey)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** How the reserve is with one node more away. */
    ReserveJudgement without(HostId host) {
        return cluster.without(host).judge(BUDGET);
    }

    /** The node is begun with. */
    void begun(HostId host, ReserveJudgement judgement) {
        cluster = cluster.without(host);
        holds = !setAside && !judgement.overCommitted();
    }

    /** For the moves of a node. */
    Draining.Guard ofMoves() {
        return new Draining.Guard(this::against, this::begun);
    }

    private void begun(VmId vm, HostId target) {
        cluster = cluster.with(vm, target);
    }

    private Optional<Refusal> against(VmId vm, HostId target) {
        if (!holds) {
            return Optional.empty();
        }
        if (judgements == MAX_JUDGEMENTS) {
            return Optional.of(refusal("the reserve has not been judged yet with the VM there"));
        }
        judgements++;
        ReserveJudgement judgement = cluster.with(vm, target).judge(BUDGET);
        return judgement.overCommitted()
                ? Optional.of(refusal("with the VM there " + ReserveText.of(judgement)))
                : Optional.empty();
    }

    private static Refusal refusal(String text) {
        return new Refusal(
                "breaks-reserve",
                false,
                null,
                null,
                "",
                text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT));
    }
}
