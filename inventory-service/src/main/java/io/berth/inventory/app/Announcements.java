package io.berth.inventory.app;

import io.berth.contracts.Topics;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.kit.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;

/** What inventory tells the other services, put into the outbox of the caller's transaction. */
@ApplicationScoped
class Announcements {
    private final Outbox outbox;

    Announcements(Outbox outbox) {
        this.outbox = outbox;
    }

    /** An entity is new or has changed. */
    void changed(InventoryState state) {
        outbox.put(Topics.INVENTORY_STATE, state);
    }

    /** An entity is no more; {@code last} is its last state. */
    void removed(InventoryState last) {
        outbox.delete(Topics.INVENTORY_STATE, last.partitionKey());
    }

    /** Placement is asked for something. */
    void request(PlacementRequest request) {
        outbox.put(Topics.PLACEMENT_REQUESTS, request);
    }
}
