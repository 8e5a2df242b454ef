package io.berth.replica.domain.failover;

import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.placement.PlacementRequest;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.replica.domain.Relationship;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rules want done about a failover, in one transaction. Nothing is done by deciding.
 *
 * @param relationship as it becomes; absent when it stays as it is
 * @param dropPoints whether the recovery points of the relationship are gone with this
 */
public record Move(
        Failover after,
        @Nullable Relationship relationship,
        boolean dropPoints,
        List<ReplicaEvent> events,
        List<PlacementRequest> requests,
        List<HostCommand> commands) {
    /** Takes copies. */
    public Move {
        events = List.copyOf(events);
        requests = List.copyOf(requests);
        commands = List.copyOf(commands);
    }

    static Move only(Failover after) {
        return new Move(after, null, false, List.of(), List.of(), List.of());
    }

    static Move asking(Failover after, PlacementRequest request) {
        return new Move(after, null, false, List.of(), List.of(request), List.of());
    }

    static Move telling(Failover after, ReplicaEvent event) {
        return new Move(after, null, false, List.of(event), List.of(), List.of());
    }
}
