package io.berth.kit.test;

import java.security.Key;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * Makes tokens as agents do, and as those who are none.
 *
 * @param algorithm of the header {@code alg}
 * @param chain of the header {@code x5c}; null without one
 */
public record AgentTokenMaker(
        String algorithm,
        @Nullable Key key,
        @Nullable List<X509Certificate> chain,
        Map<String, Object> claims) {
    /** A token for this host that is fine. */
    public static AgentTokenMaker fine(
            String algorithm, Key key, X509Certificate certificate, String host) {
        long now = Instant.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", "berth");
        claims.put("sub", "host:" + host);
        claims.put("iat", now);
        claims.put("exp", now + Duration.ofMinutes(5).toSeconds());
        return new AgentTokenMaker(algorithm, key, List.of(certificate), claims);
    }

    /** The same with another claim; null leaves it out. */
    public AgentTokenMaker claim(String name, @Nullable Object value) {
        Map<String, Object> other = new LinkedHashMap<>(claims);
        if (value == null) {
            other.remove(name);
        } else {
            other.put(name, value);
        }
        return new AgentTokenMaker(algorithm, key, chain, other);
    }

    /** The same signed in another way. */
    public AgentTokenMaker signed(String by, @Nullable Key with) {
        return new AgentTokenMaker(by, with, chain, claims);
    }

    /** The same with other certificates. */
    public AgentTokenMaker chain(X509Certificate... certificates) {
        return new AgentTokenMaker(algorithm, key, List.of(certificates), claims);
    }

    /** The token. */
    public String make() {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        jws.setAlgorithmHeaderValue(algorithm);
        jws.setDoKeyValidation(false);
        if (key != null) {
            jws.setKey(key);
        }
        if (chain != null) {
            jws.setCertificateChainHeaderValue(chain.toArray(X509Certificate[]::new));
        }
        jws.setPayload(JsonUtil.toJson(claims));
        try {
            return jws.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
