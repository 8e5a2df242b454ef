package io.berth.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * The key pair with which a local installation signs the tokens of its users and services. In
 * production an OIDC provider takes its place.
 *
 * <p>Who can read the private key can become anybody, so its file has mode 0600 in a folder of mode
 * 0700. Services get the public key alone.
 */
public final class InstallationKeys {
    /** The {@code iss} claim of every token of a local installation. */
    public static final String ISSUER = "https://berth.local";

    /** The {@code aud} claim. */
    public static final String AUDIENCE = "berth";

    private static final String ALGORITHM = "RSA";
    private static final int KEY_BITS = 2048;

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private InstallationKeys(PrivateKey privateKey, PublicKey publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** A fresh pair that lives in memory only. */
    public static InstallationKeys generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(KEY_BITS);
            KeyPair pair = generator.generateKeyPair();
            return new InstallationKeys(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK has no RSA", e);
        }
    }

    /** The pair kept in this folder; a fresh one is made and kept at the first call. */
    public static InstallationKeys loadOrCreate(Path folder) {
        Path privateFile = folder.resolve("token-signing.key");
        Path publicFile = folder.resolve("token-signing.pub");
        if (Files.exists(privateFile) && Files.exists(publicFile)) {
            return load(privateFile, publicFile);
        }
        InstallationKeys keys = generate();
        OwnerOnly.write(publicFile, keys.publicKeyBase64() + "\n");
        OwnerOnly.write(privateFile, encode(keys.privateKey.getEncoded()) + "\n");
        return keys;
    }

    private static InstallationKeys load(Path privateFile, Path publicFile) {
        try {
            KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
            return new InstallationKeys(
                    factory.generatePrivate(new PKCS8EncodedKeySpec(decode(privateFile))),
                    factory.generatePublic(new X509EncodedKeySpec(decode(publicFile))));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new PlatformException(
                    "%s does not hold a key of this installation. Remove it and its .pub file to make a new pair; tokens issued so far then stop working."
                            .formatted(privateFile),
                    e);
        }
    }

    /** Base64 of the DER form, without PEM armour: the value of {@code quarkus.oidc.public-key}. */
    public String publicKeyBase64() {
        return encode(publicKey.getEncoded());
    }

    /** For a verifier in this JVM. */
    public PublicKey publicKey() {
        return publicKey;
    }

    /**
     * A signed token (JWT, RS256), valid from now.
     *
     * @param principal who acts, e.g. {@code alice} or {@code placement-1}
     */
    public String token(Role role, String principal, Duration validity) {
        JwtClaims claims = new JwtClaims();
        Instant now = Instant.now();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(principal);
        claims.setStringClaim("upn", principal);
        claims.setStringListClaim("groups", List.of(role.claim()));
        claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
        claims.setExpirationTime(NumericDate.fromSeconds(now.plus(validity).getEpochSecond()));
        claims.setGeneratedJwtId();
        JsonWebSignature signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(privateKey);
        signature.setHeader("typ", "JWT");
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("Could not sign a token", e);
        }
    }

    /** As {@link #token(Role, String, Duration)}, the role by its claim's name. */
    public String token(String role, String principal, Duration validity) {
        return token(Role.of(role), principal, validity);
    }

    private static String encode(byte[] der) {
        return Base64.getEncoder().encodeToString(der);
    }

    private static byte[] decode(Path file) {
        return Base64.getDecoder().decode(OwnerOnly.read(file));
    }
}
