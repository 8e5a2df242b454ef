package io.berth.placement.domain.move;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.placement.Explanation;
import io.berth.contracts.placement.RatedHost;
import io.berth.contracts.placement.Refusal;
import io.berth.contracts.placement.RefusedHost;
import io.berth.placement.domain.fit.LinkRule;
import io.berth.placement.domain.fit.Obstacle;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.operation.MovePlan;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.place.Placer;
import io.berth.placement.domain.policy.OperationPolicy;
import io.berth.placement.domain.state.Draft;
import io.berth.placement.domain.vm.Payload;
import io.berth.placement.domain.vm.VmRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds where a VM can go. Every reason that keeps a VM from being placed on a host counts here as
 * well, with what a running VM needs of the processor; on top of them comes that it can take its
 * state along, and its disks where they lie on the host's own, only over a link that carries them,
 * and only in a time that somebody can wait for.
 *
 * <p>Without a target the placer's candidates are asked in their order, best first: O(H log H) for
 * H hosts, as the placer itself.
 */
public final class MovePlanner {
    private static final Function<HostId, Optional<Refusal>> NOTHING_MORE =
            host -> Optional.empty();

    private final Placer placer;
    private final OperationPolicy policy;

    public MovePlanner(Placer placer, OperationPolicy policy) {
        this.placer = placer;
        this.policy = policy;
    }

    /** Where a running VM can go as wished. */
    public MovePlan migration(Draft draft, VmRow vm, OperationRow.Wish wish) {
        HostId target = wish.target();
        return target == null
                ? anywhere(
                        draft,
                        vm,
                        placer.placeRunning(draft, vm, further(draft, vm, wish)),
                        wish,
                        NOTHING_MORE)
                : to(draft, vm, target, wish);
    }

    /**
     * Where a VM can go whose host is to be empty: with those it is kept together with, if it can.
     *
     * @param more what else stands against a host that could take it; asked of the best first, and
     *     only where no target is wished
     */
    MovePlan leaving(
            Draft draft,
            VmRow vm,
            OperationRow.Wish wish,
            Function<HostId, Optional<Refusal>> more) {
        HostId target = wish.target();
        if (target != null) {
            return to(draft, vm, target, wish);
        }
        Function<HostId, List<Obstacle>> further = further(draft, vm, wish);
        MovePlan plan = anywhere(draft, vm, placer.placeLeaving(draft, vm, further), wish, more);
        return plan instanceof MovePlan.Impossible && vm.spec().affinitySet() != null
                ? anywhere(draft, vm, placer.placeLeavingApart(draft, vm, further), wish, more)
                : plan;
    }

    /** Whether a VM that has no host can be put on the wished one. */
    public MovePlan placement(Draft draft, VmRow vm, HostId target, OperationRow.Wish wish) {
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

    private Function<HostId, List<Obstacle>> further(
            Draft draft, VmRow vm, OperationRow.Wish wish) {
        return host -> ofMoving(draft, vm, host, wish);
    }

    private static MovePlan anywhere(
            Draft draft,
            VmRow vm,
            Placer.Answer answer,
            OperationRow.Wish wish,
            Function<HostId, Optional<Refusal>> more) {
        return switch (answer) {
            case Placer.Answer.Chosen chosen -> {
                Explanation explanation = chosen.explanation();
                List<RefusedHost> refused = new ArrayList<>(explanation.refused());
                for (RatedHost candidate : explanation.candidates()) {
                    HostId host = candidate.host();
                    List<Refusal> against = more.apply(host).stream().toList();
                    if (against.isEmpty()) {
                        yield possible(draft, vm, host, explanation, List.of(), wish);
                    }
                    refused.add(new RefusedHost(host, against));
                }
                yield nowhere(refused);
            }
            case Placer.Answer.Nowhere nowhere -> nowhere(nowhere.explanation().refused());
        };
    }

    private static MovePlan.Impossible nowhere(List<RefusedHost> refused) {
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
            case LinkRule.Answer.Choice choice -> {
                Payload payload = Payload.of(vm.spec(), choice.linkMbit());
                yield new MovePlan.Possible(
                        draft.host(target),
                        choice.mode(),
                        choice.linkMbit(),
                        payload,
                        choice.why() + freight(payload),
                        explanation,
                        overridden);
            }
            case LinkRule.Answer.Against against ->
                    refused(target, List.of(against.obstacle().toRefusal()));
        };
    }

    private static String freight(Payload payload) {
        MiB storage = payload.storage();
        String disks =
                storage == null ? "" : "; %d MiB of disks go along".formatted(storage.value());
        Duration estimate = payload.estimate();
        return estimate == null ? disks : disks + "; at least " + estimate;
    }

    /** What stands against moving, beside what stands against being placed. */
    private List<Obstacle> ofMoving(Draft draft, VmRow vm, HostId target, OperationRow.Wish wish) {
        return switch (link(draft, vm, target, wish)) {
            case LinkRule.Answer.Against(var obstacle) -> List.of(obstacle);
            case LinkRule.Answer.Choice choice -> {
                Payload payload = Payload.of(vm.spec(), choice.linkMbit());
                Duration estimate = payload.estimate();
                yield estimate == null || estimate.compareTo(policy.longest()) <= 0
                        ? List.of()
                        : List.of(
                                new Obstacle.MoveTakesTooLong(
                                        payload.total(), estimate, policy.longest()));
            }
        };
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

    /** Why a VM is not moved that is paused or saved. */
    public static String standsStill(VmRow vm) {
        return "it is %s; only a VM that executes can be moved"
                .formatted(vm.conduct().standstill());
    }

    /** Why nothing is moved away from a host that cannot receive orders. */
    public static String notReady(Draft draft, HostId source) {
        HostRow host = draft.host(source);
        return "its host %s is %s%s, and cannot hand it over"
                .formatted(source, host.status(), host.tenureOpen() ? "" : " without a grant");
    }
}
