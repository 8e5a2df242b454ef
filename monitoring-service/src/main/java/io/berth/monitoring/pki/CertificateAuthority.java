package io.berth.monitoring.pki;

import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import io.berth.monitoring.domain.enrolment.JoinToken;
import io.berth.monitoring.domain.enrolment.Validity;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes certificates for hosts, each for exactly one: it names the host and nothing else, is for
 * client authentication alone and certifies nobody. What an agent asked for beside its key never
 * gets in here.
 */
public final class CertificateAuthority {
    /** Random bits of a serial number; the highest is set, so that all are of the same length. */
    private static final int SERIAL_BITS = 127;

    private final X509Certificate own;
    private final PrivateKey key;
    private final SecureRandom random;
    private final X500Name name;

    CertificateAuthority(X509Certificate own, PrivateKey key, SecureRandom random) {
        this.own = own;
        this.key = key;
        this.random = random;
        this.name = X500Name.getInstance(own.getSubjectX500Principal().getEncoded());
    }

    /** A certificate that was made. */
    public record Made(CertificateSerial serial, String pem) {}

    /** When its own certificate ends. */
    public Instant ends() {
        return own.getNotAfter().toInstant();
    }

    /** Its own certificate, in PEM. */
    public String pem() {
        return pem(own);
    }

    /** What an agent may be told beforehand, to know the authority by: SHA-256 in hexadecimal. */
    public String fingerprint() {
        try {
            return JoinToken.sha256(own.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Certifies a key as that of a host. */
    public Made certify(HostId host, PublicKey holder, Validity validity) {
        BigInteger serial = new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
        X509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        serial,
                        Date.from(validity.notBefore()),
                        Date.from(validity.notAfter()),
                        new X500NameBuilder().addRDN(BCStyle.CN, host.value()).build(),
                        holder);
        try {
            extend(builder, host, holder);
            return new Made(
                    CertificateSerial.of(serial),
                    pem(builder.build(new JcaContentSignerBuilder(algorithm(key)).build(key))));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("The authority cannot sign", e);
        }
    }

    private void extend(X509v3CertificateBuilder builder, HostId host, PublicKey holder)
            throws IOException, GeneralSecurityException {
        JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
        builder.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(
                        new GeneralName(GeneralName.uniformResourceIdentifier, HostId.URN + host)));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(holder));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(own));
    }

    /** By which a key of this kind signs. */
    static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA" -> "SHA384withRSA";
            case "EdDSA", "Ed25519" -> "Ed25519";
            default -> "SHA384withECDSA";
        };
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
