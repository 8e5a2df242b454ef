package io.berth.inventory.domain.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.ConsolidationPlanId;
import org.jspecify.annotations.Nullable;

/**
 * A consolidation plan that is wished for.
 *
 * @param array only its volumes take part; absent for all of the cluster
 * @param headroomPercent of each volume that moves leave free
 */
public record PlanDraft(
        ConsolidationPlanId id, ClusterId cluster, @Nullable ArrayId array, int headroomPercent) {}
