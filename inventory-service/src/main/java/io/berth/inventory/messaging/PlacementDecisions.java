package io.berth.inventory.messaging;

import io.berth.contracts.Event;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.placement.VmAdoptionFailed;
import io.berth.contracts.placement.VmConfirmed;
import io.berth.contracts.placement.VmHandOverRefused;
import io.berth.contracts.placement.VmLost;
import io.berth.contracts.placement.VmMigrating;
import io.berth.contracts.placement.VmOperationOrdered;
import io.berth.contracts.placement.VmOperationRefused;
import io.berth.contracts.placement.VmOperationSettled;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.placement.VmReleased;
import io.berth.contracts.placement.VmStopped;
import io.berth.contracts.placement.VmTakenOver;
import io.berth.contracts.placement.VmTurnCame;
import io.berth.contracts.placement.VmUnplaceable;
import io.berth.contracts.placement.VmWaitingForHost;
import io.berth.inventory.app.HandOvers;
import io.berth.inventory.app.VmOperations;
import io.berth.kit.intake.BatchHandler;
import io.berth.kit.intake.Intake;
import io.berth.kit.intake.Received;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * What placement says of operations that were asked of it, and of VMs that belong elsewhere. Where
 * VMs run is read from {@code placement.assignments} instead: see {@link Assignments}.
 */
@ApplicationScoped
public class PlacementDecisions implements BatchHandler {
    private final Intake intake;
    private final VmOperations operations;
    private final HandOvers handOvers;

    PlacementDecisions(Intake intake, VmOperations operations, HandOvers handOvers) {
        this.handOvers = handOvers;
        this.intake = intake;
        this.operations = operations;
    }

    /** One batch, one transaction. */
    @Incoming("placement-decisions")
    @Blocking(value = "placement-decisions", ordered = true)
    public void on(ConsumerRecords<byte[], byte[]> records) {
        intake.process(records, this);
    }

    @Override
    public Runnable apply(List<Received<?>> batch) {
        for (Received<?> received : batch) {
            try (var _ = received.makeCurrent()) {
                Event event = received.event();
                if (event instanceof PlacementDecision decision) {
                    take(decision);
                } else {
                    throw new IllegalStateException(
                            event.getClass() + " is no decision of placement");
                }
            }
        }
        return () -> {};
    }

    private void take(PlacementDecision decision) {
        switch (decision) {
            case VmOperationOrdered ordered -> operations.ordered(ordered);
            case VmOperationRefused refused -> operations.refused(refused);
            case VmOperationSettled settled -> operations.settled(settled);
            case VmTakenOver taken -> handOvers.takenOver(taken);
            case VmHandOverRefused refused -> handOvers.refused(refused);
            case VmAdoptionFailed _,
                    VmConfirmed _,
                    VmLost _,
                    VmMigrating _,
                    VmPlaced _,
                    VmReleased _,
                    VmStopped _,
                    VmTurnCame _,
                    VmUnplaceable _,
                    VmWaitingForHost _ -> {}
        }
    }
}
