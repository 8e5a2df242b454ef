package io.berth.inventory.domain.estate;

import io.berth.contracts.ids.Principal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An import as an operation that can be looked at.
 *
 * @param startedBy on whose behalf it works
 * @param progressAt when it last said how far it is
 * @param finishedAt absent while it works
 * @param done elements of the file that the present phase is through with
 * @param total elements of the file; 0 until it has been read once
 */
public record EstateImport(
        long id,
        boolean dryRun,
        ImportPhase phase,
        Principal startedBy,
        Instant startedAt,
        Instant progressAt,
        @Nullable Instant finishedAt,
        long done,
        long total,
        ImportReport report) {
    /**
     * An import says how far it is every second; one that has said nothing for so long is no more,
     * even if its database was away for a while.
     */
    public static final Duration SILENCE = Duration.ofMinutes(3);
}
