package io.berth.monitoring.rest.enrolment;

import io.berth.kit.rest.Problem;
import io.berth.kit.rest.ProblemException;
import io.berth.monitoring.domain.enrolment.EnrolmentRefusal;

/** Refusals of enrolment as problems. */
final class EnrolmentProblems {
    private EnrolmentProblems() {}

    static ProblemException of(EnrolmentRefusal refusal) {
        return new ProblemException(
                switch (refusal) {
                    case EnrolmentRefusal.TokenUnknown _,
                            EnrolmentRefusal.TokenExpired _,
                            EnrolmentRefusal.TokenUsed _ ->
                            token(refusal);
                    case EnrolmentRefusal.RequestInvalid _,
                            EnrolmentRefusal.NotProven _,
                            EnrolmentRefusal.KeyNotAccepted _ ->
                            request(refusal);
                    case EnrolmentRefusal.KeyOfAnotherHost _,
                            EnrolmentRefusal.HostUnknown _,
                            EnrolmentRefusal.TooSoon _,
                            EnrolmentRefusal.NotInForce _ ->
                            host(refusal);
                    case EnrolmentRefusal.AuthorityEnds _,
                            EnrolmentRefusal.NotConfigured _,
                            EnrolmentRefusal.TooManyAttempts _ ->
                            service(refusal);
                });
    }

    /** What is wrong with a join token. Nobody is told which host a stranger's token was for. */
    private static Problem token(EnrolmentRefusal refusal) {
        String hint = "Ask an administrator for a new one: POST /api/v1/hosts/{id}/join-token";
        return switch (refusal) {
            case EnrolmentRefusal.TokenExpired(var at) ->
                    Problem.of(
                                    401,
                                    refusal.code(),
                                    "The join token has expired",
                                    "It could be used until " + at)
                            .with("expired", at)
                            .withHint(hint);
            case EnrolmentRefusal.TokenUsed(var host, var at) ->
                    Problem.of(
                                    409,
                                    refusal.code(),
                                    "The join token was used",
                                    "It was used for host %s at %s, with another key"
                                            .formatted(host, at))
                            .with("host", host.value())
                            .with("usedAt", at)
                            .withHint(
                                    "If that was not this machine, tell an administrator at once:"
                                            + " somebody else speaks for the host");
            default ->
                    Problem.of(
                                    401,
                                    refusal.code(),
                                    "There is no such join token",
                                    "Nobody has made it, or it was revoked or replaced")
                            .withHint(hint);
        };
    }

    private static Problem request(EnrolmentRefusal refusal) {
        return switch (refusal) {
            case EnrolmentRefusal.KeyNotAccepted(var kind, var allowed) ->
                    Problem.of(
                                    422,
                                    refusal.code(),
                                    "Keys of this kind are not certified",
                                    "The key is %s; allowed are %s"
                                            .formatted(kind, String.join(", ", allowed)))
                            .with("kind", kind)
                            .with("allowed", allowed)
                            .withHint(
                                    "openssl genpkey -algorithm EC -pkeyopt"
                                            + " ec_paramgen_curve:P-256 makes one that is");
            case EnrolmentRefusal.NotProven _ ->
                    Problem.of(
                                    422,
                                    refusal.code(),
                                    "The request does not prove that you have the key",
                                    "It is not signed with the key that it asks a certificate for")
                            .withHint("Make the request anew, with the private key of the host");
            case EnrolmentRefusal.RequestInvalid(var reason) ->
                    Problem.of(422, refusal.code(), "Not a certificate request", reason)
                            .withHint(
                                    "Send a PKCS#10 request in PEM, as openssl req -new writes it");
            default -> throw new IllegalStateException(refusal.code());
        };
    }

    private static Problem host(EnrolmentRefusal refusal) {
        return switch (refusal) {
            case EnrolmentRefusal.KeyOfAnotherHost(var other) ->
                    Problem.of(
                                    409,
                                    refusal.code(),
                                    "Another host has this key",
                                    "Host %s has a certificate for the same key".formatted(other))
                            .with("host", other.value())
                            .withHint(
                                    "A machine that was cloned must make a key of its own; remove"
                                            + " the copied one first");
            case EnrolmentRefusal.HostUnknown(var host) ->
                    Problem.notFound("host", host.value())
                            .withHint("Register the host with the inventory first");
            case EnrolmentRefusal.TooSoon(var host, var last, var next) ->
                    Problem.of(
                                    429,
                                    refusal.code(),
                                    "The host has got a certificate just now",
                                    "Host %s got one at %s; the next may be made from %s on"
                                            .formatted(host, last, next))
                            .with("last", last)
                            .with("next", next)
                            .withHint(
                                    "Ask with the same key to get the same certificate again;"
                                            + " enrol anew if the key is lost");
            case EnrolmentRefusal.NotInForce(var host) ->
                    Problem.of(
                                    409,
                                    refusal.code(),
                                    "The certificate does not hold any more",
                                    "It is none of the valid ones of host " + host)
                            .with("host", host.value())
                            .withHint("Enrol anew, with a join token of an administrator");
            default -> throw new IllegalStateException(refusal.code());
        };
    }

    private static Problem service(EnrolmentRefusal refusal) {
        return switch (refusal) {
            case EnrolmentRefusal.AuthorityEnds(var at) ->
                    Problem.of(
                                    503,
                                    refusal.code(),
                                    "The authority ends",
                                    "Its own certificate ends at " + at)
                            .with("ends", at)
                            .withHint("Replace it: docs/enrolment.md, \"A new authority\"");
            case EnrolmentRefusal.NotConfigured _ ->
                    Problem.of(
                                    503,
                                    refusal.code(),
                                    "This installation certifies nobody",
                                    "monitoring has no authority")
                            .withHint(
                                    "Set berth.monitoring.enrolment.ca-key-file and"
                                            + " .ca-certificate-file");
            case EnrolmentRefusal.TooManyAttempts(var wait) ->
                    Problem.of(429, refusal.code(), "Too many attempts", "Wait for " + wait)
                            .with("wait", wait.toString())
                            .withHint("Repeat the request after that time");
            default -> throw new IllegalStateException(refusal.code());
        };
    }
}
