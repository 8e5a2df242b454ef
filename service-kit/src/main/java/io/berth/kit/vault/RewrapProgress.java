package io.berth.kit.vault;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a pass over a column has come, as it is saved.
 *
 * @param column its name
 * @param target the key that rows are brought under; 0 before the first pass
 * @param cursor the key of the last row that was looked at; empty at the start of a pass
 * @param examined rows of older keys that were looked at in this pass
 * @param exchanged of those, rows that are under the newer key now
 * @param overtaken of those, rows that somebody else changed or removed at the same time
 * @param refused of those, rows whose ciphertext the vault does not open
 * @param startedAt of this pass; null before the first
 * @param finishedAt of this pass; null while it runs
 * @param lastError what holds it up; null when nothing does
 */
public record RewrapProgress(
        String column,
        long target,
        List<String> cursor,
        long examined,
        long exchanged,
        long overtaken,
        long refused,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String lastError) {
    /** Copies the cursor. */
    public RewrapProgress {
        cursor = List.copyOf(cursor);
    }

    /** Whether a pass is under way. */
    public boolean running() {
        return startedAt != null && finishedAt == null;
    }

    RewrapProgress started(long target, Instant now) {
        return new RewrapProgress(column, target, List.of(), 0, 0, 0, 0, now, null, null);
    }

    RewrapProgress after(List<String> last, Tally tally) {
        return new RewrapProgress(
                column,
                target,
                last,
                examined + tally.examined(),
                exchanged + tally.exchanged(),
                overtaken + tally.overtaken(),
                refused + tally.refused(),
                startedAt,
                null,
                null);
    }

    RewrapProgress finished(Instant now) {
        return new RewrapProgress(
                column, target, cursor, examined, exchanged, overtaken, refused, startedAt, now,
                null);
    }

    RewrapProgress heldUp(String error) {
        return new RewrapProgress(
                column,
                target,
                cursor,
                examined,
                exchanged,
                overtaken,
                refused,
                startedAt,
                finishedAt,
                error);
    }

    /** What became of the rows of one step. */
    record Tally(long examined, long exchanged, long overtaken, long refused) {}
}
