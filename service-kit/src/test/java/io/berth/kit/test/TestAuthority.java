package io.berth.kit.test;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An authority that certifies whatever a test asks for, also what no real one would.
 *
 * @param certificate its own
 */
public record TestAuthority(X509Certificate certificate, PrivateKey key) {
    /** The one that the service under test trusts. */
    public static TestAuthority trusted() {
        var ca = TestPlatform.agentCa();
        try (var in = Files.newInputStream(ca.certificate())) {
            String pem = Files.readString(ca.key());
            byte[] der =
                    Base64.getMimeDecoder()
                            .decode(pem.replaceAll("-----[A-Z ]+-----", "").replace("\n", ""));
            return new TestAuthority(
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509").generateCertificate(in),
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der)));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that nobody trusts. */
    public static TestAuthority stranger() {
        KeyPair pair = keys("P-384");
        Certificate wanted = new Certificate("CN=Stranger").authority();
        X500Name name = new X500Name("CN=Stranger");
        return new TestAuthority(
                wanted.sign(pair.getPublic(), name, pair.getPrivate()), pair.getPrivate());
    }

    /**
     * Fresh keys.
     *
     * @param kind {@code P-256}, {@code P-384}, {@code P-521}, {@code Ed25519} or {@code RSA-3072}
     */
    public static KeyPair keys(String kind) {
        try {
            if (kind.startsWith("RSA-")) {
                KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
                rsa.initialize(Integer.parseInt(kind.substring(4)));
                return rsa.generateKeyPair();
            }
            if (kind.startsWith("Ed")) {
                return KeyPairGenerator.getInstance(kind).generateKeyPair();
            }
            KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
            ec.initialize(
                    new java.security.spec.ECGenParameterSpec(
                            "sec"
                                    + kind.replace("-", "").toLowerCase(java.util.Locale.ROOT)
                                    + "r1"));
            return ec.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate by this authority. */
    public X509Certificate certify(PublicKey holder, Certificate wanted) {
        return wanted.sign(
                holder,
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
                key);
    }

    /** A certificate as the real authority makes them. */
    public X509Certificate certify(PublicKey holder, String host) {
        return certify(holder, Certificate.ofHost(host));
    }

    /**
     * What a certificate shall say.
     *
     * @param uses object identifiers of extended key usages; none without the extension
     */
    public record Certificate(
            String subject,
            List<String> uris,
            List<KeyPurposeId> uses,
            boolean isAuthority,
            BigInteger serial,
            Instant from,
            Instant until) {
        private static final Duration USUAL = Duration.ofDays(30);

        Certificate(String subject) {
            this(
                    subject,
                    List.of(),
                    List.of(),
                    false,
                    new BigInteger(127, new java.security.SecureRandom()).setBit(126),
                    Instant.now().minus(Duration.ofMinutes(5)),
                    Instant.now().plus(USUAL));
        }

        /** One of an agent. */
        public static Certificate ofHost(String host) {
            return new Certificate("CN=" + host)
                    .named("urn:berth:host:" + host)
                    .forUse(KeyPurposeId.id_kp_clientAuth);
        }

        /** The same with these names. */
        public Certificate named(String... names) {
            return new Certificate(subject, List.of(names), uses, isAuthority, serial, from, until);
        }

        /** The same for these uses. */
        public Certificate forUse(KeyPurposeId... wanted) {
            return new Certificate(
                    subject, uris, List.of(wanted), isAuthority, serial, from, until);
        }

        /** The same as one that may certify others. */
        public Certificate authority() {
            return new Certificate(subject, uris, uses, true, serial, from, until);
        }

        /** The same for another time. */
        public Certificate valid(Instant begin, Instant end) {
            return new Certificate(subject, uris, uses, isAuthority, serial, begin, end);
        }

        private X509Certificate sign(PublicKey holder, X500Name issuer, PrivateKey by) {
            try {
                var builder =
                        new JcaX509v3CertificateBuilder(
                                issuer,
                                serial,
                                Date.from(from),
                                Date.from(until),
                                new X500Name(subject),
                                holder);
                builder.addExtension(
                        Extension.basicConstraints, true, new BasicConstraints(isAuthority));
                List<GeneralName> names = new ArrayList<>();
                uris.forEach(uri ->
                        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
                if (!names.isEmpty()) {
                    builder.addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(names.toArray(GeneralName[]::new)));
                }
                if (!uses.isEmpty()) {
                    builder.addExtension(
                            Extension.extendedKeyUsage,
                            false,
                            new ExtendedKeyUsage(uses.toArray(KeyPurposeId[]::new)));
                }
                String algorithm =
                        by.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA384withECDSA";
                return new JcaX509CertificateConverter()
                        .getCertificate(
                                builder.build(new JcaContentSignerBuilder(algorithm).build(by)));
            } catch (OperatorCreationException | IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
