package io.berth.monitoring.rest;

import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;

/** What a change is told that expected another revision. */
public final class Revisions {
    private Revisions() {}

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
