package io.berth.monitoring.app.alert;

import io.berth.contracts.Event;
import io.berth.contracts.guests.GuestEvent;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.placement.PlacementDecision;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.kit.intake.BatchHandler;
import io.berth.kit.intake.Received;
import io.berth.monitoring.domain.alert.GuestSignals;
import io.berth.monitoring.domain.alert.KeySignals;
import io.berth.monitoring.domain.alert.NodeSignals;
import io.berth.monitoring.domain.alert.PlacementSignals;
import io.berth.monitoring.domain.alert.ReplicaSignals;
import io.berth.monitoring.domain.alert.Signal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;

/** Makes alerts of the facts that services tell. */
@ApplicationScoped
public class TakeAlertFacts implements BatchHandler {
    private final Alerts alerts;

    @Inject
    public TakeAlertFacts(Alerts alerts) {
        this.alerts = alerts;
    }

    @Override
    public Runnable apply(List<Received<?>> batch) {
        List<Alerts.Told> told = new ArrayList<>();
        for (Received<?> received : batch) {
            for (Signal signal : signals(received.event())) {
                told.add(new Alerts.Told(signal, received.position().timestamp()));
            }
        }
        alerts.tell(told);
        return () -> {};
    }

    private static List<Signal> signals(Event event) {
        return switch (event) {
            case NodeEvent fact -> NodeSignals.of(fact);
            case GuestEvent fact -> GuestSignals.of(fact);
            case PlacementDecision fact -> PlacementSignals.of(fact);
            case ReplicaEvent fact -> ReplicaSignals.of(fact);
            case KeyAuditEvent fact -> KeySignals.of(fact);
            default ->
                    throw new IllegalStateException(
                            "the channel of alert facts got a " + event.getClass().getName());
        };
    }
}
