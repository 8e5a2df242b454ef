package io.berth.placement.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.Require;
import io.berth.contracts.placement.InputOffset;
import io.berth.placement.app.InspectDomain;
import io.berth.placement.domain.place.BatchPlan;
import io.berth.placement.rest.RatingsView.GroupView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where many VMs would go.
 *
 * @param placed how many would have a host
 * @param unplaced how many would not
 * @param hostsUsed hosts that would take at least one of them
 * @param hostsOpened hosts among them on which nothing is now
 * @param fewestOpened no plan that places all of them opens fewer
 * @param groups in the order in which they were asked for
 * @param moreFit absent when it was not asked
 * @param inputs how far what was answered from had been read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlanView(
        String policy,
        int placed,
        int unplaced,
        int hostsUsed,
        int hostsOpened,
        int fewestOpened,
        List<PlannedView> groups,
        @Nullable MoreView moreFit,
        List<InputOffset> inputs) {
    /**
     * VMs of one size.
     *
     * @param reasons of all hosts against one more of them; empty when all are placed
     */
    public record PlannedView(
            int placed, int unplaced, List<BatchPlan.Share> on, List<GroupView> reasons) {
        /** Takes copies. */
        public PlannedView {
            on = List.copyOf(on);
            reasons = List.copyOf(reasons);
        }

        static PlannedView of(BatchPlan.Group group) {
            return new PlannedView(
                    group.placed(),
                    group.unplaced(),
                    group.on(),
                    group.reasons().stream().map(RatingsView::group).toList());
        }
    }

    /**
     * How many more VMs of one size fit.
     *
     * @param complete whether no host takes one more; false when the bound ended the count
     * @param reasons of all hosts against one more
     */
    public record MoreView(
            int fit, boolean complete, List<BatchPlan.Share> on, List<GroupView> reasons) {
        /** Takes copies. */
        public MoreView {
            on = List.copyOf(on);
            reasons = List.copyOf(reasons);
        }

        static MoreView of(BatchPlan.Group group) {
            PlannedView all = PlannedView.of(group);
            return new MoreView(all.placed(), all.unplaced() > 0, all.on(), all.reasons());
        }
    }

    /** Takes copies. */
    public PlanView {
        Require.present("policy", policy);
        groups = List.copyOf(groups);
        inputs = List.copyOf(inputs);
    }

    static PlanView of(InspectDomain.Planned planned) {
        BatchPlan plan = planned.plan();
        BatchPlan.Group more = plan.more();
        return new PlanView(
                planned.policy(),
                plan.placed(),
                plan.unplaced(),
                plan.hostsUsed(),
                plan.hostsOpened(),
                plan.fewestOpened(),
                plan.groups().stream().map(PlannedView::of).toList(),
                more == null ? null : MoreView.of(more),
                planned.inputs());
    }
}
