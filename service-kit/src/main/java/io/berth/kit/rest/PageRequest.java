package io.berth.kit.rest;

import io.berth.contracts.ids.Identifiers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param limit most entries
 * @param after only entries with a greater sort key; null for the first part
 */
public record PageRequest(int limit, @Nullable String after) {
    /** Most entries in one answer. */
    public static final int MAX_LIMIT = 500;

    /** Entries when the caller does not say. */
    public static final int DEFAULT_LIMIT = 100;

    /**
     * From the query parameters {@code limit} and {@code cursor}.
     *
     * @throws ProblemException with status 400 when the limit is out of range or the cursor is none
     */
    public static PageRequest of(@Nullable Integer limit, @Nullable String cursor) {
        int entries = limit == null ? DEFAULT_LIMIT : limit;
        if (entries < 1 || entries > MAX_LIMIT) {
            throw new ProblemException(
                    Problem.of(
                                    400,
                                    "bad-limit",
                                    "Bad limit",
                                    "limit is " + entries + "; allowed is 1 to " + MAX_LIMIT)
                            .with("limit", entries)
                            .with("max", MAX_LIMIT));
        }
        return new PageRequest(entries, cursor == null || cursor.isEmpty() ? null : key(cursor));
    }

    /** How many entries to fetch: one more than the page holds. */
    public int fetch() {
        return limit + 1;
    }

    /**
     * The identifier after which the part begins; empty for the first part.
     *
     * @throws ProblemException (400 {@code bad-cursor}) when the cursor is not made of one
     */
    public String afterId() {
        if (after == null) {
            return "";
        }
        try {
            Identifiers.check("cursor", after);
        } catch (IllegalArgumentException e) {
            throw Requests.badCursor();
        }
        return after;
    }

    /**
     * The number that the cursor is made of.
     *
     * @param first for the first part
     * @throws ProblemException (400 {@code bad-cursor}) when the cursor is not made of one
     */
    public long afterNumber(long first) {
        try {
            return after == null ? first : Long.parseLong(after);
        } catch (NumberFormatException e) {
            throw Requests.badCursor();
        }
    }

    static String cursorAfter(String key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String key(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Requests.badCursor();
        }
    }
}
