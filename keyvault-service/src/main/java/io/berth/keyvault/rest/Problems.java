package io.berth.keyvault.rest;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.domain.BackupRefusal;
import io.berth.keyvault.domain.KeyRefusal;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.SealRefusal;
import io.berth.keyvault.domain.backup.BackupId;
import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.kit.rest.Requests;
import java.util.Map;

/** Refusals as problem details. None of them repeats anything of a body that carries secrets. */
final class Problems {
    private Problems() {}

    /**
     * What was done.
     *
     * @throws ProblemException with the refusal
     */
    static <T> T doneOrThrow(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(Refusal refusal) -> throw of(refusal);
        };
    }

    /** A refusal as a problem. */
    static ProblemException of(Refusal refusal) {
        Refusal.Wording wording = refusal.wording();
        Problem problem =
                Problem.of(
                        switch (wording.sort()) {
                            case ABSENT -> 404;
                            case FORBIDDEN -> 403;
                            case CONFLICT -> 409;
                            case STALE -> 412;
                            case RULE -> 422;
                            case TOO_OFTEN -> 429;
                            case UNAVAILABLE -> 503;
                        },
                        wording.code(),
                        wording.title(),
                        wording.detail());
        for (Map.Entry<String, Object> value : wording.values().entrySet()) {
            problem = problem.with(value.getKey(), value.getValue());
        }
        problem = problem.withHint(wording.hint());
        return refusal instanceof SealRefusal.TooManyAttempts often
                ? new TooOftenException(problem, often.retryAfter())
                : new ProblemException(problem);
    }

    /** A path that names no possible ring names none. */
    static RingId ring(String id) {
        try {
            return new RingId(id);
        } catch (IllegalArgumentException e) {
            throw of(new Refusal.UnknownRing(id));
        }
    }

    /** A path that names no possible key names none. */
    static KeyVersion key(RingId ring, String version) {
        try {
            return new KeyVersion(Integer.parseInt(version));
        } catch (IllegalArgumentException e) {
            throw of(new KeyRefusal.UnknownKey(ring, version));
        }
    }

    /** A path that names no possible holder names none. */
    static Principal holder(RingId ring, String holder) {
        try {
            return new Principal(holder);
        } catch (IllegalArgumentException e) {
            throw Requests.bad(
                    "bad-holder",
                    "Bad holder",
                    String.valueOf(e.getMessage()),
                    "GET /api/v1/rings/" + ring + "/census lists the holders");
        }
    }

    /** A path that names no possible backup names none. */
    static BackupId backup(String id) {
        try {
            return new BackupId(id);
        } catch (IllegalArgumentException e) {
            throw of(new BackupRefusal.UnknownBackup(id));
        }
    }

    /** What the topic was told of cannot be read. */
    static ProblemException brokerUnavailable() {
        return new ProblemException(
                Problem.of(
                                503,
                                "broker-unavailable",
                                "The broker does not answer",
                                "The heads that the topic was told of cannot be read")
                        .withHint("Try again when the broker is back"));
    }

    /** A body that is no JSON, or not of the form wanted. */
    static ProblemException malformed(String detail, int line, int column) {
        return new ProblemException(
                Problem.of(400, "malformed-json", "Malformed JSON", detail)
                        .with("line", line)
                        .with("column", column)
                        .withHint(
                                "Send a JSON body as the OpenAPI description at /q/openapi says"));
    }
}
