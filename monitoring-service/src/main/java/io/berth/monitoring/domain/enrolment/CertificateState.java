package io.berth.monitoring.domain.enrolment;

/** How a certificate of an agent stands. */
public enum CertificateState {
    /** It holds: neither revoked nor over. */
    VALID,
    /** Its time is over. */
    EXPIRED,
    /** It was revoked before its time was over. */
    REVOKED
}
