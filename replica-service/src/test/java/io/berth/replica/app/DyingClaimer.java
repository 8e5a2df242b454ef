package io.berth.replica.app;

import io.berth.kit.outbox.Outbox;
import io.berth.replica.config.ReplicaConfig;
import io.berth.replica.domain.CycleRules;
import io.berth.replica.store.CycleStore;
import io.berth.replica.store.DatabaseClock;
import io.berth.replica.store.HostStore;
import io.berth.replica.store.RecoveryPointStore;
import io.berth.replica.store.RelationshipStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** A scheduler that is killed in each of its rounds, after all is written and before the commit. */
@ApplicationScoped
public class DyingClaimer {
    private final OrderCycles orders;

    DyingClaimer(
            RelationshipStore relationships,
            HostStore hosts,
            CycleStore cycles,
            RecoveryPointStore points,
            LinkLedger links,
            Outbox outbox,
            DatabaseClock clock,
            Estate estate,
            CycleRules rules,
            ReplicaMeters meters,
            ReplicaConfig config) {
        SaveChanges dying =
                new SaveChanges(relationships, cycles, points, links, outbox) {
                    @Override
                    void write(Changes changes, Instant now) {
                        super.write(changes, now);
                        throw new Killed();
                    }
                };
        orders =
                new OrderCycles(
                        relationships, hosts, clock, estate, rules, links, dying, meters, config);
    }

    /**
     * One round.
     *
     * @throws Killed unless nothing was due
     */
    public void round() {
        orders.round();
    }

    /** The end of this claimer. */
    public static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
