package io.berth.inventory.app.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.inventory.ConsolidationPlanState;
import io.berth.contracts.inventory.ConsolidationStep;
import io.berth.contracts.inventory.CsvState;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.inventory.domain.storage.ConsolidationProblem;
import io.berth.inventory.domain.storage.ConsolidationProblem.Volume;
import io.berth.inventory.domain.storage.PlacedDisk;
import io.berth.inventory.domain.storage.ReservationBudget;
import io.berth.inventory.domain.storage.StepCheck;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How disks and volumes of a cluster lie, for making a plan and for checking its next step. */
@ApplicationScoped
public class ConsolidationProblems {
    private final StorageLookups lookups;

    ConsolidationProblems(StorageLookups lookups) {
        this.lookups = lookups;
    }

    /** Whether a step may be made now. */
    StepCheck check(ConsolidationPlanState plan, ConsolidationStep step) {
        return StepCheck.of(
                of(plan.cluster(), plan.array(), plan.headroomPercent()),
                step,
                lookups.find(CsvState.class, step.to().value())
                        .flatMap(csv -> lookups.find(StorageArrayState.class, csv.array().value()))
                        .map(array -> lookups.use(array).budget())
                        .orElse(null));
    }

    /** The problem of a cluster as it is now. */
    ConsolidationProblem of(ClusterId cluster, @Nullable ArrayId array, int headroom) {
        List<CsvState> csvs =
                lookups.csvsOf(cluster).stream()
                        .filter(csv -> array == null || csv.array().equals(array))
                        .toList();
        Map<ArrayId, Long> prices = new HashMap<>();
        List<Volume> volumes = new ArrayList<>();
        for (CsvState csv : csvs) {
            long price =
                    prices.computeIfAbsent(
                            csv.array(),
                            id ->
                                    lookups.find(StorageArrayState.class, id.value())
                                            .map(state -> lookups.use(state).budget())
                                            .flatMap(budget ->
                                                    budget.shares().stream()
                                                            .filter(share ->
                                                                    share.cluster().equals(cluster))
                                                            .findAny())
                                            .map(ReservationBudget.Share::perCsv)
                                            .orElse(0L));
            volumes.add(Volume.of(csv, price));
        }
        return new ConsolidationProblem(
                volumes,
                PlacedDisk.of(lookups.vmsOf(cluster)),
                headroom,
                ConsolidationPlanState.MAX_STEPS);
    }
}
