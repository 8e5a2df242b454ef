package io.berth.placement.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.placement.PatchStepState;
import io.berth.placement.domain.operation.PatchRun;
import io.berth.placement.domain.operation.PatchStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a patch operation.
 *
 * @param nodes that were asked for; empty for all of the cluster
 * @param blocked why no other node is begun with, with figures; absent when nothing stands against
 *     it
 * @param steps in the order in which they are patched; empty before it was made
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PatchView(
        List<HostId> nodes,
        int atOnce,
        boolean rebootMeansPatched,
        Duration patchLimit,
        String blocked,
        List<StepView> steps) {
    /**
     * One node.
     *
     * @param why it has its place in the order
     * @param moved VMs that went elsewhere without a stop; those still on their way are in the
     *     operation's moves
     * @param restarted VMs that had to boot anew
     * @param left VMs that left in another way
     */
    public record StepView(
            HostId host,
            PatchStepState state,
            Instant since,
            String why,
            String detail,
            int moved,
            int restarted,
            int left) {
        static StepView of(PatchStep step) {
            return new StepView(
                    step.host(),
                    step.state(),
                    step.since(),
                    step.why(),
                    step.detail(),
                    step.moved(),
                    step.restarted(),
                    step.left());
        }
    }

    static @Nullable PatchView of(@Nullable PatchRun run) {
        return run == null
                ? null
                : new PatchView(
                        run.wish().nodes(),
                        run.wish().atOnce(),
                        run.wish().rebootMeansPatched(),
                        run.wish().patchLimit(),
                        run.blocked(),
                        run.steps().stream().map(StepView::of).toList());
    }
}
