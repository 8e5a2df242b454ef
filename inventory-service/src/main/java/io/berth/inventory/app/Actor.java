package io.berth.inventory.app;

import io.berth.contracts.ids.Principal;
import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/**
 * On whose behalf a change is made: of the caller of the current request, of whoever started the
 * work that goes on in the background, or of the service itself.
 */
@ApplicationScoped
public class Actor {
    /** The service itself: nobody asked for it. */
    public static final Principal ITSELF = new Principal("berth-inventory");

    private static final ScopedValue<Principal> BEHALF = ScopedValue.newInstance();

    private final SecurityIdentity identity;

    Actor(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** Who makes changes now. */
    public Principal current() {
        if (BEHALF.isBound()) {
            return BEHALF.get();
        }
        if (!Arc.container().requestContext().isActive() || identity.isAnonymous()) {
            return ITSELF;
        }
        return new Principal(identity.getPrincipal().getName());
    }

    /** Does work that outlives its request on behalf of who asked for it. */
    public <T> T onBehalfOf(Principal principal, Supplier<T> work) {
        return ScopedValue.where(BEHALF, principal).call(work::get);
    }
}
