package io.berth.replica.domain;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RelationshipId;
import io.berth.contracts.replica.CycleFailure;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cycle that is over.
 *
 * @param failure absent when it completed
 * @param bytes sent over the link, as the source counted them
 * @param took as the source measured it; zero when it said nothing
 * @param detail for people; empty when there is nothing to add
 */
public record EndedCycle(
        RelationshipId relationship,
        RunningCycle cycle,
        HostId target,
        Instant endedAt,
        @Nullable CycleFailure failure,
        long bytes,
        Duration took,
        String detail) {}
