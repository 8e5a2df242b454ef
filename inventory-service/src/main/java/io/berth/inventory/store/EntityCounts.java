package io.berth.inventory.store;

import io.berth.inventory.domain.EntityKind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.EnumMap;
import java.util.Map;

/** How many of each kind exist. */
@ApplicationScoped
public class EntityCounts {
    /** Counts them all. */
    @Transactional
    public Map<EntityKind, Long> count() {
        Map<EntityKind, Long> counts = new EnumMap<>(EntityKind.class);
        for (EntityKind kind : EntityKind.values()) {
            counts.put(
                    kind,
                    switch (kind) {
                        case MANAGEMENT_GROUP -> ManagementGroupEntity.count();
                        case HOST_GROUP -> HostGroupEntity.count();
                        case CLUSTER -> ClusterEntity.count();
                        case HOST -> HostEntity.count();
                        case VM -> VmEntity.count();
                    });
        }
        return counts;
    }
}
