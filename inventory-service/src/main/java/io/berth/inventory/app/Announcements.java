package io.berth.inventory.app;

import io.berth.contracts.Topics;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.inventory.store.Register;
import io.berth.kit.outbox.Outbox;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;

/**
 * What inventory tells the other services and remembers for itself: each change goes into the
 * register, the history and the outbox of the caller's transaction, together or not at all.
 */
@ApplicationScoped
public class Announcements {
    private final Outbox outbox;
    private final Register register;
    private final Actor actor;
    private final InstantSource clock;

    Announcements(Outbox outbox, Register register, Actor actor, InstantSource clock) {
        this.outbox = outbox;
        this.register = register;
        this.actor = actor;
        this.clock = clock;
    }

    /** An entity is new or has changed. */
    public void changed(InventoryState state) {
        changed(List.of(state));
    }

    /** Entities are new or have changed; many at once cost little more than one. */
    public void changed(List<? extends InventoryState> states) {
        register.put(states, clock.instant(), actor.current());
        states.forEach(state -> outbox.put(Topics.INVENTORY_STATE, state));
    }

    /** An entity is no more; {@code last} is its last state. */
    public void removed(InventoryState last) {
        register.remove(last, clock.instant(), actor.current());
        outbox.delete(Topics.INVENTORY_STATE, last.partitionKey());
    }

    /** Placement is asked for something. */
    public void request(PlacementRequest request) {
        outbox.put(Topics.PLACEMENT_REQUESTS, request);
    }
}
