package io.berth.contracts.inventory;

import io.berth.contracts.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An update.
 *
 * @param update such as {@code KB2534356}
 * @param supersedes updates that are no longer needed where this one is installed
 */
public record BaselineUpdate(
        String update, @Nullable String title, UpdateSeverity severity, List<String> supersedes) {
    /** Longest identifier, in UTF-16 code units. */
    public static final int MAX_UPDATE = 64;

    /** Longest title, in UTF-16 code units. */
    public static final int MAX_TITLE = 128;

    /** Most updates that one supersedes. */
    public static final int MAX_SUPERSEDED = 16;

    /**
     * @throws IllegalArgumentException when a part is missing or out of range, or something stands
     *     there twice
     */
    public BaselineUpdate {
        Require.text("update.update", update, MAX_UPDATE);
        Require.optionalText("update.title", title, MAX_TITLE);
        Require.present("update.severity", severity);
        supersedes = Require.distinct("update.supersedes", supersedes, MAX_SUPERSEDED);
        supersedes.forEach(other -> Require.text("update.supersedes[]", other, MAX_UPDATE));
    }
}
