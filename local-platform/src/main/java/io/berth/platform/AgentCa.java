package io.berth.platform;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The authority that certifies the agents of an installation: a key (EC P-384) and its own
 * certificate for ten years, made once and kept beside the key that signs tokens. Who can read the
 * key can speak for every host, so its file has mode 0600; monitoring alone is told where it lies.
 * Whoever checks agents needs the certificate, which is no secret.
 *
 * @param key PEM, PKCS#8
 * @param certificate PEM
 */
public record AgentCa(Path key, Path certificate) {
    private static final Duration VALIDITY = Duration.ofDays(3653);

    /** Clocks of agents may be behind. */
    private static final Duration BEFORE = Duration.ofMinutes(5);

    private static final String CURVE = "secp384r1";
    private static final String SIGNATURE = "SHA384withECDSA";
    private static final int SERIAL_BITS = 128;

    /**
     * The authority kept in this folder; a fresh one is made and kept at the first call.
     *
     * @throws PlatformException when one of its files is there and the other is not, or the
     *     certificate is none
     */
    public static AgentCa loadOrCreate(Path folder) {
        AgentCa ca = in(folder);
        boolean hasKey = Files.exists(ca.key);
        if (hasKey != Files.exists(ca.certificate)) {
            throw new PlatformException(
                    "%s is missing, and %s is there. Restore it from the backup; or remove both, then every agent has to enrol anew."
                            .formatted(
                                    hasKey ? ca.certificate : ca.key,
                                    hasKey ? ca.key : ca.certificate));
        }
        if (hasKey) {
            requireCertificate(ca.certificate);
        } else {
            make(ca);
        }
        return ca;
    }

    /** Where its files lie, whether they are there or not. */
    public static AgentCa in(Path folder) {
        return new AgentCa(folder.resolve("agent-ca.key"), folder.resolve("agent-ca.crt"));
    }

    /** The key is written first: a certificate whose key was lost would be trusted for nothing. */
    private static void make(AgentCa ca) {
        try {
            SecureRandom random = new SecureRandom();
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE), random);
            KeyPair pair = generator.generateKeyPair();
            BigInteger serial = new BigInteger(SERIAL_BITS - 1, random).setBit(SERIAL_BITS - 2);
            X500Name name = new X500Name("CN=Berth agents " + serial.toString(16).substring(0, 8));
            Instant now = Instant.now();
            JcaX509ExtensionUtils keyId = new JcaX509ExtensionUtils();
            X509CertificateHolder certificate =
                    new JcaX509v3CertificateBuilder(
                                    name,
                                    serial,
                                    Date.from(now.minus(BEFORE)),
                                    Date.from(now.plus(VALIDITY)),
                                    name,
                                    pair.getPublic())
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                            .addExtension(
                                    Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign))
                            .addExtension(
                                    Extension.subjectKeyIdentifier,
                                    false,
                                    keyId.createSubjectKeyIdentifier(pair.getPublic()))
                            .build(new JcaContentSignerBuilder(SIGNATURE).build(pair.getPrivate()));
            OwnerOnly.write(ca.key, pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
            OwnerOnly.write(ca.certificate, pem(certificate));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("This JDK cannot make an authority for agents", e);
        }
    }

    private static void requireCertificate(Path file) {
        try (PEMParser parser = new PEMParser(new StringReader(OwnerOnly.read(file)))) {
            if (parser.readObject() instanceof X509CertificateHolder) {
                return;
            }
        } catch (IOException e) {
            throw new PlatformException(file + " does not hold a certificate in PEM", e);
        }
        throw new PlatformException(file + " does not hold a certificate in PEM");
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write PEM", e);
        }
        return text.toString();
    }
}
