package io.berth.simulator.enrolment;

import io.berth.contracts.ids.CertificateSerial;
import io.berth.contracts.ids.HostId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemGenerationException;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is known by: its key, which never leaves the host, and the certificate for it. This
 * is all that an agent of a real host needs, too.
 *
 * @param renewAfter when it asks for its next certificate
 * @param authority that has signed the certificate, and whose other hosts are believed; absent when
 *     it was not told
 */
record HostIdentity(
        HostId host,
        PrivateKey key,
        X509Certificate certificate,
        Instant renewAfter,
        @Nullable X509Certificate authority) {
    /** Shorter than what is accepted, so that a slow clock does no harm. */
    static final Duration TOKEN_LIFE = Duration.ofMinutes(4);

    private static final String CURVE = "secp256r1";
    private static final String SIGNATURE = "SHA256withECDSA";

    /** Fresh keys. */
    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no " + CURVE, e);
        }
    }

    /** A request for a certificate, PKCS#10 in PEM. */
    static String request(HostId host, KeyPair keys) {
        try {
            return pem(
                    new JcaPKCS10CertificationRequestBuilder(
                                    new X500Name("CN=" + host), keys.getPublic())
                            .build(
                                    new JcaContentSignerBuilder(SIGNATURE)
                                            .build(keys.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("This JDK has no " + SIGNATURE, e);
        }
    }

    /**
     * A token that proves who the agent is, signed by itself.
     *
     * @param now of the host's calendar clock
     */
    String token(Instant now) {
        JwtClaims claims = new JwtClaims();
        claims.setAudience("berth");
        claims.setSubject("host:" + host);
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.plus(TOKEN_LIFE).getEpochSecond()));
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        signature.setCertificateChainHeaderValue(certificate);
        signature.setKey(key);
        signature.setPayload(claims.toJson());
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("Could not sign a token", e);
        }
    }

    CertificateSerial serial() {
        return CertificateSerial.of(certificate.getSerialNumber());
    }

    Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    /** Key and certificate in PEM, for the host's disk. */
    String toPem() {
        try {
            return pem(new JcaPKCS8Generator(key, null)) + pem(certificate);
        } catch (PemGenerationException e) {
            throw new IllegalStateException("Cannot write PEM", e);
        }
    }

    /**
     * What was on the host's disk.
     *
     * @throws IOException when it is not a key and a certificate
     */
    static HostIdentity fromPem(HostId host, String pem) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            if (parser.readObject() instanceof PrivateKeyInfo info) {
                PrivateKey key = new JcaPEMKeyConverter().getPrivateKey(info);
                X509Certificate certificate =
                        certificate(pem.substring(pem.indexOf("-----BEGIN CERTIFICATE")));
                return new HostIdentity(host, key, certificate, renewAfter(certificate), null);
            }
            throw new IOException("there is no key in it");
        } catch (GeneralSecurityException | IndexOutOfBoundsException e) {
            throw new IOException("it does not hold a key and a certificate", e);
        }
    }

    /** After two thirds of its life, as the service counts. */
    private static Instant renewAfter(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Duration life = Duration.between(from, certificate.getNotAfter().toInstant());
        return from.plus(life.multipliedBy(2).dividedBy(3));
    }

    /**
     * A certificate in PEM.
     *
     * @throws GeneralSecurityException when it is none
     */
    static X509Certificate certificate(String pem) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot write PEM", e);
        }
        return text.toString();
    }
}
