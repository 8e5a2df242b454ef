package io.berth.monitoring.pki;

import io.berth.monitoring.domain.enrolment.EnrolmentRefusal;
import io.berth.monitoring.domain.enrolment.KeyRule;
import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Optional;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/**
 * A request for a certificate (PKCS#10, RFC 2986) of which only the key counts: names, extensions
 * and attributes that are asked for are not looked at. Whoever made it has proven that it has the
 * key, by signing the request with it.
 */
public final class CertificateRequest {
    private final PublicKey key;

    private CertificateRequest(PublicKey key) {
        this.key = key;
    }

    /** What came of reading a request. */
    public sealed interface Read {
        /** It is fine. */
        record Fine(CertificateRequest request) implements Read {}

        /** It is not. */
        record Refused(EnrolmentRefusal why) implements Read {}
    }

    /**
     * Reads a request. The kind of the key is judged before its signature is checked, so that no
     * time is spent on monstrous keys.
     *
     * @param pem one request, as openssl and certreq write it
     */
    public static Read read(String pem) {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            Object object = parser.readObject();
            if (!(object instanceof PKCS10CertificationRequest request)) {
                return invalid(
                        object == null
                                ? "There is no certificate request in PEM"
                                : "It is something else in PEM; keys never leave the host");
            }
            if (parser.readObject() != null) {
                return invalid("There is more than one object in it");
            }
            return read(new JcaPKCS10CertificationRequest(request));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // The parser throws whatever it stumbles over; the cause would only quote the input.
            return invalid("It cannot be read");
        }
    }

    private static Read read(JcaPKCS10CertificationRequest request)
            throws GeneralSecurityException {
        PublicKey key = request.getPublicKey();
        Optional<EnrolmentRefusal> refusal = KeyRule.refusal(key);
        if (refusal.isPresent()) {
            return new Read.Refused(refusal.get());
        }
        try {
            return request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))
                    ? new Read.Fine(new CertificateRequest(key))
                    : new Read.Refused(new EnrolmentRefusal.NotProven());
        } catch (OperatorCreationException | PKCSException e) {
            return new Read.Refused(new EnrolmentRefusal.NotProven());
        }
    }

    private static Read invalid(String reason) {
        return new Read.Refused(new EnrolmentRefusal.RequestInvalid(reason));
    }

    /** The key that is to be certified. */
    public PublicKey key() {
        return key;
    }

    /** What tells the key from others. */
    public String fingerprint() {
        return KeyRule.fingerprint(key);
    }
}
