package io.berth.keyvault.app;

import io.berth.contracts.ids.Principal;
import io.berth.keyvault.app.seal.Seal;
import io.berth.keyvault.domain.seal.SealState;
import io.berth.keyvault.store.BackupStore;
import io.berth.keyvault.store.VaultStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;

/** Loses the database of the service under test, and lets it make a new vault, as at a start. */
@ApplicationScoped
public class Emptied {
    private final BackupStore store;
    private final Vault vault;
    private final Seal seal;
    private final VaultStore rows;

    Emptied(BackupStore store, Vault vault, Seal seal, VaultStore rows) {
        this.store = store;
        this.vault = vault;
        this.seal = seal;
        this.rows = rows;
    }

    /** Everything is gone but the root key and the folder of the backups. */
    public void empty() {
        QuarkusTransaction.requiringNew().run(store::clear);
        vault.close(new SealState.Uninitialised());
        seal.begin();
    }

    /**
     * An administrator seals the vault through another instance, of which this one has to learn.
     */
    public void sealedByAnotherInstance() {
        QuarkusTransaction.requiringNew().run(() -> rows.seal(new Principal("alice")));
    }
}
