package io.berth.keyvault.access;

import io.berth.keyvault.container.ContainerConfig;
import io.berth.keyvault.domain.AccessRefusal.ContainerRightsMissing;
import io.berth.keyvault.domain.access.Acl;
import io.berth.keyvault.domain.access.ObjectClass;
import io.berth.keyvault.domain.access.Right;
import io.berth.keyvault.domain.access.Target;
import io.berth.keyvault.store.TreeStore;
import io.berth.keyvault.store.VaultRow;
import io.berth.keyvault.store.VaultStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The directory tree of the vault. At start the container is made with its entries; or, when an
 * administrator makes it, looked at: the account of the vault needs to read it, to write it and to
 * create all child objects below.
 */
@ApplicationScoped
public class Tree {
    private static final Logger LOG = Logger.getLogger(Tree.class);

    /** Stands in names until the vault has its own id. */
    private static final UUID NO_VAULT_YET = new UUID(0, 0);

    private final TreeStore store;
    private final VaultStore vaults;
    private final ContainerConfig config;

    /** The tree of the settings. */
    public Tree(TreeStore store, VaultStore vaults, ContainerConfig config) {
        this.store = store;
        this.vaults = vaults;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        establish();
        List<Right> missing = missing();
        if (!missing.isEmpty()) {
            LOG.error(new ContainerRightsMissing(path().toString(), missing).wording().detail());
        }
    }

    /**
     * Makes the container when it is the vault that does so and there is none.
     *
     * @throws IllegalStateException when there is another one, or none and an administrator makes
     *     it
     */
    void establish() {
        Dn wanted = path();
        QuarkusTransaction.requiringNew()
                .run(() -> {
                    store.holdSetup();
                    Optional<Dn> known = store.container().map(Dn::of);
                    if (known.isEmpty() && config.precreated()) {
                        throw new IllegalStateException(
                                "There is no container "
                                        + wanted
                                        + ", and berth.keyvault.container.precreated says that an"
                                        + " administrator makes it; see docs/container.md");
                    }
                    if (known.isEmpty()) {
                        store.insertContainer(wanted.toString(), Acl.OF_A_NEW_CONTAINER);
                    } else if (!known.get().equals(wanted)) {
                        throw new IllegalStateException(
                                "The container of this vault is "
                                        + known.get()
                                        + "; berth.keyvault.container.path says "
                                        + wanted);
                    }
                });
    }

    private Dn path() {
        return Dn.of(config.path());
    }

    /** The name of an object. */
    public Dn dn(Target target) {
        return path().descendant(
                        target.below(vaults.find().map(VaultRow::tenant).orElse(NO_VAULT_YET)));
    }

    /** The entries that count for objects of a class. */
    public Acl acl(ObjectClass object) {
        return store.acl(object);
    }

    /** What the vault's account needs and lacks, on the container or on what is below. */
    public List<Right> missing() {
        EnumSet<Right> missing = EnumSet.noneOf(Right.class);
        for (ObjectClass object :
                List.of(
                        ObjectClass.CONTAINER,
                        ObjectClass.DC_MANAGER,
                        ObjectClass.RING,
                        ObjectClass.KEY)) {
            missing.addAll(store.acl(object).missing(object));
        }
        return List.copyOf(missing);
    }
}
