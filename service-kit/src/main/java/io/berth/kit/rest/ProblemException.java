package io.berth.kit.rest;

/**
 * Ends a request with a problem. For the REST edge; rules return typed refusals instead. A service
 * that knows more of a problem when it answers may extend it, with a mapper of its own.
 */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.code() + ": " + problem.detail());
        this.problem = problem;
    }

    /** What the caller is told. */
    public final Problem problem() {
        return problem;
    }
}
