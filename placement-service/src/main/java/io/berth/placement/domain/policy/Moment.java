package io.berth.placement.domain.policy;

import io.berth.contracts.Require;
import io.berth.contracts.placement.InputOffset;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/**
 * What a decision may know besides state and input: the time, a seed, and how far the inputs had
 * been read. With the same three, state and input, the decision is the same.
 *
 * @param now kept to the microsecond, as the database keeps it: a decision that is made again has
 *     the same deadlines
 * @param seed decides between hosts of equal rating and makes command ids unique
 * @param inputs kept in order of topic and partition
 */
public record Moment(Instant now, long seed, List<InputOffset> inputs) {
    private static final Comparator<InputOffset> BY_PLACE =
            Comparator.comparing(InputOffset::topic).thenComparingInt(InputOffset::partition);

    /**
     * @throws IllegalArgumentException when a part is missing
     */
    public Moment {
        Require.present("now", now);
        now = now.truncatedTo(ChronoUnit.MICROS);
        inputs = inputs.stream().sorted(BY_PLACE).toList();
    }

    /** A seed that follows from a text alone, as from the place of an input in its topic. */
    public static long seedOf(String text) {
        return mix(0, text);
    }

    /**
     * A number that is the same for the same seed and text, and looks random otherwise (the
     * finaliser of SplitMix64).
     */
    public static long mix(long seed, String text) {
        long z = seed;
        for (int i = 0; i < text.length(); i++) {
            z = z * 31 + text.charAt(i);
        }
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
