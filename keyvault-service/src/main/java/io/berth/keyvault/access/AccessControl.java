package io.berth.keyvault.access;

import io.berth.contracts.ids.RingId;
import io.berth.keyvault.domain.AccessRefusal.AccessDenied;
import io.berth.keyvault.domain.AccessRefusal.ContainerRightsMissing;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.access.Acl;
import io.berth.keyvault.domain.access.Identity;
import io.berth.keyvault.domain.access.Right;
import io.berth.keyvault.domain.access.Target;
import io.berth.keyvault.domain.access.Trustee;
import io.berth.keyvault.store.RingStore;
import io.berth.keyvault.store.TreeStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Whether a call may do what it is about to do, by the entries as they stand in the database at
 * that moment: a right that was taken away counts in every instance from its next call on.
 */
@ApplicationScoped
public class AccessControl {
    private static final Logger LOG = Logger.getLogger(AccessControl.class);
    private static final Set<Trustee> ITSELF = Set.of(Trustee.SERVICE_ACCOUNT);

    private final TreeStore store;
    private final RingStore rings;
    private final Tree tree;
    private final MeterRegistry registry;

    /** Judges by what these hold. */
    public AccessControl(TreeStore store, RingStore rings, Tree tree, MeterRegistry registry) {
        this.store = store;
        this.rings = rings;
        this.tree = tree;
        this.registry = registry;
        for (Right right : Right.values()) {
            denied(right);
        }
    }

    /**
     * Why a caller may not do this; empty when it may. Either an entry gives it the right; or it is
     * a service that wants to read a ring which names it, and the vault's account may: then that
     * account reads for it.
     */
    public Optional<Refusal> refusal(Identity who, Right right, Target target) {
        Acl acl = store.acl(target.objectClass());
        if (acl.allows(who.trustees(), right, target.objectClass())
                || (right == Right.GENERIC_READ
                        && acl.allows(ITSELF, right, target.objectClass())
                        && namedBy(target, who))) {
            return Optional.empty();
        }
        Dn object = tree.dn(target);
        denied(right).increment();
        LOG.warnf("%s was refused %s on %s", who.principal(), right.label(), object);
        return Optional.of(new AccessDenied(who.principal(), right, object.toString()));
    }

    private boolean namedBy(Target target, Identity who) {
        return who.service()
                && ring(target)
                        .flatMap(rings::find)
                        .filter(ring -> ring.principals().contains(who.principal()))
                        .isPresent();
    }

    private static Optional<RingId> ring(Target target) {
        return switch (target) {
            case Target.OfRing(RingId ring) -> Optional.of(ring);
            case Target.OfKey(RingId ring, _) -> Optional.of(ring);
            case Target.Container _, Target.DcManager _ -> Optional.empty();
        };
    }

    /** Why the vault's own account may not do this; empty when it may. */
    public Optional<Refusal> ownRefusal(Right right, Target target) {
        if (store.acl(target.objectClass()).allows(ITSELF, right, target.objectClass())) {
            return Optional.empty();
        }
        denied(right).increment();
        return Optional.of(new ContainerRightsMissing(tree.dn(target).toString(), List.of(right)));
    }

    private Counter denied(Right right) {
        return Counter.builder("berth.keyvault.access.denied")
                .description("Calls that no entry of the container allows, by the right they lack")
                .tag("right", right.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }
}
