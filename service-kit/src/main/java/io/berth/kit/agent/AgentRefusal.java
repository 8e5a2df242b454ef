package io.berth.kit.agent;

import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import io.berth.kit.rest.Problem;
import java.time.Duration;
import java.time.Instant;

/** Why an agent is not taken at its word. */
public sealed interface AgentRefusal {
    /** Status of every refusal: who calls is not known. */
    int STATUS = 401;

    /** Stable, for programs and labels. */
    String code();

    /** As an answer to the agent. */
    Problem problem();

    /** The token is no JWT, is not signed as it must be, or its signature is wrong. */
    record BadToken(String reason) implements AgentRefusal {
        @Override
        public String code() {
            return "agent-token-invalid";
        }

        @Override
        public Problem problem() {
            return Problem.of(STATUS, code(), "The agent's token is not valid", reason)
                    .withHint(
                            "Sign {aud: berth, sub: host:<id>, iat, exp} with the certificate's key"
                                    + " (ES256, ES384, EdDSA, PS256 or RS256) and put the"
                                    + " certificate into the header x5c");
        }
    }

    /** The token is too old, or comes from the future. */
    record NotNow(Instant issuedAt, Instant expires, Instant now) implements AgentRefusal {
        @Override
        public String code() {
            return "agent-token-not-now";
        }

        @Override
        public Problem problem() {
            return Problem.of(
                            STATUS,
                            code(),
                            "The agent's token is not valid at this time",
                            "It was issued at %s and is valid until %s; it is %s here"
                                    .formatted(issuedAt, expires, now))
                    .with("issuedAt", issuedAt)
                    .with("expires", expires)
                    .with("now", now)
                    .withHint("Sign a new one; if that is refused too, set the host's clock");
        }
    }

    /** The token is valid for longer than one may be. */
    record TooLong(Duration life, Duration longest) implements AgentRefusal {
        @Override
        public String code() {
            return "agent-token-too-long";
        }

        @Override
        public Problem problem() {
            return Problem.of(
                            STATUS,
                            code(),
                            "The agent's token is valid for too long",
                            "It is valid for %s; allowed is %s".formatted(life, longest))
                    .with("life", life.toString())
                    .with("longest", longest.toString())
                    .withHint("Sign one with an earlier exp");
        }
    }

    /** The certificate is none of ours, is not valid now, or is not one of an agent. */
    record BadCertificate(String reason) implements AgentRefusal {
        @Override
        public String code() {
            return "agent-certificate-invalid";
        }

        @Override
        public Problem problem() {
            return Problem.of(STATUS, code(), "The agent's certificate is not valid", reason)
                    .withHint(
                            "Use the certificate that POST /api/v1/enrolments answered; enrol anew"
                                    + " when it has expired");
        }
    }

    /** The token speaks for another host than the certificate. */
    record OtherHost(String subject, HostId certified) implements AgentRefusal {
        @Override
        public String code() {
            return "agent-token-other-host";
        }

        @Override
        public Problem problem() {
            return Problem.of(
                            STATUS,
                            code(),
                            "The agent's token speaks for another host",
                            "Its subject is %s, and the certificate is of host %s"
                                    .formatted(subject, certified))
                    .with("subject", subject)
                    .with("host", certified.value())
                    .withHint("The claim sub must be host:" + certified);
        }
    }

    /** The certificate was revoked. */
    record Revoked(CertificateSerial serial, HostId host, Instant at) implements AgentRefusal {
        @Override
        public String code() {
            return "agent-certificate-revoked";
        }

        @Override
        public Problem problem() {
            return Problem.of(
                            STATUS,
                            code(),
                            "The agent's certificate was revoked",
                            "Certificate %s of host %s was revoked at %s"
                                    .formatted(serial, host, at))
                    .with("serial", serial.value())
                    .with("host", host.value())
                    .with("revokedAt", at)
                    .withHint("The host has to enrol anew, with a join token of an administrator");
        }
    }

    /** It is not known yet which certificates were revoked. */
    record NotReady() implements AgentRefusal {
        @Override
        public String code() {
            return "agents-not-ready";
        }

        @Override
        public Problem problem() {
            return Problem.of(
                            503,
                            code(),
                            "Not ready for agents",
                            "The list of revoked certificates is not read yet")
                    .withHint("Repeat the request in a few seconds");
        }
    }
}
