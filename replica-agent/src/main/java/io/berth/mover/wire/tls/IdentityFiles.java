package io.berth.mover.wire.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * Where a host's key and certificate lie, and whom it trusts. The files are read for each
 * connection, so that a renewed certificate counts from the next one on.
 *
 * @param identity PEM: the key (PKCS#8, not encrypted; only the agent may read the file), the
 *     host's certificate and those between it and the authority
 * @param trust PEM: the certificates of the authorities whose hosts are believed
 */
public record IdentityFiles(Path identity, Path trust) {
    /** The largest file that is read. */
    static final long LARGEST = 1 << 20;

    private static final char[] NO_PASSWORD = {};

    /**
     * The key and its certificates.
     *
     * @throws IOException when the file cannot be read, or does not hold one key and its
     *     certificate
     */
    KeyStore keys() throws IOException {
        try {
            List<Certificate> chain = new ArrayList<>();
            List<PrivateKey> keys = new ArrayList<>();
            try (PEMParser parser = new PEMParser(Files.newBufferedReader(bounded(identity)))) {
                var keyOf = new JcaPEMKeyConverter();
                var certificateOf = new JcaX509CertificateConverter();
                for (Object each = parser.readObject(); each != null; each = parser.readObject()) {
                    switch (each) {
                        case PrivateKeyInfo key -> keys.add(keyOf.getPrivateKey(key));
                        case PEMKeyPair pair -> keys.add(keyOf.getKeyPair(pair).getPrivate());
                        case X509CertificateHolder holder ->
                                chain.add(certificateOf.getCertificate(holder));
                        default -> {}
                    }
                }
            }
            if (keys.size() != 1 || chain.isEmpty()) {
                throw new IOException(
                        "%s has %d keys and %d certificates; one key and at least one certificate are needed"
                                .formatted(identity, keys.size(), chain.size()));
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "host", keys.getFirst(), NO_PASSWORD, chain.toArray(new Certificate[0]));
            return store;
        } catch (GeneralSecurityException e) {
            throw new IOException("%s is no key with its certificate".formatted(identity), e);
        }
    }

    /** The authorities. */
    Set<TrustAnchor> anchors() throws IOException {
        try (InputStream in = Files.newInputStream(bounded(trust))) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            Set<TrustAnchor> anchors = new HashSet<>();
            for (Certificate each : all) {
                anchors.add(new TrustAnchor((X509Certificate) each, null));
            }
            if (anchors.isEmpty()) {
                throw new IOException("%s holds no certificate".formatted(trust));
            }
            return anchors;
        } catch (GeneralSecurityException e) {
            throw new IOException("%s holds no certificates".formatted(trust), e);
        }
    }

    private static Path bounded(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException("%s is larger than %d bytes".formatted(file, LARGEST));
        }
        return file;
    }
}
