package io.berth.inventory.store;

import io.berth.contracts.ids.HostId;
import io.berth.inventory.domain.Credential;
import io.berth.inventory.domain.CredentialKind;
import io.berth.inventory.store.HostCredentialEntity.Key;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/** Credentials of hosts, their passwords as ciphertexts of the key vault. */
@ApplicationScoped
public class CredentialStore {
    private final EntityManager entities;

    CredentialStore(EntityManager entities) {
        this.entities = entities;
    }

    /** A credential of a host. */
    public Optional<Credential> find(HostId host, CredentialKind kind) {
        return HostCredentialEntity.<HostCredentialEntity>findByIdOptional(Key.of(host, kind))
                .map(HostCredentialEntity::toDomain);
    }

    /** All credentials of a host, by kind. */
    public List<Credential> of(HostId host) {
        return HostCredentialEntity.<HostCredentialEntity>find(
                        "host = ?1", Sort.by("kind"), host.value())
                .stream()
                .map(HostCredentialEntity::toDomain)
                .toList();
    }

    /** Saves a credential in the place of the one before. */
    public void set(Credential credential) {
        entities.merge(HostCredentialEntity.of(credential));
    }

    /** Removes a credential; returns whether there was one. */
    public boolean remove(HostId host, CredentialKind kind) {
        return HostCredentialEntity.deleteById(Key.of(host, kind));
    }
}
