package io.berth.replica.domain.test;

import io.berth.contracts.hosts.HostCommand;
import io.berth.contracts.replica.ReplicaEvent;
import io.berth.replica.domain.Relationship;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the rules want done about a test, in one transaction. Nothing is done by deciding.
 *
 * @param relationship as it becomes; absent when it stays as it is
 */
public record TestMove(
        ReplicaTest after,
        @Nullable Relationship relationship,
        List<ReplicaEvent> events,
        List<HostCommand> commands) {
    /** Takes copies. */
    public TestMove {
        events = List.copyOf(events);
        commands = List.copyOf(commands);
    }

    static TestMove only(ReplicaTest after) {
        return new TestMove(after, null, List.of(), List.of());
    }
}
