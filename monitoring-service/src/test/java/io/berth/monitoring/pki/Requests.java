package io.berth.monitoring.pki;

import java.io.IOException;
import java.io.StringWriter;
import java.security.KeyPair;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Certificate requests, as agents make them and as they should not. */
public final class Requests {
    private Requests() {}

    /** One that asks for nothing in particular. */
    public static String of(KeyPair keys) {
        return signed(keys, keys);
    }

    /** For one key, signed by another. */
    public static String signed(KeyPair asksFor, KeyPair signs) {
        return pem(builder(asksFor, "CN=agent"), signs);
    }

    /** One that asks for the rights of an authority, and for the name of another host. */
    public static String greedy(KeyPair keys, String otherHost) {
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            extensions.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(
                            new GeneralName(
                                    GeneralName.uniformResourceIdentifier,
                                    "urn:berth:host:" + otherHost)));
            var builder = builder(keys, "CN=" + otherHost + ",O=Administrators");
            builder.addAttribute(
                    PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            return pem(builder, keys);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JcaPKCS10CertificationRequestBuilder builder(KeyPair keys, String name) {
        return new JcaPKCS10CertificationRequestBuilder(new X500Name(name), keys.getPublic());
    }

    private static String pem(JcaPKCS10CertificationRequestBuilder builder, KeyPair signs) {
        String algorithm =
                switch (signs.getPrivate().getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "DSA" -> "SHA256withDSA";
                    case "EdDSA" ->
                            signs.getPrivate().getEncoded().length > 60 ? "Ed448" : "Ed25519";
                    default -> "SHA256withECDSA";
                };
        try {
            return pem(
                    builder.build(
                            new JcaContentSignerBuilder(algorithm).build(signs.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Anything in PEM. */
    public static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }
}
