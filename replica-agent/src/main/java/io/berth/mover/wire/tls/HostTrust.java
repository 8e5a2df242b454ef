package io.berth.mover.wire.tls;

import io.berth.contracts.ids.HostId;
import io.berth.mover.wire.Distrust;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides within the handshake whether the other side's certificate is that of a host, and which.
 *
 * <p>Guarantees: a certificate passes only if it leads to an authority of the trust file by at most
 * {@value #LONGEST_CHAIN} certificates, is valid now, may not sign certificates, is for the side of
 * a transfer that shows it, and names exactly one host as {@code urn:berth:host:<id>}, the form of
 * monitoring's authority. Signatures, times and critical extensions are judged by the JDK's PKIX
 * validator (RFC 5280). Revocation is not: a revoked host loses its relationships, since
 * replica-service plans no cycle for it.
 *
 * <p>An agent's certificate is for client authentication alone, also where the agent is the one who
 * is called: there is no DNS name to prove, only a host's id. So a target may show it, or one for
 * server authentication; a source must show one for client authentication.
 */
final class HostTrust extends X509ExtendedTrustManager {
    /** The host's, and those between it and the authority. */
    static final int LONGEST_CHAIN = 4;

    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";
    private static final int URI_NAME = 6;
    private static final int NO_AUTHORITY = -1;

    private final Set<TrustAnchor> anchors;
    private final InstantSource clock;
    private final @Nullable HostId wanted;
    private @Nullable NotTrusted refused;
    private @Nullable HostId found;

    /**
     * @param wanted who must be at the other end; absent when whoever comes is judged later
     */
    HostTrust(Set<TrustAnchor> anchors, InstantSource clock, @Nullable HostId wanted) {
        this.anchors = anchors;
        this.clock = clock;
        this.wanted = wanted;
    }

    /** A certificate does not pass. */
    static final class NotTrusted extends CertificateException {
        private static final long serialVersionUID = 1L;

        private final Distrust reason;

        NotTrusted(Distrust reason, String message, @Nullable Throwable cause) {
            super(message, cause);
            this.reason = reason;
        }

        Distrust reason() {
            return reason;
        }
    }

    /** Why it did not pass; absent when it did, or was not looked at. */
    @Nullable NotTrusted refused() {
        return refused;
    }

    /** Whose certificate passed. */
    @Nullable HostId found() {
        return found;
    }

    private void check(X509Certificate @Nullable [] chain, List<String> purposes)
            throws NotTrusted {
        try {
            if (chain == null || chain.length == 0) {
                throw new NotTrusted(Distrust.NO_CERTIFICATE, "no certificate was shown", null);
            }
            requireTime(chain[0]);
            requirePath(chain);
            requirePurpose(chain[0], purposes);
            HostId host = host(chain[0]);
            if (wanted != null && !wanted.equals(host)) {
                throw new NotTrusted(
                        Distrust.WRONG_HOST,
                        "the certificate is that of %s, wanted is %s".formatted(host, wanted),
                        null);
            }
            found = host;
        } catch (NotTrusted e) {
            refused = e;
            throw e;
        }
    }

    private void requireTime(X509Certificate certificate) throws NotTrusted {
        Instant now = clock.instant();
        Instant from = certificate.getNotBefore().toInstant();
        Instant to = certificate.getNotAfter().toInstant();
        if (now.isAfter(to)) {
            throw new NotTrusted(
                    Distrust.EXPIRED,
                    "the certificate expired at %s, it is %s".formatted(to, now),
                    null);
        }
        if (now.isBefore(from)) {
            throw new NotTrusted(
                    Distrust.NOT_YET_VALID,
                    "the certificate is valid from %s, it is %s".formatted(from, now),
                    null);
        }
    }

    private void requirePath(X509Certificate[] chain) throws NotTrusted {
        if (chain.length > LONGEST_CHAIN) {
            throw new NotTrusted(
                    Distrust.FOREIGN,
                    "%d certificates were shown, at most %d are followed"
                            .formatted(chain.length, LONGEST_CHAIN),
                    null);
        }
        try {
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(clock.instant()));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertPath(withoutAnchor(chain)),
                            parameters);
        } catch (CertPathValidatorException e) {
            Distrust reason =
                    e.getReason() == BasicReason.EXPIRED
                            ? Distrust.EXPIRED
                            : e.getReason() == BasicReason.NOT_YET_VALID
                                    ? Distrust.NOT_YET_VALID
                                    : Distrust.FOREIGN;
            throw new NotTrusted(
                    reason,
                    "no authority that is trusted here has signed the certificate, which '%s' issued: %s"
                            .formatted(chain[0].getIssuerX500Principal(), e.getMessage()),
                    e);
        } catch (GeneralSecurityException e) {
            throw new NotTrusted(Distrust.FOREIGN, "the certificate cannot be checked", e);
        }
    }

    /** Some send the authority along; it is trusted for being in the file, not for being sent. */
    private List<X509Certificate> withoutAnchor(X509Certificate[] chain) {
        List<X509Certificate> path = new ArrayList<>(Arrays.asList(chain));
        path.subList(1, path.size())
                .removeIf(each ->
                        anchors.stream().anyMatch(anchor -> each.equals(anchor.getTrustedCert())));
        return path;
    }

    private static void requirePurpose(X509Certificate certificate, List<String> purposes)
            throws NotTrusted {
        if (certificate.getBasicConstraints() != NO_AUTHORITY) {
            throw new NotTrusted(
                    Distrust.WRONG_PURPOSE, "the certificate is that of an authority", null);
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[0]) {
            throw new NotTrusted(
                    Distrust.WRONG_PURPOSE, "the certificate's key is not for signatures", null);
        }
        try {
            List<String> has = certificate.getExtendedKeyUsage();
            if (has == null || has.stream().noneMatch(purposes::contains)) {
                throw new NotTrusted(
                        Distrust.WRONG_PURPOSE,
                        "the certificate is for %s, wanted is one of %s".formatted(has, purposes),
                        null);
            }
        } catch (CertificateParsingException e) {
            throw new NotTrusted(
                    Distrust.WRONG_PURPOSE, "the certificate's extensions cannot be read", e);
        }
    }

    private static HostId host(X509Certificate certificate) throws NotTrusted {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null && names.size() == 1) {
                List<?> name = names.iterator().next();
                if (name.get(0).equals(URI_NAME)
                        && name.get(1) instanceof String uri
                        && uri.startsWith(HostId.URN)) {
                    return new HostId(uri.substring(HostId.URN.length()));
                }
            }
            throw new NotTrusted(
                    Distrust.WRONG_HOST,
                    "the certificate names %s; wanted is exactly one %s<id>"
                            .formatted(names, HostId.URN),
                    null);
        } catch (CertificateParsingException | IllegalArgumentException e) {
            throw new NotTrusted(Distrust.WRONG_HOST, "the certificate's names cannot be read", e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        check(chain, List.of(CLIENT));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
            throws CertificateException {
        check(chain, List.of(SERVER, CLIENT));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        check(chain, List.of(CLIENT));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
            throws CertificateException {
        check(chain, List.of(SERVER, CLIENT));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        check(chain, List.of(CLIENT));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
            throws CertificateException {
        check(chain, List.of(SERVER, CLIENT));
    }

    /** Told to no one: an agent shows the one certificate that it has. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
