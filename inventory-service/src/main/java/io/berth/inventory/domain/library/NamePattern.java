package io.berth.inventory.domain.library;

/**
 * A pattern of names: one run of {@code #} stands for a number, with leading zeros. {@code web-##}
 * makes {@code web-01} to {@code web-99}. Without a run every number makes the same name.
 */
public final class NamePattern {
    private NamePattern() {}

    /**
     * The name for a number.
     *
     * @throws IllegalArgumentException when there are two runs, or the number has too many digits
     */
    public static String expand(String pattern, int number) {
        int start = pattern.indexOf('#');
        if (start < 0) {
            return pattern;
        }
        int end = start;
        while (end < pattern.length() && pattern.charAt(end) == '#') {
            end++;
        }
        if (pattern.indexOf('#', end) >= 0) {
            throw new IllegalArgumentException("it has more than one run of #");
        }
        String digits = Integer.toString(number);
        int room = end - start;
        if (digits.length() > room) {
            throw new IllegalArgumentException(
                    number + " has more than " + room + " digit" + (room == 1 ? "" : "s"));
        }
        return pattern.substring(0, start)
                + "0".repeat(room - digits.length())
                + digits
                + pattern.substring(end);
    }
}
