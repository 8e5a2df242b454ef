package io.berth.inventory.store;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.inventory.domain.Credential;
import io.berth.inventory.domain.CredentialKind;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;

/** A row of {@code host_credential}. */
@Entity
@Table(name = "host_credential")
@IdClass(HostCredentialEntity.Key.class)
@SuppressWarnings("NullAway.Init") // Hibernate sets the fields.
public class HostCredentialEntity extends PanacheEntityBase {
    @Id public String host;

    @Id public String kind;

    @Column(name = "user_name")
    public String user;

    public String ciphertext;

    @Column(name = "key_version")
    public long keyVersion;

    @Column(name = "set_at")
    public Instant setAt;

    @Column(name = "set_by")
    public String setBy;

    /** Whose credential, and for what. */
    public record Key(String host, String kind) implements Serializable {
        static Key of(HostId host, CredentialKind kind) {
            return new Key(host.value(), kind.label());
        }
    }

    static HostCredentialEntity of(Credential credential) {
        HostCredentialEntity entity = new HostCredentialEntity();
        entity.host = credential.host().value();
        entity.kind = credential.kind().label();
        entity.user = credential.user();
        entity.ciphertext = credential.ciphertext();
        entity.keyVersion = credential.keyVersion().value();
        entity.setAt = credential.setAt();
        entity.setBy = credential.setBy().value();
        return entity;
    }

    Credential toDomain() {
        return new Credential(
                new HostId(host),
                CredentialKind.of(kind)
                        .orElseThrow(() -> new IllegalStateException("kind is " + kind)),
                user,
                ciphertext,
                new KeyVersion(keyVersion),
                setAt,
                new Principal(setBy));
    }
}
