package io.berth.simulator.mover;

import io.berth.contracts.ids.HostId;
import io.berth.mover.file.DiskFolder;
import io.berth.mover.wire.tls.IdentityFiles;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

/**
 * The authority of a fleet that does not enrol, so that its hosts prove who they are all the same.
 * Its key is in memory alone: the next simulator makes itself another one, and its hosts get new
 * certificates. Those say what monitoring's say, see {@code CertificateAuthority} there.
 */
public final class FleetAuthority {
    /** A simulator that runs for longer is started anew for this. */
    private static final Duration VALIDITY = Duration.ofDays(3650);

    private static final Duration BEFORE = Duration.ofMinutes(5);
    private static final X500Name NAME = new X500Name("CN=simulated fleet");
    private static final String SIGNATURE = "SHA256withECDSA";

    private final Path folder;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final KeyPair key = keys();
    private final Set<HostId> certified = ConcurrentHashMap.newKeySet();

    /**
     * @param folder for the hosts' keys and certificates; for the owner only
     */
    public FleetAuthority(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** The files of a host, which are made when it asks first. */
    public synchronized IdentityFiles files(HostId host) throws IOException {
        DiskFolder home = DiskFolder.at(folder);
        Path trust = home.path().resolve(".authority.pem");
        Path identity = home.path().resolve(host + ".pem");
        if (certified.isEmpty()) {
            put(trust, pem(sign(builder(NAME, key), true)));
        }
        if (!certified.contains(host)) {
            KeyPair own = keys();
            JcaX509v3CertificateBuilder builder = builder(new X500Name("CN=" + host), own);
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(
                            new GeneralName(
                                    GeneralName.uniformResourceIdentifier, HostId.URN + host)));
            put(
                    identity,
                    pem(new JcaPKCS8Generator(own.getPrivate(), null)) + pem(sign(builder, false)));
            certified.add(host);
        }
        return new IdentityFiles(identity, trust);
    }

    private static void put(Path file, String pem) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, pem, StandardCharsets.US_ASCII);
    }

    private JcaX509v3CertificateBuilder builder(X500Name subject, KeyPair keys) {
        Instant now = clock.instant();
        return new JcaX509v3CertificateBuilder(
                NAME,
                new BigInteger(127, random),
                Date.from(now.minus(BEFORE)),
                Date.from(now.plus(VALIDITY)),
                subject,
                keys.getPublic());
    }

    private X509CertificateHolder sign(JcaX509v3CertificateBuilder builder, boolean authority)
            throws IOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(authority ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
        try {
            return builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key.getPrivate()));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("This JDK has no " + SIGNATURE, e);
        }
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no secp256r1", e);
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
