package io.berth.kit.agent;

import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import java.time.Instant;

/**
 * An agent whose token and certificate were checked, but for revocation.
 *
 * @param until the end of the token or of the certificate, whichever comes first
 */
record VerifiedAgent(HostId host, CertificateSerial serial, Instant until) {}
