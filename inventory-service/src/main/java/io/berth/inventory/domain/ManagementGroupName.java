package io.berth.inventory.domain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The name of a management group: free text within the naming rule. Names are compared exactly, and
 * a removed group's name is free at once.
 */
public record ManagementGroupName(String value) {
    /** The characters that a name must not hold, the typographic apostrophe U+2019 among them. */
    public static final String FORBIDDEN = "^@)~(:!`#%\\*+$|,&='\u2019[\"]/<.{;?>}";

    /** Longest name, in UTF-16 code units: what the event that announces it can carry. */
    public static final int MAX_LENGTH = 256;

    /**
     * @throws IllegalArgumentException when the text breaks the naming rule
     */
    public ManagementGroupName {
        List<NameRule> broken = broken(value);
        if (!broken.isEmpty()) {
            throw new IllegalArgumentException(
                    new InventoryRefusal.InvalidManagementGroupName(value, broken)
                            .wording()
                            .detail());
        }
    }

    /**
     * Judges a wished name by all rules at once.
     *
     * @param taken whether a management group of exactly this name exists
     */
    public static Verdict<ManagementGroupName> judge(@Nullable String wished, boolean taken) {
        List<NameRule> broken = new ArrayList<>(broken(wished));
        if (taken) {
            broken.add(new NameRule.AlreadyExists());
        }
        return wished == null || !broken.isEmpty()
                ? Verdict.refused(new InventoryRefusal.InvalidManagementGroupName(wished, broken))
                : new Verdict.Accepted<>(new ManagementGroupName(wished));
    }

    /**
     * Whether a text can be looked up at all: no store and no log takes control characters or
     * halves of characters.
     */
    public static boolean isPrintable(String text) {
        return unprintable(text).isEmpty();
    }

    private static List<NameRule> broken(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return List.of(new NameRule.Missing());
        }
        List<NameRule> broken = new ArrayList<>();
        int leading = 0;
        while (leading < text.length() && isSpace(text.charAt(leading))) {
            leading++;
        }
        int trailing = 0;
        while (trailing < text.length() && isSpace(text.charAt(text.length() - 1 - trailing))) {
            trailing++;
        }
        if (leading > 0) {
            broken.add(new NameRule.LeadingSpaces(leading));
        }
        if (trailing > 0) {
            broken.add(new NameRule.TrailingSpaces(trailing));
        }
        if (text.length() > MAX_LENGTH) {
            broken.add(new NameRule.TooLong(text.length(), MAX_LENGTH));
        }
        List<NameRule.Offence> forbidden = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (FORBIDDEN.indexOf(c) >= 0) {
                forbidden.add(new NameRule.Offence(c, i));
            }
        }
        List<NameRule.Offence> unprintable = unprintable(text);
        if (!forbidden.isEmpty()) {
            broken.add(new NameRule.ForbiddenCharacters(forbidden));
        }
        if (!unprintable.isEmpty()) {
            broken.add(new NameRule.UnprintableCharacters(unprintable));
        }
        return broken;
    }

    private static List<NameRule.Offence> unprintable(String text) {
        List<NameRule.Offence> unprintable = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || isLoneSurrogate(text, i)) {
                unprintable.add(new NameRule.Offence(c, i));
            }
        }
        return unprintable;
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c)
                && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    @Override
    public String toString() {
        return value;
    }
}
