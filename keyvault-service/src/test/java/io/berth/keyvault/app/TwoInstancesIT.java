package io.berth.keyvault.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.berth.contracts.Topics;
import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.KeyAuditEvent;
import io.berth.contracts.keyvault.KeyRotated;
import io.berth.keyvault.access.AccessControl;
import io.berth.keyvault.app.Instance.Settings;
import io.berth.keyvault.app.Instance.Shared;
import io.berth.keyvault.app.Protecting.Protected;
import io.berth.keyvault.app.seal.Seal;
import io.berth.keyvault.container.KeptKeys;
import io.berth.keyvault.crypto.RootKeyException;
import io.berth.keyvault.crypto.RootKeyFile;
import io.berth.keyvault.domain.KeyLife;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.KeyState;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.UsePolicy;
import io.berth.keyvault.domain.seal.Proof;
import io.berth.keyvault.domain.seal.SealState;
import io.berth.keyvault.it.RootKeyFolder;
import io.berth.keyvault.store.AuditStore;
import io.berth.keyvault.store.CensusStore;
import io.berth.keyvault.store.KeyStore;
import io.berth.keyvault.store.RingStore;
import io.berth.keyvault.store.UnsealAttempts;
import io.berth.keyvault.store.VaultStore;
import io.berth.kit.config.ServiceConfig;
import io.berth.kit.jobs.Jobs;
import io.berth.kit.outbox.Outbox;
import io.berth.kit.store.Sql;
import io.berth.kit.test.KafkaAndPostgres;
import io.berth.kit.test.TopicReader;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several instances on one database: what one does, the others know at once. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
@QuarkusTestResource(RootKeyFolder.class)
class TwoInstancesIT {
    private static final Duration SOON = Duration.ofSeconds(20);

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

    @TempDir Path temp;

    private final RingId ring = new RingId("two-" + UUID.randomUUID());

    private Instance instance(long usesPerKey) {
        return instance(new Settings(RootKeyFolder.file(), usesPerKey));
    }

    private Instance instance(Settings settings) {
        return new Instance(
                settings,
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
    void eitherOpensWhatTheOtherProtected() {
        Instance one = instance(UsePolicy.MAX_LIMIT);
        Instance two = instance(UsePolicy.MAX_LIMIT);
        one.makeRing(ring);

        assertThat(two.opens(ring, one.protect(ring, 10))).isEqualTo(10);
        assertThat(one.opens(ring, two.protect(ring, 10))).isEqualTo(10);
    }

    @Test
    void aRotationOfOneCountsInTheOtherAtOnce() {
        Instance one = instance(UsePolicy.MAX_LIMIT);
        Instance two = instance(UsePolicy.MAX_LIMIT);
        one.makeRing(ring);
        Protected old = two.protect(ring, 3);

        one.rotate(ring);
        Protected newer = one.protect(ring, 3);

        assertThat(newer.version()).isEqualTo(new KeyVersion(2));
        assertThat(two.opens(ring, newer)).isEqualTo(3);
        assertThat(two.protect(ring, 1).version()).isEqualTo(new KeyVersion(2));
        assertThat(two.opens(ring, old)).isEqualTo(3);
        assertThat(instance(UsePolicy.MAX_LIMIT).opens(ring, old)).isEqualTo(3);
    }

    @Test
    void aKeyThatIsUsedUpIsReplaced() {
        Instance one = instance(1000);
        one.makeRing(ring);
        try (TopicReader<KeyAuditEvent> audit = TopicReader.fromNow(Topics.KEYVAULT_AUDIT)) {
            Protected first = one.protect(ring, 600);
            Protected second = one.protect(ring, 600);

            assertThat(first.version()).isEqualTo(new KeyVersion(1));
            assertThat(second.version()).isEqualTo(new KeyVersion(2));
            assertThat(one.opens(ring, first) + one.opens(ring, second)).isEqualTo(1200);
            assertThat(
                            audit.await(
                                            SOON,
                                            entry ->
                                                    entry.require() instanceof KeyRotated r
                                                            && r.ring().equals(ring))
                                    .require())
                    .isEqualTo(
                            new KeyRotated(
                                    ring,
                                    new KeyVersion(1),
                                    new KeyVersion(2),
                                    new Principal("keyvault")));
        }
    }

    @Test
    void togetherTheyNeverUseAKeyMoreOftenThanAllowed() throws Exception {
        long limit = 1000;
        int threads = 4;
        int calls = 8;
        int records = 130;
        instance(limit).makeRing(ring);
        List<Callable<List<Protected>>> clients = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            Instance own = instance(limit);
            clients.add(() -> {
                List<Protected> done = new ArrayList<>();
                for (int call = 0; call < calls; call++) {
                    done.add(own.protect(ring, records));
                }
                return done;
            });
        }
        Map<KeyVersion, Long> uses = new HashMap<>();
        Instance reader = instance(limit);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (Future<List<Protected>> client : executor.invokeAll(clients)) {
                for (Protected done : client.get()) {
                    uses.merge(done.version(), (long) done.ciphertexts().size(), Long::sum);
                    assertThat(reader.opens(ring, done)).isEqualTo(records);
                }
            }
        }

        assertThat(uses.values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo((long) threads * calls * records);
        assertThat(uses.values()).allSatisfy(used -> assertThat(used).isLessThanOrEqualTo(limit));
        Map<KeyVersion, Long> reserved = new HashMap<>();
        for (KeyLife key : keys.page(ring, Long.MAX_VALUE, 100)) {
            reserved.put(key.version(), key.usesReserved());
        }
        assertThat(uses)
                .allSatisfy((version, used) ->
                        assertThat(reserved.getOrDefault(version, 0L)).isBetween(used, limit));
    }

    @Test
    void aKeyThatOneClosesOpensNothingInTheOtherAndLeavesItsMemory() {
        Instance one = instance(UsePolicy.MAX_LIMIT);
        Instance two = instance(UsePolicy.MAX_LIMIT);
        one.makeRing(ring);
        Protected old = two.protect(ring, 3);
        one.rotate(ring);
        assertThat(two.opens(ring, old)).isEqualTo(3);
        assertThat(two.holds(ring, KeyVersion.FIRST)).isTrue();

        assertThat(one.disable(ring, KeyVersion.FIRST).state()).isEqualTo(KeyState.DISABLED);

        assertThat(two.opens(ring, old)).isZero(); // Though two still holds the key.
        assertThat(two.holds(ring, KeyVersion.FIRST)).isTrue();
        two.forget();
        assertThat(two.holds(ring, KeyVersion.FIRST)).isFalse();
        one.enable(ring, KeyVersion.FIRST);
        assertThat(two.opens(ring, old)).isEqualTo(3);
        assertThat(one.destroyAtOnce(ring, KeyVersion.FIRST).state()).isEqualTo(KeyState.DESTROYED);
        assertThat(two.opens(ring, old)).isZero();
        two.forget();
        assertThat(two.holds(ring, KeyVersion.FIRST)).isFalse();
        assertThat(kept.find(new KeyName(ring, KeyVersion.FIRST)))
                .isEqualTo(new KeptKeys.Kept.Missing());
    }

    @Test
    void aKeyThatIsTooOldIsReplacedOnceByInstancesThatLookTogether() throws Exception {
        Instance one = instance(UsePolicy.MAX_LIMIT);
        Instance two = instance(UsePolicy.MAX_LIMIT);
        one.makeRing(ring);
        sql.update(
                "update ring_key set created_at = now() - interval '91 days' where ring = ?",
                ring.value());
        try (ExecutorService executor = Executors.newFixedThreadPool(2)) {
            for (Future<Object> done :
                    executor.invokeAll(
                            List.of(
                                    Executors.callable(one::keep),
                                    Executors.callable(two::keep)))) {
                done.get();
            }
        }

        assertThat(store.find(ring).orElseThrow().current()).isEqualTo(new KeyVersion(2));
        one.keep();
        assertThat(store.find(ring).orElseThrow().current()).isEqualTo(new KeyVersion(2));
    }

    @Test
    void whatOneSealsIsSealedEverywhereAndStaysSoUntilSomebodyUnsealsIt() {
        Principal alice = new Principal("alice");
        Instance one = instance(UsePolicy.MAX_LIMIT);
        Instance two = instance(UsePolicy.MAX_LIMIT);

        one.seal();
        two.look();

        assertThat(one.serves()).isFalse();
        assertThat(two.serves()).isFalse();
        assertThat(instance(UsePolicy.MAX_LIMIT).serves()).isFalse(); // A restart does not help.
        await().atMost(SOON).until(() -> seal.state() instanceof SealState.Sealed);
        assertThat(seal.unseal(new Proof.Nothing(), alice)).isInstanceOf(Outcome.Done.class);
        two.look();
        assertThat(two.serves()).isFalse(); // Each for itself.
        assertThat(instance(UsePolicy.MAX_LIMIT).serves()).isTrue();
    }

    @Test
    void doesNotStartWithAnotherRootKey() {
        Path other = temp.resolve("keys").resolve("root.key");
        new RootKeyFile(other).createIfAbsent();

        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(() -> instance(new Settings(other, UsePolicy.MAX_LIMIT)))
                .withMessageContaining(other.toString())
                .withMessageContaining("not the key under which the keys in the database");
    }

    @Test
    void makesNoRootKeyForADatabaseThatKnowsOne() {
        Path missing = temp.resolve("keys").resolve("root.key");

        assertThatExceptionOfType(RootKeyException.class)
                .isThrownBy(() -> instance(new Settings(missing, UsePolicy.MAX_LIMIT)))
                .withMessageContaining(missing.toString())
                .withMessageContaining("there is no such file");
        assertThat(missing).doesNotExist();
    }
}
