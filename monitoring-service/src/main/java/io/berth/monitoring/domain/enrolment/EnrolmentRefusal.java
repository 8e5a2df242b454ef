package io.berth.monitoring.domain.enrolment;

import io.berth.contracts.ids.HostId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Why no certificate is made. */
public sealed interface EnrolmentRefusal {
    /** Stable, for programs and metric labels. */
    String code();

    /** Nobody has made this join token, or it was revoked or replaced by a newer one. */
    record TokenUnknown() implements EnrolmentRefusal {
        @Override
        public String code() {
            return "join-token-unknown";
        }
    }

    /** The join token's time is over. */
    record TokenExpired(Instant at) implements EnrolmentRefusal {
        @Override
        public String code() {
            return "join-token-expired";
        }
    }

    /** Another key was certified by this join token. */
    record TokenUsed(HostId host, Instant at) implements EnrolmentRefusal {
        @Override
        public String code() {
            return "join-token-used";
        }
    }

    /** What was sent is no certificate request. */
    record RequestInvalid(String reason) implements EnrolmentRefusal {
        @Override
        public String code() {
            return "certificate-request-invalid";
        }
    }

    /** The request is not signed with the key that it asks a certificate for. */
    record NotProven() implements EnrolmentRefusal {
        @Override
        public String code() {
            return "key-not-proven";
        }
    }

    /** Keys of this kind are not certified. */
    record KeyNotAccepted(String kind, List<String> allowed) implements EnrolmentRefusal {
        @Override
        public String code() {
            return "key-not-accepted";
        }
    }

    /** Another host has a certificate for the same key: one of them is a copy. */
    record KeyOfAnotherHost(HostId host) implements EnrolmentRefusal {
        @Override
        public String code() {
            return "key-of-another-host";
        }
    }

    /** The inventory does not have the host, or no longer. */
    record HostUnknown(HostId host) implements EnrolmentRefusal {
        @Override
        public String code() {
            return "host-unknown";
        }
    }

    /** The host has got a certificate just now. */
    record TooSoon(HostId host, Instant last, Instant next) implements EnrolmentRefusal {
        @Override
        public String code() {
            return "renewed-too-soon";
        }
    }

    /** The certificate that asks for a newer one is not one that holds. */
    record NotInForce(HostId host) implements EnrolmentRefusal {
        @Override
        public String code() {
            return "certificate-not-in-force";
        }
    }

    /** The authority itself ends so soon that a certificate by it is of no use. */
    record AuthorityEnds(Instant at) implements EnrolmentRefusal {
        @Override
        public String code() {
            return "authority-ends";
        }
    }

    /** This service has no authority. */
    record NotConfigured() implements EnrolmentRefusal {
        @Override
        public String code() {
            return "enrolment-not-configured";
        }
    }

    /** Too many attempts. */
    record TooManyAttempts(Duration pause) implements EnrolmentRefusal {
        @Override
        public String code() {
            return "too-many-attempts";
        }
    }
}
