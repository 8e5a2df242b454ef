package io.berth.monitoring.domain.alert;

import java.time.Duration;
import java.util.Locale;

/** How summaries say things. */
final class Texts {
    private static final double MILLIS = 1000.0;

    private Texts() {}

    /**
     * The text, shortened with a mark at its end where it is longer than {@code max} UTF-16 code
     * units; a pair of surrogates is never halved.
     */
    static String cut(String text, int max) {
        if (text.length() <= max) {
            return text;
        }
        int end = max - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }

    /** Seconds with one digit: {@code 5.1 s}. */
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / MILLIS);
    }

    /** A constant as a word: {@code MAJORITY_SILENT} as {@code majority silent}. */
    static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A number with its noun: {@code 1 host}, {@code 2 hosts}. */
    static String count(long number, String noun) {
        return number == 1 ? "1 " + noun : number + " " + noun + "s";
    }
}
