package io.berth.simulator.enrolment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a host stands with monitoring, for people and tests.
 *
 * @param problem code and words of the last refusal
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Standing(
        HostId host,
        State state,
        @Nullable CertificateSerial serial,
        @Nullable Instant notAfter,
        @Nullable Instant renewAfter,
        @Nullable String problem) {
    /** Whether it may speak for itself. */
    public enum State {
        /** It has no certificate yet, and goes on asking. */
        JOINING,
        /** It has one. */
        JOINED,
        /** Its certificate was revoked: a person has to let it in again. */
        REVOKED
    }
}
