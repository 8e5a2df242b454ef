package io.berth.inventory.app.storage;

import io.berth.contracts.ids.ArrayId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.ClusterState;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.StorageArrayState;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.storage.ArrayChange;
import io.berth.inventory.domain.storage.ArrayUse;
import io.berth.inventory.domain.storage.ReservationBudget;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;

/** Trying out changes of an array. Changes nothing and holds nothing. */
@ApplicationScoped
public class WhatIf {
    private final StorageLookups lookups;

    WhatIf(StorageLookups lookups) {
        this.lookups = lookups;
    }

    /**
     * What changes would do.
     *
     * @param refusals why they would not be made; empty when they would
     */
    public record Answer(
            List<String> changes,
            ReservationBudget before,
            ReservationBudget after,
            List<Located> refusals) {}

    /**
     * Tries out changes, all together. A host that exists is taken with the cluster that it has.
     */
    @Transactional
    public Verdict<Answer> ask(ArrayId id, List<ArrayChange> wanted) {
        StorageArrayState array = lookups.find(StorageArrayState.class, id.value()).orElse(null);
        if (array == null) {
            return Verdict.refused(
                    new InventoryRefusal.NotFound(EntityKind.STORAGE_ARRAY, id.value()));
        }
        List<Located> unknown = new ArrayList<>();
        List<ArrayChange> changes = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            changes.add(known(wanted.get(i), "/changes/" + i, unknown));
        }
        if (!unknown.isEmpty()) {
            return new Verdict.Refused<>(unknown);
        }
        ArrayUse use = lookups.use(array);
        return new Verdict.Accepted<>(
                new Answer(
                        changes.stream().map(ArrayChange::text).toList(),
                        use.budget(),
                        use.after(changes).budget(),
                        use.refusal(changes)
                                .map(refusal -> List.of(new Located("", refusal)))
                                .orElse(List.of())));
    }

    private ArrayChange known(ArrayChange change, String pointer, List<Located> unknown) {
        return switch (change) {
            case ArrayChange.MoreCsvs more -> {
                check(more.cluster(), pointer, unknown);
                yield more;
            }
            case ArrayChange.Attached(HostId host, ClusterId cluster, int connections) -> {
                HostState state = lookups.find(HostState.class, host.value()).orElse(null);
                if (state != null) {
                    yield new ArrayChange.Attached(host, state.cluster(), connections);
                }
                if (cluster != null) {
                    check(cluster, pointer, unknown);
                }
                yield change;
            }
            case ArrayChange.Detached _,
                    ArrayChange.Modules _,
                    ArrayChange.Limit _,
                    ArrayChange.Formula _ ->
                    change;
        };
    }

    private void check(ClusterId cluster, String pointer, List<Located> unknown) {
        if (lookups.find(ClusterState.class, cluster.value()).isEmpty()) {
            unknown.add(
                    new Located(
                            pointer + "/cluster",
                            new InventoryRefusal.UnknownReference(
                                    EntityKind.CLUSTER, cluster.value())));
        }
    }
}
