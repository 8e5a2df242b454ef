package io.berth.inventory.domain.validation;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.ValidationRunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A validation run as it is kept, without its report.
 *
 * @param deadline when it is judged with the facts that are there
 * @param within how long the nodes have to answer
 * @param tests the ids of those that were asked for; empty for all
 * @param nodes those that were asked
 * @param endedAt absent while it waits
 * @param judgement absent while it waits
 * @param withdrawnAt when something that it had validated was found changed
 * @param changes what had changed
 */
public record ValidationRun(
        ValidationRunId id,
        ClusterId cluster,
        RunState state,
        Instant askedAt,
        Principal askedBy,
        Instant deadline,
        Duration within,
        Set<String> tests,
        List<Asked> nodes,
        @Nullable Instant endedAt,
        ValidationReport.@Nullable Judgement judgement,
        @Nullable Instant withdrawnAt,
        List<Fingerprint.Change> changes) {
    /**
     * A node that was asked for facts.
     *
     * @param answeredAt absent while it has not answered
     */
    public record Asked(HostId host, @Nullable Instant answeredAt) {}

    /** Copies the collections. */
    public ValidationRun {
        tests = Set.copyOf(tests);
        nodes = List.copyOf(nodes);
        changes = List.copyOf(changes);
    }
}
