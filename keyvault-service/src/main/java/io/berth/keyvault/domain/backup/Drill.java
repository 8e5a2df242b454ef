package io.berth.keyvault.domain.backup;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.keyvault.DrillOutcome;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.Refusal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of trying a backup.
 *
 * @param backup null when there was none
 * @param takenAt null when there was none, or it cannot be read
 * @param opened keys that it gives back and that are the same as in the database
 * @param lacks what it does not give back, at most {@value #MAX_LACKS}
 * @param missing how many it does not give back
 * @param why it cannot be read; null when it can
 */
public record Drill(
        Instant at,
        Principal by,
        DrillOutcome outcome,
        @Nullable BackupId backup,
        @Nullable Instant takenAt,
        long opened,
        List<Lack> lacks,
        long missing,
        Refusal.@Nullable Wording why) {
    /** Most keys that are named; all of them are counted. */
    public static final int MAX_LACKS = 100;

    /** What is wrong with a key. */
    public enum Fault {
        /** It was made after the backup, or left out of it. */
        NOT_IN_BACKUP,
        /** The backup has it, and the root key does not open it. */
        DOES_NOT_OPEN,
        /** The backup has another key of this number. */
        ANOTHER_KEY,
        /** The database's own key does not open, or this instance does not reach it. */
        NOT_TO_COMPARE
    }

    /** A key that is not given back. */
    public record Lack(KeyName key, Fault fault) {}

    /** Keeps as many as are named. */
    public Drill {
        lacks = List.copyOf(lacks.subList(0, Math.min(lacks.size(), MAX_LACKS)));
    }
}
