package io.berth.simulator.rest;

import jakarta.ws.rs.core.Response;

/**
 * An error as RFC 9457 has it.
 *
 * @param code stable, for programs
 * @param detail what was wrong, with the values
 * @param hint what to do next
 */
public record Problem(
        String type, String title, int status, String code, String detail, String hint) {
    static final String MEDIA_TYPE = "application/problem+json";

    static Problem of(Response.Status status, String code, String detail, String hint) {
        return new Problem(
                "about:blank",
                status.getReasonPhrase(),
                status.getStatusCode(),
                code,
                detail,
                hint);
    }

    Response response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this).build();
    }
}
