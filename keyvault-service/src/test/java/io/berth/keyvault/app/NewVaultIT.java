package io.berth.keyvault.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.keyvault.UnsealMethod;
import io.berth.keyvault.access.AccessControl;
import io.berth.keyvault.app.Instance.Settings;
import io.berth.keyvault.app.Instance.Shared;
import io.berth.keyvault.app.seal.Seal;
import io.berth.keyvault.container.KeptKeys;
import io.berth.keyvault.crypto.RootKey;
import io.berth.keyvault.crypto.RootKeyException;
import io.berth.keyvault.crypto.RootKeyFile;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.SealRefusal;
import io.berth.keyvault.domain.UsePolicy;
import io.berth.keyvault.domain.seal.SealState;
import io.berth.keyvault.domain.seal.Unsealing;
import io.berth.keyvault.domain.seal.Wanted;
import io.berth.keyvault.store.AuditStore;
import io.berth.keyvault.store.CensusStore;
import io.berth.keyvault.store.KeyStore;
import io.berth.keyvault.store.RingStore;
import io.berth.keyvault.store.UnsealAttempts;
import io.berth.keyvault.store.VaultRow;
import io.berth.keyvault.store.VaultStore;
import io.berth.kit.config.ServiceConfig;
import io.berth.kit.jobs.Jobs;
import io.berth.kit.outbox.Outbox;
import io.berth.kit.store.Sql;
import io.berth.kit.test.KafkaAndPostgres;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A database without a vault, and one that an earlier version left. */
@QuarkusTest
@QuarkusTestResource(value = KafkaAndPostgres.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = OwnSchema.class, restrictToAnnotatedClass = true)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NewVaultIT {
    private static final Principal ALICE = new Principal("alice");

    @Inject VaultStore vaultStore;
    @Inject UnsealAttempts attempts;
    @Inject ServiceConfig service;
    @Inject RingStore store;
    @Inject KeyStore keys;
    @Inject KeptKeys kept;
    @Inject AccessControl access;
    @Inject CensusStore census;
    @Inject AuditStore auditStore;
    @Inject Outbox outbox;
    @Inject KeyvaultMetrics metrics;
    @Inject Jobs jobs;
    @Inject Sql sql;
    @Inject Seal seal;
    @Inject Vault vault;

    @TempDir Path temp;

    private Instance instance(Path file) {
        return new Instance(
                new Settings(file, UsePolicy.MAX_LIMIT),
                new Shared(
                        vaultStore,
                        attempts,
                        service,
                        store,
                        keys,
                        kept,
                        access,
                        census,
                        auditStore,
                        outbox,
                        metrics,
                        jobs));
    }

    @Test
    @Order(1)
    void withoutAFileItWaitsToBeToldWhatOpensIt() {
        assertThat(seal.state()).isEqualTo(new SealState.Uninitialised());
        assertThat(vault.isOpen()).isFalse();
        assertThatExceptionOfType(VaultSealedException.class)
                .isThrownBy(vault::keys)
                .satisfies(e ->
                        assertThat(e.refusal().wording().values())
                                .containsEntry("state", "UNINITIALISED"));
        assertThat(seal.initialise(new Wanted.File(), ALICE))
                .isEqualTo(
                        new Outcome.Refused<>(
                                new SealRefusal.NotConfigured(
                                        UnsealMethod.FILE, "berth.keyvault.root-key-file")));
        assertThat(vaultStore.find()).isEmpty();
    }

    @Test
    @Order(2)
    void aVaultWhoseFileIsTheRootKeyGoesOn() {
        Path path = temp.resolve("keyvault").resolve("root.key");
        RootKeyFile file = new RootKeyFile(path);
        file.createIfAbsent();
        UUID tenant = UUID.randomUUID();
        vaultStore.insert(tenant, RootKey.of(file.read()).check(tenant)); // As versions before did.
        assertThat(vaultStore.find().orElseThrow().rootKey()).isNull();

        assertThat(instance(path).serves()).isTrue();

        VaultRow row = vaultStore.find().orElseThrow();
        assertThat(row.tenant()).isEqualTo(tenant);
        assertThat(row.rootKey()).isNotNull();
        assertThat(row.unsealing()).isEqualTo(new Unsealing.File());
        assertThat(instance(path).serves()).isTrue();
        Path other = temp.resolve("other").resolve("root.key");
        new RootKeyFile(other).createIfAbsent();
        assertThatExceptionOfType(RootKeyException.class).isThrownBy(() -> instance(other));
        sql.update("delete from audit_entry");
        sql.update("delete from audit_head");
        sql.update("delete from vault");
    }

    @Test
    @Order(3)
    void isInitialisedWithSharesAndServes() {
        Outcome<Seal.Done> done = seal.initialise(new Wanted.Shares(3, 2), ALICE);

        assertThat(done)
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        d -> assertThat(((Seal.Done) d.value()).shares()).hasSize(3));
        assertThat(vault.isOpen()).isTrue();
        assertThat(
                        sql.query(
                                "select type from audit_entry order by sequence limit 2",
                                row -> row.getString(1)))
                .containsExactly(
                        "io.berth.keyvault.vault-initialised.v1",
                        "io.berth.keyvault.vault-unsealed.v1");
        assertThat(seal.initialise(new Wanted.Shares(3, 2), ALICE))
                .isEqualTo(
                        new Outcome.Refused<>(
                                new SealRefusal.AlreadyInitialised(UnsealMethod.SHARES)));
    }
}
