package io.berth.contracts.wire;

/**
 * What a message may quote of a text that somebody else sent: bounded, on one line, and without
 * anything that a database, a header or a terminal chokes on.
 */
final class Excerpt {
    private Excerpt() {}

    /**
     * The first characters of a text. Control characters and unpaired surrogates stand as {@code
     * U+FFFD}; a cut is marked with an ellipsis, which counts.
     *
     * @param max longest result, in characters; at least 2
     */
    static String of(String text, int max) {
        boolean cut = text.length() > max;
        int end = cut ? max - 1 : text.length();
        StringBuilder excerpt = new StringBuilder(end + 1);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < end
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                excerpt.append(c).append(text.charAt(++i));
            } else if (Character.isISOControl(c) || Character.isSurrogate(c)) {
                excerpt.append('\uFFFD');
            } else {
                excerpt.append(c);
            }
        }
        return cut ? excerpt.append('…').toString() : excerpt.toString();
    }
}
