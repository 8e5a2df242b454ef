package io.berth.keyvault.container;

import io.berth.keyvault.container.KeepingConfig.Mode;
import io.berth.keyvault.container.KeepingConfig.Store;
import io.berth.keyvault.container.ldap.LdapContainer;
import io.berth.keyvault.container.local.LocalContainer;
import io.berth.keyvault.domain.Place;
import io.berth.keyvault.store.VaultRow;
import io.berth.keyvault.store.VaultStore;
import io.berth.kit.config.ServiceConfig;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the containers of an instance as the settings say. */
class ContainerSetup {
    /** Who has a place for keys reaches it, also when new keys go elsewhere. */
    @Produces
    @Singleton
    Containers containers(
            PostgresContainer postgres,
            VaultStore vault,
            ContainerConfig container,
            KeepingConfig config,
            ServiceConfig service) {
        List<KeyContainer> reached = new ArrayList<>();
        reached.add(postgres);
        if (config.container().ldap().servers().isPresent()) {
            reached.add(
                    new LdapContainer(
                            config.container().ldap(),
                            container.path(),
                            () -> vault.find().map(VaultRow::tenant)));
        }
        Optional<Path> folder = config.container().local().folder();
        folder.ifPresent(path -> reached.add(new LocalContainer(here(service), path)));
        return new Containers(reached, newKeysIn(config, service));
    }

    private static Place newKeysIn(KeepingConfig config, ServiceConfig service) {
        if (config.mode() == Mode.LOCAL) {
            if (config.container().local().folder().isEmpty()) {
                throw new IllegalArgumentException(
                        "berth.keyvault.mode is LOCAL, but berth.keyvault.container.local.folder"
                                + " is missing: the folder of the keys of this node");
            }
            return here(service);
        }
        return config.container().store() == Store.LDAP ? Place.LDAP : Place.POSTGRES;
    }

    private static Place here(ServiceConfig service) {
        try {
            return Place.local(service.instance());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "berth.instance is "
                            + service.instance()
                            + ", which cannot name the place of keys beside this node: lower-case"
                            + " letters, digits and hyphens, at most 63",
                    e);
        }
    }

    void close(@Disposes Containers containers) {
        containers.close();
    }
}
