package io.berth.monitoring.domain.kvp;

import java.nio.charset.StandardCharsets;

/**
 * Text of guests, which may be anything that fits in UTF-16 units: it is kept exactly, as
 * big-endian UTF-16 bytes, since neither NUL nor half a surrogate pair is text to a database, and
 * is shown escaped.
 */
public final class KvpText {
    private KvpText() {}

    /** The exact units as bytes, two each. */
    public static byte[] bytes(String text) {
        byte[] bytes = new byte[text.length() * 2];
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            bytes[2 * i] = (byte) (unit >> 8);
            bytes[2 * i + 1] = (byte) unit;
        }
        return bytes;
    }

    /** The text of such bytes. */
    public static String text(byte[] bytes) {
        char[] units = new char[bytes.length / 2];
        for (int i = 0; i < units.length; i++) {
            units[i] = (char) ((bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff);
        }
        return new String(units);
    }

    /**
     * The text with control characters, lone surrogates and the backslash as <code>&#92;uXXXX
     * </code>, so that it can stand in JSON, a log line and a page, and is told apart from any
     * other text.
     */
    public static String visible(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isHighSurrogate(unit)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                shown.append(unit).append(text.charAt(++i));
            } else if (isOdd(unit) || unit == '\\') {
                shown.append("\\u%04X".formatted((int) unit));
            } else {
                shown.append(unit);
            }
        }
        return shown.toString();
    }

    /** Whether a unit is a control or formatting character, or half a pair on its own. */
    private static boolean isOdd(char unit) {
        return Character.isISOControl(unit)
                || Character.isSurrogate(unit)
                || Character.getType(unit) == Character.FORMAT;
    }

    static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    static boolean hasLoneSurrogate(String text) {
        return !StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
