package io.berth.keyvault.app;

import io.berth.keyvault.app.seal.Seal;
import io.berth.keyvault.domain.seal.SealState;
import io.berth.keyvault.store.BackupStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;

/** Loses the database of the service under test, and lets it make a new vault, as at a start. */
@ApplicationScoped
public class Emptied {
    private final BackupStore store;
    private final Vault vault;
    private final Seal seal;

    Emptied(BackupStore store, Vault vault, Seal seal) {
        this.store = store;
        this.vault = vault;
        this.seal = seal;
    }

    /** Everything is gone but the root key and the folder of the backups. */
    public void empty() {
        QuarkusTransaction.requiringNew().run(store::clear);
        vault.close(new SealState.Uninitialised());
        seal.begin();
    }
}
