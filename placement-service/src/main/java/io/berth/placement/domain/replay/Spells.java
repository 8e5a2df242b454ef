package io.berth.placement.domain.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When something was so, gathered from what it was at one moment after the other. From a moment on
 * it is as it was there until the next one says otherwise.
 */
public final class Spells {
    /** Most spells that are kept one by one; later ones only count. */
    public static final int MAX_SPELLS = 1000;

    private final List<Spell> spells = new ArrayList<>();
    private @Nullable Instant since;
    private Duration total = Duration.ZERO;
    private int count;

    /**
     * A time for which it was so.
     *
     * @param until absent when it was still so at the end
     */
    public record Spell(Instant since, @Nullable Instant until) {}

    /** At this moment, which is not before the last one, it is so or not. */
    public void at(Instant moment, boolean isSo) {
        Instant begun = since;
        if (isSo && begun == null) {
            since = moment;
            count++;
        } else if (!isSo && begun != null) {
            end(begun, moment, moment);
            since = null;
        }
    }

    /** Nothing more is heard after this moment. */
    public void close(Instant moment) {
        Instant begun = since;
        if (begun != null) {
            end(begun, moment, null);
            since = null;
        }
    }

    /** In order of time, {@link #MAX_SPELLS} at most. */
    public List<Spell> spells() {
        return List.copyOf(spells);
    }

    /** How many there were. */
    public int count() {
        return count;
    }

    /** Of all of them together, up to where it was closed. */
    public Duration total() {
        return total;
    }

    private void end(Instant begun, Instant moment, @Nullable Instant until) {
        Duration length = Duration.between(begun, moment);
        total = length.isNegative() ? total : total.plus(length);
        if (spells.size() < MAX_SPELLS) {
            spells.add(new Spell(begun, until));
        }
    }
}
