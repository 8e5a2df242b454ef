package io.berth.placement.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.placement.app.InspectPatching.Answer;
import io.berth.placement.domain.reserve.PatchOrder;
import io.berth.placement.domain.reserve.ReserveText;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * In which order the nodes of a cluster would be patched.
 *
 * @param keepsReserve whether it holds at every step
 * @param breaking the nodes at whose turn it would not
 */
public record PatchPlanView(
        ClusterId cluster,
        DomainId domain,
        boolean dryRun,
        int configured,
        int functioning,
        int reserve,
        int atOnce,
        boolean keepsReserve,
        Set<HostId> breaking,
        List<TurnView> steps) {
    /**
     * One node's turn.
     *
     * @param reserve how the reserve is while it is away, with figures
     * @param memoryMiB to be moved
     * @param moves a forecast: each VM is put by the rules of placement when the time has come
     */
    public record TurnView(
            HostId host,
            String why,
            boolean keepsReserve,
            String reserve,
            long memoryMiB,
            List<PutView> moves) {
        static TurnView of(PatchOrder.Turn turn) {
            return new TurnView(
                    turn.host(),
                    turn.why(),
                    turn.keepsReserve(),
                    ReserveText.of(turn.judgement()),
                    turn.memory(),
                    turn.vms().stream().map(put -> new PutView(put.vm(), put.to())).toList());
        }
    }

    /** Where a VM would go; {@code to} is absent where no node has room. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record PutView(VmId vm, @Nullable HostId to) {}

    static PatchPlanView of(ClusterId cluster, Answer.Planned plan, int atOnce) {
        Set<HostId> breaking = new TreeSet<>(PatchOrder.breaking(plan.turns()));
        return new PatchPlanView(
                cluster,
                plan.domain(),
                true,
                plan.configured(),
                plan.functioning(),
                plan.reserve(),
                atOnce,
                breaking.isEmpty(),
                breaking,
                plan.turns().stream().map(TurnView::of).toList());
    }
}
