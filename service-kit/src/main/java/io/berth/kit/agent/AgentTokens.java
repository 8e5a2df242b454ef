package io.berth.kit.agent;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.Key;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.HeaderParameterNames;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * Checks tokens that agents sign with their own keys (RFC 7519, header {@code x5c} of RFC 7515).
 *
 * <p>Guarantees: a token passes only if its certificate is {@linkplain AgentCertificates one of an
 * agent of this installation}, its signature is that of the certificate's key by an algorithm for
 * this kind of key, it is meant for {@code berth}, it is valid now and for no longer than is
 * allowed, and its subject is the certificate's host. Symmetric algorithms and {@code none} are
 * never tried, whatever a header asks for. No other claim is looked at.
 */
@ApplicationScoped
public class AgentTokens {
    /** The {@code aud} claim. */
    public static final String AUDIENCE = "berth";

    /** Longest token: a certificate with an RSA key of 4096 bits fits four times. */
    static final int MAX_LENGTH = 16_384;

    private static final int MOST_CERTIFICATES = 4;

    private static final AlgorithmConstraints ALGORITHMS =
            new AlgorithmConstraints(
                    ConstraintType.PERMIT,
                    AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                    AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
                    AlgorithmIdentifiers.EDDSA,
                    AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                    AlgorithmIdentifiers.RSA_USING_SHA256);

    private final AgentAuthorities authorities;
    private final Duration longest;
    private final Duration skew;
    private final InstantSource clock;

    @Inject
    public AgentTokens(AgentAuthorities authorities, AgentsConfig config, InstantSource clock) {
        this(authorities, config.longestToken(), config.clockSkew(), clock);
    }

    AgentTokens(
            AgentAuthorities authorities, Duration longest, Duration skew, InstantSource clock) {
        this.authorities = authorities;
        this.longest = longest;
        this.skew = skew;
        this.clock = clock;
    }

    /** Whether a token brings a certificate along, and so is one that an agent has signed. */
    static boolean looksLikeOne(String token) {
        if (token.length() > MAX_LENGTH || token.chars().filter(c -> c == '.').count() != 2) {
            return false;
        }
        try {
            return JsonWebStructure.fromCompactSerialization(token)
                            .getHeaders()
                            .getObjectHeaderValue(HeaderParameterNames.X509_CERTIFICATE_CHAIN)
                    != null;
        } catch (JoseException e) {
            return false;
        }
    }

    /**
     * Checks a token.
     *
     * @throws AgentRefused when it does not pass
     */
    VerifiedAgent verify(String token) {
        Instant now = clock.instant();
        List<AgentCertificates.Identity> certified = new ArrayList<>();
        JwtClaims claims = signed(token, now, certified);
        try {
            Instant issued = Instant.ofEpochSecond(claims.getIssuedAt().getValue());
            Instant expires = Instant.ofEpochSecond(claims.getExpirationTime().getValue());
            Duration life = Duration.between(issued, expires);
            if (life.compareTo(longest) > 0) {
                throw new AgentRefused(new AgentRefusal.TooLong(life, longest));
            }
            if (now.isBefore(issued.minus(skew))) {
                throw new AgentRefused(notNow(claims, now));
            }
            AgentCertificates.Identity identity = certified.getFirst();
            String subject = claims.getSubject();
            if (!subject.equals(AgentToken.OF_HOST + identity.host())) {
                throw new AgentRefused(new AgentRefusal.OtherHost(shown(subject), identity.host()));
            }
            Instant end = expires.plus(skew);
            return new VerifiedAgent(
                    identity.host(),
                    identity.serial(),
                    end.isBefore(identity.notAfter()) ? end : identity.notAfter());
        } catch (MalformedClaimException | DateTimeException e) {
            throw new AgentRefused(new AgentRefusal.BadToken("A claim is malformed"));
        }
    }

    private static AgentRefusal notNow(JwtClaims claims, Instant now) {
        try {
            return new AgentRefusal.NotNow(
                    Instant.ofEpochSecond(claims.getIssuedAt().getValue()),
                    Instant.ofEpochSecond(claims.getExpirationTime().getValue()),
                    now);
        } catch (MalformedClaimException | DateTimeException e) {
            return new AgentRefusal.BadToken("A claim is malformed");
        }
    }

    private JwtClaims signed(
            String token, Instant now, List<AgentCertificates.Identity> certified) {
        try {
            return new JwtConsumerBuilder()
                    .setVerificationKeyResolver((jws, nesting) -> key(jws, now, certified))
                    .setJwsAlgorithmConstraints(ALGORITHMS)
                    .setExpectedAudience(AUDIENCE)
                    .setRequireSubject()
                    .setRequireIssuedAt()
                    .setRequireExpirationTime()
                    .setEvaluationTime(NumericDate.fromSeconds(now.getEpochSecond()))
                    .setAllowedClockSkewInSeconds((int) skew.toSeconds())
                    .build()
                    .processToClaims(token);
        } catch (InvalidJwtException e) {
            if (e.getCause() instanceof UnresolvableKeyException unresolvable
                    && unresolvable.getCause() instanceof AgentCertificates.NotOurs notOurs) {
                throw new AgentRefused(
                        new AgentRefusal.BadCertificate(String.valueOf(notOurs.getMessage())));
            }
            throw new AgentRefused(
                    e.hasErrorCode(ErrorCodes.EXPIRED) || e.hasErrorCode(ErrorCodes.NOT_YET_VALID)
                            ? notNow(e.getJwtContext().getJwtClaims(), now)
                            : new AgentRefusal.BadToken(reason(e)));
        }
    }

    private Key key(JsonWebSignature jws, Instant now, List<AgentCertificates.Identity> certified)
            throws UnresolvableKeyException {
        try {
            List<X509Certificate> chain = jws.getCertificateChainHeaderValue();
            if (chain == null || chain.isEmpty() || chain.size() > MOST_CERTIFICATES) {
                throw new UnresolvableKeyException(
                        "x5c must hold 1 to " + MOST_CERTIFICATES + " certificates");
            }
            certified.add(AgentCertificates.check(chain.getFirst(), authorities.anchors(), now));
            return chain.getFirst().getPublicKey();
        } catch (AgentCertificates.NotOurs e) {
            throw new UnresolvableKeyException("not ours", e);
        } catch (JoseException e) {
            throw new UnresolvableKeyException("x5c cannot be read", e);
        }
    }

    /** Only what may be told to a stranger; never the token. */
    private static String reason(InvalidJwtException e) {
        if (e.hasErrorCode(ErrorCodes.SIGNATURE_INVALID)) {
            return "The signature is not that of the certificate's key";
        }
        if (e.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)
                || e.hasErrorCode(ErrorCodes.AUDIENCE_INVALID)) {
            return "The claim aud is not " + AUDIENCE;
        }
        if (e.hasErrorCode(ErrorCodes.SUBJECT_MISSING)) {
            return "The claim sub is missing";
        }
        if (e.hasErrorCode(ErrorCodes.ISSUED_AT_MISSING)
                || e.hasErrorCode(ErrorCodes.EXPIRATION_MISSING)) {
            return "The claim iat or exp is missing";
        }
        return "It cannot be verified";
    }

    private static String shown(String subject) {
        return subject.substring(0, Math.min(subject.length(), 80));
    }
}
