package io.berth.placement.app;

import io.berth.contracts.Event;
import io.berth.contracts.hosts.HostReport;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.monitoring.NodeEvent;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.placement.domain.state.Input;

/** What events of the three topics mean to placement. */
final class Inputs {
    private Inputs() {}

    /**
     * @throws IllegalArgumentException when placement does not decide from such events
     */
    static Input of(Event event) {
        return switch (event) {
            case PlacementRequest request -> new Input.Requested(request);
            case NodeEvent fact -> new Input.NodeFact(fact);
            case HostReport report -> new Input.Reported(report);
            default -> throw notAnInput(event);
        };
    }

    /**
     * The domain whose owner decides.
     *
     * @throws IllegalArgumentException when placement does not decide from such events
     */
    static DomainId domainOf(Event event) {
        return switch (event) {
            case PlacementRequest request -> request.domain();
            case NodeEvent fact -> fact.domain();
            case HostReport report -> report.domain();
            default -> throw notAnInput(event);
        };
    }

    private static IllegalArgumentException notAnInput(Event event) {
        return new IllegalArgumentException(
                event.getClass().getName() + " is not of a topic that placement decides from");
    }
}
