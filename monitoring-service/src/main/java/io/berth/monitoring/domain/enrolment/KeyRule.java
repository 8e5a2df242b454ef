package io.berth.monitoring.domain.enrolment;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;
import java.util.Optional;

/**
 * Which keys of agents are certified: those that NIST SP 800-57 rates at 128 bits and more, that
 * the JDK verifies, and that there is an algorithm of JSON Web Tokens for.
 */
public final class KeyRule {
    /** Fewest bits of an RSA key. */
    public static final int MIN_RSA = 3072;

    /** Most bits of an RSA key: longer ones only cost time at each token. */
    public static final int MAX_RSA = 4096;

    /** In words, for refusals. */
    public static final List<String> ALLOWED =
            List.of(
                    "EC P-256",
                    "EC P-384",
                    "Ed25519",
                    "RSA " + MIN_RSA + " to " + MAX_RSA + " bits");

    private static final BigInteger LEAST_EXPONENT = BigInteger.valueOf(65_537);
    private static final int LONGEST_EXPONENT = 64;

    private static final List<ECParameterSpec> CURVES =
            List.of(curve("secp256r1"), curve("secp384r1"));

    private KeyRule() {}

    /** Why a key is not certified; empty when it is. */
    public static Optional<EnrolmentRefusal> refusal(PublicKey key) {
        String kind =
                switch (key) {
                    case ECPublicKey ec -> known(ec.getParams()) ? "" : "EC " + bits(ec) + " bits";
                    case EdECPublicKey ed ->
                            ed.getParams().getName().equals("Ed25519")
                                    ? ""
                                    : ed.getParams().getName();
                    case RSAPublicKey rsa -> rsa(rsa);
                    default -> key.getAlgorithm();
                };
        return kind.isEmpty()
                ? Optional.empty()
                : Optional.of(new EnrolmentRefusal.KeyNotAccepted(kind, ALLOWED));
    }

    /** What tells keys apart: SHA-256 of the key as X.509 encodes it, in hexadecimal. */
    public static String fingerprint(PublicKey key) {
        return JoinToken.sha256(key.getEncoded());
    }

    private static String rsa(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        BigInteger exponent = key.getPublicExponent();
        if (bits < MIN_RSA || bits > MAX_RSA) {
            return "RSA " + bits + " bits";
        }
        return exponent.compareTo(LEAST_EXPONENT) < 0 || exponent.bitLength() > LONGEST_EXPONENT
                ? "RSA with an exponent of " + exponent.bitLength() + " bits"
                : "";
    }

    private static int bits(ECPublicKey key) {
        return key.getParams().getCurve().getField().getFieldSize();
    }

    private static boolean known(ECParameterSpec parameters) {
        return CURVES.stream()
                .anyMatch(curve ->
                        curve.getCurve().equals(parameters.getCurve())
                                && curve.getGenerator().equals(parameters.getGenerator())
                                && curve.getOrder().equals(parameters.getOrder())
                                && curve.getCofactor() == parameters.getCofactor());
    }

    private static ECParameterSpec curve(String name) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK does not know the curve " + name, e);
        }
    }
}
