package io.berth.placement.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.Event;
import io.berth.contracts.Topics;
import io.berth.contracts.ids.Epoch;
import io.berth.contracts.monitoring.HostFailed;
import io.berth.contracts.placement.PlaceVmRequested;
import io.berth.contracts.placement.PlacementCause;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.placement.VmLost;
import io.berth.contracts.placement.VmPlaced;
import io.berth.contracts.wire.EventEnvelope;
import io.berth.kit.faults.TransientFaults;
import io.berth.kit.intake.Position;
import io.berth.kit.intake.Received;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.placement.app.DecideInputs;
import io.berth.placement.app.DecisionRoom;
import io.berth.placement.app.HostCatalog;
import io.berth.placement.app.OwnedDomains;
import io.berth.placement.app.PlacementMeters;
import io.berth.placement.store.PlacementStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Two instances believe that they own the same domain, as they do for a moment when one of them was
 * frozen. The second is made of the same beans with a memory of its own.
 */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class FencingIT {
    @Inject PlacementStore store;
    @Inject HostCatalog catalog;
    @Inject DecisionRoom room;
    @Inject PlacementMeters meters;
    @Inject InstantSource clock;

    @Test
    void whoeverHasReadAnOldVersionCannotDecide() {
        try (Stage stage = new Stage("it-fence")) {
            stage.ready("h1");
            stage.ready("h2");
            stage.request("vm1", Stage.SMALL);
            VmPlaced first = stage.decision(VmPlaced.class, e -> true);
            OwnedDomains memory = new OwnedDomains(store, catalog);
            DecideInputs second = new DecideInputs(memory, room, store, meters, clock);
            memory.assigned(Set.of(stage.partition()));

            // The second instance decides: the first one's memory is old from here on.
            commit(second, request(stage, "vm2"));
            stage.decision(VmPlaced.class, e -> e.vm().equals(stage.vm("vm2")));

            // The first reads on, is fenced, reads the database again and goes on by itself.
            String failedHost = first.host().equals(stage.host("h1")) ? "h1" : "h2";
            stage.write(Topics.NODE_EVENTS, stage.failed(failedHost), "it-fence-1");
            VmPlaced replaced =
                    stage.decision(
                            VmPlaced.class,
                            e ->
                                    e.cause() == PlacementCause.HOST_FAILED
                                            && e.vm().equals(first.vm()));
            assertThat(replaced.epoch()).isEqualTo(new Epoch(2));

            // The second still has the old state and decides the same failure: it cannot.
            assertThatThrownBy(() -> commit(second, failed(stage, failedHost)))
                    .matches(TransientFaults::isTransient, "is tried again")
                    .matches(TransientFaults::isStale, "is stale");
            second.rolledBack();
            commit(second, failed(stage, failedHost));

            stage.decisions.readFor(Duration.ofSeconds(2));
            assertThat(stage.decisions(1, VmLost.class, e -> e.vm().equals(first.vm())))
                    .as("lost once")
                    .hasSize(1);
            assertThat(stage.decisions(2, VmPlaced.class, e -> e.vm().equals(first.vm())))
                    .as("no epoch twice")
                    .extracting(VmPlaced::epoch)
                    .containsExactly(new Epoch(1), new Epoch(2));
        }
    }

    private static void commit(DecideInputs instance, Received<?> received) {
        QuarkusTransaction.requiringNew().call(() -> instance.apply(List.of(received))).run();
    }

    private static Received<PlacementRequest> request(Stage stage, String vm) {
        return new Received<>(
                envelope("request", new PlaceVmRequested(stage.vm(vm), stage.domain, Stage.SMALL)),
                new Position(
                        Topics.PLACEMENT_REQUESTS.name(), stage.partition(), 1_000, Instant.EPOCH));
    }

    private static Received<HostFailed> failed(Stage stage, String host) {
        return new Received<>(
                envelope("failed", stage.failed(host)),
                new Position(Topics.NODE_EVENTS.name(), stage.partition(), 1_000, Instant.EPOCH));
    }

    private static <E extends Event> EventEnvelope<E> envelope(String id, E event) {
        return new EventEnvelope<>(id, "/berth/test", Instant.EPOCH, null, event);
    }
}
