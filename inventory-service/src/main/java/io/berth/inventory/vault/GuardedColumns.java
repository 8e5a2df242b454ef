package io.berth.inventory.vault;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.inventory.app.InventoryConfig;
import io.berth.inventory.domain.CredentialKind;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.library.SecretField;
import io.berth.kit.vault.GuardedColumn;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The columns of inventory that hold ciphertexts: all of them are here. */
class GuardedColumns {
    private final RingId ring;

    GuardedColumns(InventoryConfig config) {
        ring = new RingId(config.keyvault().ring());
    }

    @Produces
    @Singleton
    GuardedColumn credentials() {
        return new GuardedColumn(
                "host-credentials",
                ring,
                "host_credential",
                List.of("host", "kind"),
                "ciphertext",
                "key_version",
                GuardedColumns::credential);
    }

    private static Optional<RecordRef> credential(List<String> key) {
        return CredentialKind.of(key.get(1)).map(kind -> kind.passwordOf(new HostId(key.get(0))));
    }

    @Produces
    @Singleton
    GuardedColumn secrets() {
        return new GuardedColumn(
                "library-secrets",
                ring,
                "guarded_secret",
                List.of("kind", "id", "field"),
                "ciphertext",
                "key_version",
                GuardedColumns::secret);
    }

    private static Optional<RecordRef> secret(List<String> key) {
        return Arrays.stream(EntityKind.values())
                .filter(kind -> kind.label().equals(key.get(0)))
                .findFirst()
                .flatMap(kind -> SecretField.of(kind, key.get(2)))
                .map(field -> field.placeOf(key.get(1)));
    }
}
