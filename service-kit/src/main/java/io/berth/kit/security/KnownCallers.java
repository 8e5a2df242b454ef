package io.berth.kit.security;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.security.credential.TokenCredential;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
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
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Lets callers in whose token OIDC has found good a moment ago. Services send the same token with
 * each of some hundred calls a second, and its signature would be a third of what a call costs.
 * Tokens without an end of their own, and those that are no JWT, are left to OIDC each time.
 */
@ApplicationScoped
public class KnownCallers implements HttpAuthenticationMechanism, SecurityIdentityAugmentor {
    /** All are checked by what stands in the configuration, which does not change. */
    private static final int VERSION = 0;

    private final KnownTokens<SecurityIdentity> known;
    private final CallersConfig config;
    private final InstantSource clock;
    private final Counter checked;
    private final Counter taken;

    @Inject
    public KnownCallers(CallersConfig config, InstantSource clock, MeterRegistry meters) {
        this.known = new KnownTokens<>(config.remembered());
        this.config = config;
        this.clock = clock;
        this.checked = counter(meters, "checked");
        this.taken = counter(meters, "known");
    }

    private static Counter counter(MeterRegistry meters, String result) {
        return Counter.builder("berth.callers.tokens")
                .description("Requests with a good token, by whether its signature was checked")
                .tag("result", result)
                .register(meters);
    }

    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 50; // After agents' own tokens and before OIDC's.
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext context, IdentityProviderManager identities) {
        Optional<SecurityIdentity> before =
                Bearer.token(context).flatMap(token -> known.find(token, VERSION, clock.instant()));
        if (before.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        taken.increment();
        return Uni.createFrom().item(before.get());
    }

    /** Remembers whom OIDC has let in. */
    @Override
    public Uni<SecurityIdentity> augment(
            SecurityIdentity identity, AuthenticationRequestContext context) {
        TokenCredential credential = identity.getCredential(TokenCredential.class);
        if (credential != null && identity.getPrincipal() instanceof JsonWebToken token) {
            checked.increment();
            remember(credential.getToken(), token, identity);
        }
        return Uni.createFrom().item(identity);
    }

    private void remember(String token, JsonWebToken claims, SecurityIdentity identity) {
        String name = identity.getPrincipal().getName();
        if (name == null || claims.getExpirationTime() <= 0) {
            return;
        }
        Instant end = Instant.ofEpochSecond(claims.getExpirationTime());
        Instant enough = clock.instant().plus(config.rememberedFor());
        // Without the token itself and without the request, both of which OIDC's identity holds.
        SecurityIdentity lean =
                QuarkusSecurityIdentity.builder()
                        .setPrincipal(new QuarkusPrincipal(name))
                        .addRoles(identity.getRoles())
                        .build();
        known.remember(token, VERSION, lean, end.isBefore(enough) ? end : enough);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().nullItem();
    }
}
