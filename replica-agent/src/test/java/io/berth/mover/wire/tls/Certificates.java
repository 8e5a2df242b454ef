package io.berth.mover.wire.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An authority that makes certificates like monitoring's, and ones that it never would. */
final class Certificates {
    private static final Duration DAY = Duration.ofDays(1);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final KeyPair key = keys();
    private final X500Name name;
    private final X509CertificateHolder own;

    Certificates(Path folder, String name) {
        this.folder = folder;
        this.name = new X500Name("CN=" + name);
        this.own = sign(builderOf(this.name, key, -1, 1), true);
    }

    /** What a certificate says. */
    record Wish(String uri, KeyPurposeId purpose, int fromDays, int toDays, boolean authority) {
        static Wish host(String id) {
            return new Wish("urn:berth:host:" + id, KeyPurposeId.id_kp_clientAuth, -1, 1, false);
        }

        Wish purpose(KeyPurposeId other) {
            return new Wish(uri, other, fromDays, toDays, authority);
        }

        Wish days(int from, int to) {
            return new Wish(uri, purpose, from, to, authority);
        }

        Wish uri(String other) {
            return new Wish(other, purpose, fromDays, toDays, authority);
        }

        Wish asAuthority() {
            return new Wish(uri, purpose, fromDays, toDays, true);
        }
    }

    /** Files of a host that trusts this authority, and has its certificate from there. */
    IdentityFiles files(String file, Wish wish, Certificates issuer) throws IOException {
        Path identity = folder.resolve(file + ".pem");
        Path trust = folder.resolve(file + "-trust.pem");
        issuer.write(identity, wish);
        Files.writeString(trust, pem(own));
        return new IdentityFiles(identity, trust);
    }

    /** Files of a host of this authority. */
    IdentityFiles files(String file, Wish wish) throws IOException {
        return files(file, wish, this);
    }

    /** Writes a new key and certificate. */
    void write(Path identity, Wish wish) throws IOException {
        try {
            KeyPair host = keys();
            JcaX509v3CertificateBuilder builder =
                    builderOf(new X500Name("CN=host"), host, wish.fromDays, wish.toDays);
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(wish.purpose));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(
                            new GeneralName(GeneralName.uniformResourceIdentifier, wish.uri)));
            Files.writeString(
                    identity,
                    pem(new JcaPKCS8Generator(host.getPrivate(), null))
                            + pem(sign(builder, wish.authority)));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private JcaX509v3CertificateBuilder builderOf(
            X500Name subject, KeyPair keys, int fromDays, int toDays) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(127, RANDOM),
                Date.from(now.plus(DAY.multipliedBy(fromDays))),
                Date.from(now.plus(DAY.multipliedBy(toDays))),
                subject,
                keys.getPublic());
    }

    private X509CertificateHolder sign(JcaX509v3CertificateBuilder builder, boolean authority) {
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(
                            authority
                                    ? KeyUsage.keyCertSign | KeyUsage.digitalSignature
                                    : KeyUsage.digitalSignature));
            return builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
