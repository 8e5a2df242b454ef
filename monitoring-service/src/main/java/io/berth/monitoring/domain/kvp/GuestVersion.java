package io.berth.monitoring.domain.kvp;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A version as a guest sent it, understood as far as it makes sense. The product that Berth follows
 * died of the kernel version of a Linux guest, because it expected two to four numbers; so nothing
 * here fails, whatever comes: {@code 2.6.32-71.29.1.el6.x86_64} is 2, 6, 32 and the rest.
 *
 * @param numbers the leading numbers, at most four; empty when it does not start with one
 * @param rest what follows them, exactly
 */
public record GuestVersion(List<Integer> numbers, String rest) implements Comparable<GuestVersion> {
    /** As many as a Windows version has; what follows is the vendor's own. */
    private static final int MAX_NUMBERS = 4;

    /** More digits do not fit in an int and are no version number. */
    private static final int MAX_DIGITS = 9;

    public GuestVersion {
        numbers = List.copyOf(numbers);
    }

    /** Understands a text; never fails. */
    public static GuestVersion of(String text) {
        List<Integer> numbers = new ArrayList<>();
        int at = 0;
        while (numbers.size() < MAX_NUMBERS) {
            int start = at > 0 ? at + 1 : 0;
            int end = start;
            while (end < text.length() && isDigit(text.charAt(end))) {
                end++;
            }
            boolean separated = at == 0 || text.charAt(at) == '.';
            if (!separated || end == start || end - start > MAX_DIGITS) {
                break;
            }
            numbers.add(Integer.parseInt(text, start, end, 10));
            at = end;
            if (at == text.length()) {
                break;
            }
        }
        return new GuestVersion(numbers, text.substring(at));
    }

    /** Whether it starts with a number at all. */
    public boolean understood() {
        return !numbers.isEmpty();
    }

    /**
     * By the leading numbers alone, a missing one counting as 0; so {@code 3.1} is as new as {@code
     * 3.1.0-rc1}. Not consistent with equals.
     */
    @Override
    public int compareTo(GuestVersion other) {
        return Arrays.compareUnsigned(sortKey(), other.sortKey());
    }

    /**
     * Sixteen bytes that sort as {@link #compareTo} does, for an index: four big-endian numbers.
     */
    public byte[] sortKey() {
        ByteBuffer key = ByteBuffer.allocate(MAX_NUMBERS * Integer.BYTES);
        numbers.forEach(key::putInt);
        return key.array();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
