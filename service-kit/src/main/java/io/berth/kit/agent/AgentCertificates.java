package io.berth.kit.agent;

import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;

/**
 * What a certificate of an agent is, and which ones are ours.
 *
 * <p>Guarantees: a certificate passes only if one of the given authorities itself signed it, if it
 * is valid at that time, may not sign certificates, is for client authentication, and names exactly
 * one host. There are no authorities in between: what else a caller sends along is not looked at,
 * so a host's certificate never serves as one.
 *
 * <p>Signature, times and critical extensions are judged by the JDK's PKIX validator (RFC 5280);
 * revocation is judged elsewhere, since there is no list to download.
 */
public final class AgentCertificates {
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final int URI_NAME = 6;
    private static final int NO_AUTHORITY = -1;

    private AgentCertificates() {}

    /** A certificate does not pass; the message says why. */
    static final class NotOurs extends Exception {
        private static final long serialVersionUID = 1L;

        NotOurs(String message) {
            super(message);
        }
    }

    /** Whose certificate it is. */
    record Identity(HostId host, CertificateSerial serial, Instant notAfter) {}

    /**
     * Checks a certificate.
     *
     * @throws NotOurs when it does not pass
     */
    static Identity check(X509Certificate certificate, Set<TrustAnchor> authorities, Instant at)
            throws NotOurs {
        requireSignedByOne(certificate, authorities, at);
        if (certificate.getBasicConstraints() != NO_AUTHORITY) {
            throw new NotOurs("It is the certificate of an authority");
        }
        try {
            List<String> usages = certificate.getExtendedKeyUsage();
            if (usages == null || !usages.contains(CLIENT_AUTHENTICATION)) {
                throw new NotOurs("It is not for client authentication");
            }
            return new Identity(
                    host(certificate),
                    CertificateSerial.of(certificate.getSerialNumber()),
                    certificate.getNotAfter().toInstant());
        } catch (CertificateParsingException e) {
            throw new NotOurs("Its extensions cannot be read");
        } catch (IllegalArgumentException e) {
            throw new NotOurs(String.valueOf(e.getMessage()));
        }
    }

    private static void requireSignedByOne(
            X509Certificate certificate, Set<TrustAnchor> authorities, Instant at) throws NotOurs {
        try {
            PKIXParameters parameters = new PKIXParameters(authorities);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertPath(List.of(certificate)),
                            parameters);
        } catch (CertPathValidatorException e) {
            throw new NotOurs(
                    switch (e.getReason()) {
                        case CertPathValidatorException.BasicReason.EXPIRED ->
                                "It expired at " + certificate.getNotAfter().toInstant();
                        case CertPathValidatorException.BasicReason.NOT_YET_VALID ->
                                "It is valid from " + certificate.getNotBefore().toInstant();
                        default -> "No authority of this installation has signed it";
                    });
        } catch (GeneralSecurityException e) {
            throw new NotOurs("It cannot be checked");
        }
    }

    private static HostId host(X509Certificate certificate)
            throws NotOurs, CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        List<String> hosts = new ArrayList<>();
        for (List<?> name : names == null ? List.<List<?>>of() : names) {
            if (name.get(0).equals(URI_NAME) && name.get(1) instanceof String uri) {
                hosts.add(uri);
            } else {
                throw new NotOurs("It names more than a host");
            }
        }
        if (hosts.size() != 1 || !hosts.getFirst().startsWith(HostId.URN)) {
            throw new NotOurs("It does not name exactly one host");
        }
        return new HostId(hosts.getFirst().substring(HostId.URN.length()));
    }
}
