package io.berth.placement.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.placement.Explanation;
import io.berth.contracts.placement.RatedHost;
import io.berth.contracts.placement.Refusal;
import io.berth.contracts.placement.RefusedHost;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds where a VM can go. Every reason that keeps a VM from being placed on a host counts here as
 * well, with what a running VM needs of the processor; on top of them comes that it can take its
 * state along only over a link that carries it.
 *
 * <p>Without a target the placer's candidates are asked in their order, best first: O(H log H) for
 * H hosts, as the placer itself.
 */
final class MovePlanner {
    private final Placer placer;

    MovePlanner(Placer placer) {
        this.placer = placer;
    }

    /** Where a running VM can go as wished. */
    MovePlan migration(Draft draft, VmRow vm, OperationRow.Wish wish) {
        HostId target = wish.target();
        return target == null ? anywhere(draft, vm, wish) : to(draft, vm, target, wish);
    }

    /** Whether a VM that has no host can be put on the wished one. */
    MovePlan placement(Draft draft, VmRow vm, HostId target, OperationRow.Wish wish) {
        List<Obstacle> against = placer.obstacles(draft, vm, target);
        List<Refusal> refusals = against.stream().map(Obstacle::toRefusal).toList();
        return admitted(against, wish)
                ? new MovePlan.Admitted(
                        draft.host(target), placer.only(draft, vm, target), refusals)
                : refused(target, refusals);
    }

    private MovePlan to(Draft draft, VmRow vm, HostId target, OperationRow.Wish wish) {
        List<Obstacle> against = new ArrayList<>(placer.obstaclesToMove(draft, vm, target));
        against.addAll(ofMoving(draft, vm, target, wish));
        List<Refusal> refusals = against.stream().map(Obstacle::toRefusal).toList();
        return admitted(against, wish)
                ? possible(draft, vm, target, placer.only(draft, vm, target), refusals, wish)
                : refused(target, refusals);
    }

    private static boolean admitted(List<Obstacle> against, OperationRow.Wish wish) {
        return against.isEmpty()
                || (wish.override() != null && against.stream().noneMatch(Obstacle::hard));
    }

    private static MovePlan.Impossible refused(HostId target, List<Refusal> refusals) {
        return new MovePlan.Impossible(
                MoveReason.TARGET_REFUSED,
                "host %s cannot take it: %s".formatted(target, texts(refusals)),
                List.of(new RefusedHost(target, refusals)));
    }

    private MovePlan anywhere(Draft draft, VmRow vm, OperationRow.Wish wish) {
        Explanation explanation = placer.placeRunning(draft, vm).explanation();
        List<RefusedHost> refused = new ArrayList<>(explanation.refused());
        for (RatedHost candidate : explanation.candidates()) {
            List<Obstacle> against = ofMoving(draft, vm, candidate.host(), wish);
            if (against.isEmpty()) {
                return possible(draft, vm, candidate.host(), explanation, List.of(), wish);
            }
            refused.add(
                    new RefusedHost(
                            candidate.host(), against.stream().map(Obstacle::toRefusal).toList()));
        }
        return new MovePlan.Impossible(
                MoveReason.NO_HOST, "no other host of the domain can take it", refused);
    }

    private static MovePlan possible(
            Draft draft,
            VmRow vm,
            HostId target,
            Explanation explanation,
            List<Refusal> overridden,
            OperationRow.Wish wish) {
        return switch (link(draft, vm, target, wish)) {
            case LinkRule.Answer.Choice choice ->
                    new MovePlan.Possible(
                            draft.host(target),
                            choice.mode(),
                            choice.linkMbit(),
                            choice.why(),
                            explanation,
                            overridden);
            case LinkRule.Answer.Against against ->
                    refused(target, List.of(against.obstacle().toRefusal()));
        };
    }

    /** What stands against moving, beside what stands against being placed. */
    private static List<Obstacle> ofMoving(
            Draft draft, VmRow vm, HostId target, OperationRow.Wish wish) {
        List<Obstacle> against = new ArrayList<>(0);
        if (link(draft, vm, target, wish) instanceof LinkRule.Answer.Against(var obstacle)) {
            against.add(obstacle);
        }
        return against;
    }

    private static LinkRule.Answer link(
            Draft draft, VmRow vm, HostId target, OperationRow.Wish wish) {
        return LinkRule.choose(
                LinkRule.between(
                        draft.ledger().description(vm.requiredHost()),
                        draft.ledger().description(target)),
                wish.mode());
    }

    private static String texts(List<Refusal> refusals) {
        return String.join("; ", refusals.stream().map(Refusal::text).toList());
    }
}
