package io.berth.placement.domain.recover;

import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.StartOrder;
import io.berth.contracts.placement.VmTurnCame;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.StartTurn;
import io.berth.placement.domain.vm.VmRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Tells hosts to start the VMs of a group tier by tier.
 *
 * <h2>Goals</h2>
 *
 * Where several VMs of a group are being started, none of a higher tier is started before all of
 * lower ones run; and an application comes up even where one of its VMs does not.
 *
 * <h2>Constraints</h2>
 *
 * The room is taken at once, by restart priority: what waits for its turn has its host. A VM is
 * waited for while it is being started, that is {@link VmRow#isBeingStarted}: not one that runs,
 * that nobody asked for, or that no host can take. The wait is bounded. A host is told to start a
 * VM only while it is up and under the grant that the VM was placed under.
 *
 * <h2>Steps</h2>
 *
 * After every input, for each VM that awaits its turn, lowest tier first:
 *
 * <ol>
 *   <li>While others of its group in lower tiers are being started, it waits for them, at most
 *       until the end that was fixed when it began to: the patience of the policy and the longest
 *       delay, for each of the tiers that it then waited for.
 *   <li>Then it waits for its own delay, unless it has waited for nobody. If meanwhile one of the
 *       lower tiers is lost and started again, step 1 holds again, with the same end.
 *   <li>Then its host is told; it is told that it went on without others where they did not come.
 * </ol>
 *
 * <h2>Worked example</h2>
 *
 * Host A fails with {@code db} (tier 1), {@code app} (tier 2, 30 s) and {@code web} (tier 3). All
 * three are placed at 12:00:00, and the host of {@code db} is told. It reports {@code db} running
 * at 12:00:20; {@code app} waits for its delay, {@code web} for {@code app}. At 12:00:50 the host
 * of {@code app} is told; {@code web} follows when it runs. Had {@code db} not come up at all,
 * {@code app} would have been started at 12:05:00 without it, and {@code web} at 12:10:30 at the
 * latest.
 *
 * <h2>Complexity</h2>
 *
 * O(W + G) for W VMs that wait and G in their groups; nothing where none waits.
 */
public final class StartTurns {
    private static final Comparator<VmRow> LOWEST_TIER_FIRST =
            Comparator.comparingInt(StartTurns::tier).thenComparing(VmRow.RESTART_ORDER);

    private final PlacementPolicy policy;
    private final Replacement replacement;

    public StartTurns(PlacementPolicy policy, Replacement replacement) {
        this.policy = policy;
        this.replacement = replacement;
    }

    /** Tells the hosts of those whose turn it is. */
    public void followUp(Draft draft) {
        List<VmRow> waiting = draft.awaitingTurn();
        if (waiting.isEmpty()) {
            return;
        }
        for (VmRow vm : waiting) {
            if (grantIsOver(draft, vm)) {
                replacement.withdrawUntold(draft, vm);
            }
        }
        Map<String, List<VmRow>> starting = new HashMap<>();
        for (VmRow vm : draft.awaitingTurn().stream().sorted(LOWEST_TIER_FIRST).toList()) {
            String group = order(vm).group();
            follow(draft, vm, starting.computeIfAbsent(group, name -> beingStarted(draft, name)));
        }
    }

    /** It came under another grant without having lost its VMs: they are not highly available. */
    private static boolean grantIsOver(Draft draft, VmRow vm) {
        HostRow host = draft.host(vm.requiredHost());
        return host.mayReceive() && !host.tenure().equals(vm.tenure());
    }

    private static List<VmRow> beingStarted(Draft draft, String group) {
        return draft.ofStartGroup(group).stream()
                .filter(VmRow::isBeingStarted)
                .sorted(LOWEST_TIER_FIRST)
                .toList();
    }

    /**
     * @param starting those of its group that are being started, lowest tier first, itself included
     */
    private void follow(Draft draft, VmRow vm, List<VmRow> starting) {
        StartTurn turn = Objects.requireNonNull(vm.conduct().turn());
        VmRow first = starting.getFirst();
        Instant until = turn.until();
        if (tier(first) >= tier(vm)) {
            StartTurn delayed =
                    turn.hasWaited() ? turn.delayed(draft.now(), order(vm).delay()) : turn;
            Instant after = delayed.after();
            if (after == null || !draft.now().isBefore(after)) {
                start(draft, vm, delayed, List.of());
            } else {
                draft.put(vm.awaiting(delayed));
            }
        } else if (until == null || draft.now().isBefore(until)) {
            draft.put(
                    vm.awaiting(
                            turn.awaiting(
                                    first.vm(),
                                    tier(first),
                                    draft.now().plus(longest(starting, tier(vm))))));
        } else {
            start(draft, vm, turn, below(starting, tier(vm)));
        }
    }

    /** A host that cannot be told now is told when it can, unless it is lost before. */
    private void start(Draft draft, VmRow vm, StartTurn turn, List<VmId> without) {
        if (!draft.host(vm.requiredHost()).mayReceive()) {
            draft.put(vm.awaiting(turn).due(null));
            return;
        }
        VmRow told = vm.turnCame(draft.now().plus(policy.startDeadline()));
        draft.put(told);
        if (turn.hasWaited()) {
            draft.announce(
                    new VmTurnCame(
                            vm.vm(),
                            draft.domain(),
                            vm.requiredHost(),
                            vm.epoch(),
                            order(vm),
                            Duration.between(turn.since(), draft.now()),
                            without));
        }
        Replacement.start(draft, told, null);
    }

    /** How long all that is below a tier may take. */
    private Duration longest(List<VmRow> starting, int tier) {
        Map<Integer, Duration> delays = new TreeMap<>();
        for (VmRow vm : starting) {
            if (tier(vm) < tier) {
                delays.merge(tier(vm), order(vm).delay(), (a, b) -> a.compareTo(b) < 0 ? b : a);
            }
        }
        Duration sum = policy.startPatience().multipliedBy(delays.size());
        for (Duration delay : delays.values()) {
            sum = sum.plus(delay);
        }
        return sum;
    }

    private static List<VmId> below(List<VmRow> starting, int tier) {
        List<VmId> below = new ArrayList<>();
        for (VmRow vm : starting) {
            if (tier(vm) < tier && below.size() < VmTurnCame.MAX_WITHOUT) {
                below.add(vm.vm());
            }
        }
        return below;
    }

    private static int tier(VmRow vm) {
        return order(vm).tier();
    }

    private static StartOrder order(VmRow vm) {
        return Objects.requireNonNull(vm.spec().startOrder());
    }
}
