package io.berth.keyvault.rest;

import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import java.time.Duration;

/** A problem that says when to come back. */
final class TooOftenException extends ProblemException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    TooOftenException(Problem problem, Duration retryAfter) {
        super(problem);
        this.retryAfter = retryAfter;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
