package io.berth.replica.domain;

import io.berth.contracts.ids.CommandId;
import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.replica.CycleKind;
import java.time.Instant;

/**
 * A cycle that was ordered and has not ended.
 *
 * @param source the host that was ordered to copy
 * @param due the slot that it serves
 * @param orderedAt by the database's clock
 * @param answerBy when it counts as failed without an answer
 */
public record RunningCycle(
        CycleNumber number,
        CommandId command,
        CycleKind kind,
        HostId source,
        Instant due,
        Instant orderedAt,
        Instant answerBy) {
    /** The same with another time for the answer. */
    RunningCycle answeredBy(Instant other) {
        return new RunningCycle(number, command, kind, source, due, orderedAt, other);
    }
}
