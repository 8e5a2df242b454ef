package io.berth.monitoring.rest;

import io.berth.kit.rest.Parameters;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import org.jspecify.annotations.Nullable;

/** Revisions of what is set over HTTP, as entity tags. */
public final class Revisions {
    private Revisions() {}

    /**
     * The revision that a change expects; null when it takes any.
     *
     * @throws ProblemException with status 400 when the header is no revision
     */
    public static @Nullable Long expected(@Nullable String ifMatch) {
        return Parameters.optional("If-Match", ifMatch, Revisions::read);
    }

    private static Long read(String tag) {
        String text = tag.startsWith("\"") && tag.endsWith("\"") ? tag.replace("\"", "") : tag;
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(tag + " is not an ETag of ours", e);
        }
    }

    /**
     * The change expected another revision.
     *
     * @param what begins a sentence
     * @param revision that it has
     */
    public static ProblemException stale(String what, long revision) {
        return new ProblemException(
                Problem.of(
                                412,
                                "stale",
                                "Changed meanwhile",
                                "%s is at revision %d".formatted(what, revision))
                        .with("revision", revision)
                        .withHint("Read it again and repeat the request"));
    }
}
