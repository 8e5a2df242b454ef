package io.berth.placement.domain.operation;

import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.placement.PatchStepChanged;
import io.berth.contracts.placement.PatchStepState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a patch operation has beyond its moves. Hard state, part of the operation's row.
 *
 * @param wish what was asked for
 * @param steps the nodes in the order in which they are patched; empty before it was made
 * @param blocked why no other node is begun with, with figures; empty when nothing stands against
 *     it
 * @param nextTurn when it is looked at again whether something can begin; absent when nothing can
 *     before something else has happened
 * @param retryAt when VMs that could not be moved are tried again; absent when there are none
 */
public record PatchRun(
        PatchWish wish,
        List<PatchStep> steps,
        String blocked,
        @Nullable Instant nextTurn,
        @Nullable Instant retryAt) {
    /**
     * What was asked for.
     *
     * @param nodes all of the cluster when empty
     * @param atOnce how many nodes may be away at the same time
     * @param rebootMeansPatched whether a new life of its agent says that a node is patched
     * @param patchLimit how long a node may take to be patched, and to come back
     */
    public record PatchWish(
            List<HostId> nodes, int atOnce, boolean rebootMeansPatched, Duration patchLimit) {
        /**
         * @throws IllegalArgumentException when a part is missing or out of range
         */
        public PatchWish {
            nodes = Require.distinct("patch.nodes", nodes, ClusterState.MAX_NODES);
            Require.range("patch.atOnce", atOnce, 1, ClusterState.MAX_NODES);
            Require.notNegative("patch.patchLimit", patchLimit);
        }
    }

    /**
     * @throws IllegalArgumentException when a part is missing or too long
     */
    public PatchRun {
        Require.present("patch.wish", wish);
        steps = Require.list("patch.steps", steps, ClusterState.MAX_NODES);
        blocked =
                blocked.length() <= PatchStepChanged.MAX_DETAIL
                        ? blocked
                        : blocked.substring(0, PatchStepChanged.MAX_DETAIL);
    }

    /** The step of a node. */
    public Optional<PatchStep> step(HostId host) {
        return steps.stream().filter(step -> step.host().equals(host)).findFirst();
    }

    /** Whether the operation keeps VMs away from the node. */
    public boolean closes(HostId host) {
        return steps.stream().anyMatch(step -> step.host().equals(host) && step.state().closes());
    }

    /** Whether a node is in this state. */
    public boolean any(PatchStepState state) {
        return steps.stream().anyMatch(step -> step.state() == state);
    }

    /** How many nodes are closed to be patched. */
    public long closed() {
        return steps.stream().filter(step -> step.state().closes()).count();
    }

    /** When the first node has taken too long; absent when none is waited for. */
    public @Nullable Instant deadline() {
        return steps.stream()
                .filter(PatchRun::isWaitedFor)
                .map(step -> step.since().plus(wish.patchLimit()))
                .min(Instant::compareTo)
                .orElse(null);
    }

    private static boolean isWaitedFor(PatchStep step) {
        return step.state() == PatchStepState.PATCHING || step.state() == PatchStepState.VALIDATING;
    }

    /** With these nodes, in this order. */
    public PatchRun withSteps(List<PatchStep> all) {
        return new PatchRun(wish, all, blocked, nextTurn, retryAt);
    }

    /** With a node as it is now. */
    public PatchRun with(PatchStep changed) {
        return withSteps(
                steps.stream()
                        .map(step -> step.host().equals(changed.host()) ? changed : step)
                        .toList());
    }

    /** No other node is begun with, for this reason. */
    public PatchRun waiting(String why, @Nullable Instant turn) {
        return new PatchRun(wish, steps, why, turn, retryAt);
    }

    /** To be looked at again then; null when only something else can set it going. */
    public PatchRun turningAt(@Nullable Instant turn) {
        return new PatchRun(wish, steps, blocked, turn, retryAt);
    }

    /** Whether it is time to try again what could not be moved. */
    public boolean retries(Instant now) {
        return retryAt != null && !now.isBefore(retryAt);
    }

    /** To try again then what could not be moved; null when there is nothing. */
    public PatchRun retryingAt(@Nullable Instant at) {
        return new PatchRun(wish, steps, blocked, nextTurn, at);
    }

    /** The nodes that any of these operations has closed to be patched. */
    public static Set<HostId> away(Collection<OperationRow> operations) {
        Set<HostId> away = new HashSet<>();
        for (OperationRow row : operations) {
            PatchRun run = row.patch();
            for (PatchStep step : run == null ? List.<PatchStep>of() : run.steps()) {
                if (step.state().closes()) {
                    away.add(step.host());
                }
            }
        }
        return away;
    }

    /** The nodes that have come to another state, for those who act on it. */
    public static List<PatchStepChanged> changes(
            DomainId domain, @Nullable OperationRow before, OperationRow after) {
        PatchRun run = after.patch();
        if (run == null) {
            return List.of();
        }
        PatchRun known = before == null ? null : before.patch();
        List<PatchStepChanged> changes = new ArrayList<>();
        for (PatchStep step : run.steps()) {
            PatchStep was = known == null ? null : known.step(step.host()).orElse(null);
            boolean news =
                    was == null
                            ? step.state() != PatchStepState.QUEUED
                            : was.state() != step.state() || !was.since().equals(step.since());
            if (news) {
                changes.add(
                        new PatchStepChanged(
                                after.id(),
                                domain,
                                step.host(),
                                step.state(),
                                step.detail(),
                                step.since()));
            }
        }
        return changes;
    }
}
