package io.berth.kit.agent;

import io.berth.contracts.agents.CertificateRevoked;
import io.berth.kit.security.Bearer;
import io.berth.kit.security.KnownTokens;
import io.berth.kit.security.Roles;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Takes requests of agents that sign their tokens themselves: those whose bearer token has a
 * certificate in its header. Such a token is never looked at by anybody else, so it cannot be
 * passed for one of the OIDC provider; all others are left to OIDC. Whoever passes has the role
 * {@code agent} and the name {@code host:<id>} of its certificate, whatever the token claims.
 */
@ApplicationScoped
public class AgentMechanism implements HttpAuthenticationMechanism {
    /** The attribute of the identity that holds the certificate's serial number. */
    public static final String SERIAL = "berth.certificate";

    private final AgentAuthorities authorities;
    private final AgentTokens tokens;
    private final RevokedAgents revoked;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final KnownTokens<VerifiedAgent> known;

    @Inject
    public AgentMechanism(
            AgentAuthorities authorities,
            AgentTokens tokens,
            RevokedAgents revoked,
            AgentsConfig config,
            InstantSource clock,
            MeterRegistry meters) {
        this.authorities = authorities;
        this.tokens = tokens;
        this.revoked = revoked;
        this.clock = clock;
        this.meters = meters;
        this.known = new KnownTokens<>(config.remembered());
    }

    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 100; // Before OIDC's, which would only refuse such tokens.
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext context, IdentityProviderManager identities) {
        String token = authorities.configured() ? Bearer.token(context).orElse(null) : null;
        if (token == null) {
            return Uni.createFrom().nullItem();
        }
        Instant now = clock.instant();
        Optional<VerifiedAgent> before = known.find(token, authorities.version(), now);
        if (before.isEmpty() && !AgentTokens.looksLikeOne(token)) {
            return Uni.createFrom().nullItem();
        }
        try {
            VerifiedAgent agent = before.orElseGet(() -> verify(token));
            requireInForce(agent);
            count("accepted");
            return Uni.createFrom().item(identity(agent));
        } catch (AgentRefused e) {
            count(e.refusal().code());
            return Uni.createFrom().failure(new AuthenticationFailedException(e));
        }
    }

    private VerifiedAgent verify(String token) {
        int version = authorities.version();
        VerifiedAgent agent = tokens.verify(token);
        known.remember(token, version, agent, agent.until());
        return agent;
    }

    private void requireInForce(VerifiedAgent agent) {
        if (!revoked.isLoaded()) {
            throw new AgentRefused(new AgentRefusal.NotReady());
        }
        Optional<CertificateRevoked> revocation = revoked.of(agent.serial());
        if (revocation.isPresent()) {
            throw new AgentRefused(
                    new AgentRefusal.Revoked(
                            agent.serial(), agent.host(), revocation.get().revokedAt()));
        }
    }

    private static SecurityIdentity identity(VerifiedAgent agent) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(AgentToken.OF_HOST + agent.host()))
                .addRole(Roles.AGENT)
                .addAttribute(SERIAL, agent.serial())
                .build();
    }

    /** One of a closed set. */
    private void count(String result) {
        meters.counter("berth.agents.tokens", "result", result).increment();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }
}
