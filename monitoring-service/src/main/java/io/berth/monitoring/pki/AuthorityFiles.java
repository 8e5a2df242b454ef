package io.berth.monitoring.pki;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * Reads key and certificate of the authority, and refuses what would be dangerous: a key that
 * others may read or that does not belong to the certificate.
 *
 * @param key PEM, PKCS#8 or as openssl's {@code ecparam} writes it, without a password
 * @param certificate PEM
 */
public record AuthorityFiles(Path key, Path certificate) {
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    /** The authority cannot be used; the message says why and what to do. */
    public static final class UnusableAuthority extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnusableAuthority(String message) {
            super(message);
        }
    }

    /**
     * The authority.
     *
     * @throws UnusableAuthority when either file is missing or none, when others than the owner
     *     have rights to the key, or when the two do not belong together
     */
    public CertificateAuthority read() {
        requireOwnerOnly();
        PrivateKey secret = readKey();
        X509Certificate own = readCertificate();
        if (own.getBasicConstraints() < 0) {
            throw new UnusableAuthority(certificate + " is not the certificate of an authority");
        }
        if (!belongTogether(secret, own)) {
            throw new UnusableAuthority(
                    "%s and %s do not belong together; restore both from the same backup"
                            .formatted(key, certificate));
        }
        return new CertificateAuthority(own, secret, new SecureRandom());
    }

    private void requireOwnerOnly() {
        try {
            Set<PosixFilePermission> rights =
                    Files.getPosixFilePermissions(key, LinkOption.NOFOLLOW_LINKS);
            if (!Files.isRegularFile(key, LinkOption.NOFOLLOW_LINKS)) {
                throw new UnusableAuthority(key + " is not a regular file");
            }
            if (!OWNER.containsAll(rights)) {
                throw new UnusableAuthority(
                        "Others than its owner have rights to %s (%s): who can read it can speak for every host. chmod 600 %s, and ask who could read it until now."
                                .formatted(key, PosixFilePermissions.toString(rights), key));
            }
        } catch (IOException e) {
            throw new UnusableAuthority(
                    "There is no key of the authority at %s; put it there from its backup"
                            .formatted(key));
        }
    }

    private PrivateKey readKey() {
        try (PEMParser parser =
                new PEMParser(new StringReader(Files.readString(key, StandardCharsets.US_ASCII)))) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            for (Object object = parser.readObject();
                    object != null;
                    object = parser.readObject()) {
                if (object instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
                if (object instanceof PEMKeyPair pair) {
                    return converter.getKeyPair(pair).getPrivate();
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new UnusableAuthority(key + " does not hold a private key in PEM");
        }
        throw new UnusableAuthority(key + " does not hold a private key in PEM without a password");
    }

    private X509Certificate readCertificate() {
        try (InputStream in = Files.newInputStream(certificate)) {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | GeneralSecurityException e) {
            throw new UnusableAuthority(certificate + " does not hold a certificate in PEM");
        }
    }

    private static boolean belongTogether(PrivateKey secret, X509Certificate own) {
        byte[] probe = "do key and certificate belong together?".getBytes(StandardCharsets.UTF_8);
        try {
            String algorithm = CertificateAuthority.algorithm(secret);
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(secret);
            signer.update(probe);
            byte[] signed = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(own.getPublicKey());
            verifier.update(probe);
            return verifier.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
