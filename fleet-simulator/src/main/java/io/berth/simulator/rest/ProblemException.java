package io.berth.simulator.rest;

import jakarta.ws.rs.core.Response;

/** Ends a request with a problem. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    static ProblemException invalid(String code, String detail, String hint) {
        return new ProblemException(Problem.of(Response.Status.BAD_REQUEST, code, detail, hint));
    }

    static ProblemException missing(String code, String detail, String hint) {
        return new ProblemException(Problem.of(Response.Status.NOT_FOUND, code, detail, hint));
    }

    Problem problem() {
        return problem;
    }
}
