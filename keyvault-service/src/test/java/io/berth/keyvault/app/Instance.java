package io.berth.keyvault.app;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.keyvault.access.AccessControl;
import io.berth.keyvault.app.Protecting.Plain;
import io.berth.keyvault.app.Protecting.Protected;
import io.berth.keyvault.app.Unprotecting.Closed;
import io.berth.keyvault.app.Unprotecting.Result;
import io.berth.keyvault.app.move.KeyMoves;
import io.berth.keyvault.app.seal.Proving;
import io.berth.keyvault.app.seal.Seal;
import io.berth.keyvault.app.seal.UnsealKeys;
import io.berth.keyvault.container.Containers;
import io.berth.keyvault.container.KeepingConfig;
import io.berth.keyvault.container.KeptKeys;
import io.berth.keyvault.crypto.Opening;
import io.berth.keyvault.domain.Caller;
import io.berth.keyvault.domain.KeyLife;
import io.berth.keyvault.domain.KeyName;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.domain.Secret;
import io.berth.keyvault.store.AuditStore;
import io.berth.keyvault.store.CensusStore;
import io.berth.keyvault.store.KeyStore;
import io.berth.keyvault.store.MoveStore;
import io.berth.keyvault.store.RingStore;
import io.berth.keyvault.store.UnsealAttempts;
import io.berth.keyvault.store.VaultStore;
import io.berth.kit.config.ServiceConfig;
import io.berth.kit.jobs.Jobs;
import io.berth.kit.outbox.Outbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Another instance of the vault on the database of the service under test: a root key read from the
 * file, keys and blocks of uses of its own, nothing shared in memory.
 */
final class Instance {
    private static final Caller INVENTORY = new Caller(new Principal("inventory"), true);
    private static final Principal ALICE = new Principal("alice");

    private final Vault vault;
    private final Seal seal;
    private final Rings rings;
    private final Protecting protecting;
    private final Unprotecting unprotecting;
    private final KeyLives lives;
    private final KeyUpkeep upkeep;
    private final Audit audit;
    private final Shared shared;

    /** Its settings. */
    record Settings(Path file, long usesPerKey) implements KeyvaultConfig {
        @Override
        public Optional<Path> rootKeyFile() {
            return Optional.of(file);
        }

        @Override
        public Pkcs11 pkcs11() {
            return new NoToken();
        }

        @Override
        public Map<String, Declared> rings() {
            return Map.of();
        }

        @Override
        public Duration countEvery() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Duration rotateAfter() {
            return Ring.ROTATE_AFTER;
        }

        @Override
        public Duration upkeepEvery() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Duration forgetEvery() {
            return Duration.ofMillis(500);
        }

        @Override
        public Destruction destruction() {
            return new Destroying();
        }

        @Override
        public AuditTimes audit() {
            return new Auditing();
        }

        @Override
        public Backup backup() {
            return new NoBackups();
        }
    }

    /** No token opens it. */
    private static final class NoToken implements KeyvaultConfig.Pkcs11 {
        @Override
        public Optional<Path> configuration() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> pinFile() {
            return Optional.empty();
        }

        @Override
        public String keyLabel() {
            return "none";
        }
    }

    /** It takes none. */
    private static final class NoBackups implements KeyvaultConfig.Backup, KeyvaultConfig.Drills {
        @Override
        public Optional<Path> folder() {
            return Optional.empty();
        }

        @Override
        public Duration every() {
            return Duration.ofDays(1);
        }

        @Override
        public int keep() {
            return 14;
        }

        @Override
        public Duration overdueAfter() {
            return Duration.ofDays(2);
        }

        @Override
        public KeyvaultConfig.Drills drill() {
            return this;
        }
    }

    /** Its own times; no job of it runs. */
    private static final class Auditing implements KeyvaultConfig.AuditTimes {
        @Override
        public Duration publishEvery() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Duration verifyEvery() {
            return Duration.ofMinutes(10);
        }

        @Override
        public Duration keep() {
            return Duration.ofDays(400);
        }

        @Override
        public Duration removeEvery() {
            return Duration.ofMinutes(10);
        }

        @Override
        public Duration compareFor() {
            return Duration.ofDays(2);
        }
    }

    /** Times that a test can wait for. */
    private static final class Destroying implements KeyvaultConfig.Destruction {
        @Override
        public Duration waitFor() {
            return Duration.ofDays(7);
        }

        @Override
        public Duration shortestWait() {
            return Duration.ZERO;
        }

        @Override
        public Duration longestWait() {
            return Duration.ofDays(30);
        }

        @Override
        public Duration flight() {
            return Duration.ZERO;
        }
    }

    /** What instances share. */
    record Shared(
            VaultStore vault,
            UnsealAttempts attempts,
            ServiceConfig service,
            RingStore rings,
            KeyStore keys,
            KeptKeys kept,
            AccessControl access,
            CensusStore census,
            AuditStore auditStore,
            Outbox outbox,
            KeyvaultMetrics metrics,
            Jobs jobs) {
        /** The same with keys that are kept elsewhere. */
        Shared keeping(KeptKeys elsewhere) {
            return new Shared(
                    vault,
                    attempts,
                    service,
                    rings,
                    keys,
                    elsewhere,
                    access,
                    census,
                    auditStore,
                    outbox,
                    metrics,
                    jobs);
        }
    }

    Instance(Settings settings, Shared shared) {
        this.shared = shared;
        vault = new Vault(settings, shared.kept());
        audit = new Audit(shared.outbox(), shared.auditStore(), vault, InstantSource.system());
        rings =
                new Rings(
                        shared.rings(),
                        shared.keys(),
                        shared.kept(),
                        shared.access(),
                        shared.census(),
                        audit,
                        vault);
        UnsealKeys unsealKeys = new UnsealKeys(settings);
        seal =
                new Seal(
                        shared.vault(),
                        shared.rings(),
                        shared.auditStore(),
                        unsealKeys,
                        new Proving(unsealKeys, shared.attempts()),
                        vault,
                        audit,
                        rings,
                        shared.service());
        seal.begin();
        Admission admission =
                new Admission(
                        shared.rings(), shared.keys(), vault, shared.access(), shared.auditStore());
        protecting =
                new Protecting(admission, rings, shared.rings(), audit, vault, shared.metrics());
        unprotecting =
                new Unprotecting(admission, new Opener(admission, vault), audit, shared.metrics());
        lives = new KeyLives(shared.rings(), shared.keys(), shared.census(), audit, settings);
        upkeep =
                new KeyUpkeep(
                        shared.keys(),
                        rings,
                        lives,
                        shared.kept(),
                        vault,
                        settings,
                        shared.metrics(),
                        shared.jobs());
    }

    /** What moves keys between the containers of this instance. */
    KeyMoves moves(MoveStore store, Containers containers, KeepingConfig config) {
        return new KeyMoves(
                store,
                shared.rings(),
                shared.keys(),
                containers,
                shared.kept(),
                vault,
                audit,
                config,
                shared.jobs());
    }

    KeyLife disable(RingId ring, KeyVersion version) {
        return done(lives.disable(ring, version, ALICE)).life();
    }

    KeyLife enable(RingId ring, KeyVersion version) {
        return done(lives.enable(ring, version, ALICE)).life();
    }

    KeyLife destroyAtOnce(RingId ring, KeyVersion version) {
        done(lives.scheduleDestruction(ring, version, Duration.ZERO, true, ALICE));
        upkeep.keep();
        return done(lives.find(ring, version)).life();
    }

    /** Whether a key is open in the memory of this instance. */
    boolean holds(RingId ring, KeyVersion version) {
        return vault.keys().held().contains(new KeyName(ring, version));
    }

    /** What the job does twice a second. */
    void forget() {
        upkeep.forget();
    }

    /** What the job does that looks for the work of other instances. */
    void look() {
        seal.look();
    }

    /** Seals all instances. */
    void seal() {
        done(seal.seal(ALICE));
    }

    /** Whether it has the root key. */
    boolean serves() {
        return vault.isOpen();
    }

    /** What the job does once a minute. */
    void keep() {
        upkeep.keep();
    }

    void makeRing(RingId ring) {
        done(rings.create(ring, List.of(INVENTORY.principal()), ALICE));
    }

    Ring rotate(RingId ring) {
        return done(rings.rotate(ring, ALICE));
    }

    Protected protect(RingId ring, int records) {
        return done(
                protecting.protect(
                        INVENTORY,
                        ring,
                        IntStream.range(0, records)
                                .mapToObj(i ->
                                        new Plain(
                                                ref(i),
                                                new Secret(
                                                        text(i).getBytes(StandardCharsets.UTF_8))))
                                .toList()));
    }

    /** What comes of an attempt to protect one record. */
    Outcome<Protected> tryToProtect(RingId ring) {
        return protecting.protect(
                INVENTORY,
                ring,
                List.of(new Plain(ref(0), new Secret(text(0).getBytes(StandardCharsets.UTF_8)))));
    }

    /** How many of these it opens to what was protected. */
    long opens(RingId ring, Protected records) {
        List<Result> results = unprotect(ring, records);
        return IntStream.range(0, results.size())
                .filter(i ->
                        results.get(i).opening() instanceof Opening.Opened opened
                                && text(i).equals(
                                                new String(
                                                        opened.plaintext().reveal(),
                                                        StandardCharsets.UTF_8)))
                .count();
    }

    /** What comes of each of these. */
    List<Result> unprotect(RingId ring, Protected records) {
        List<Closed> closed =
                IntStream.range(0, records.ciphertexts().size())
                        .mapToObj(i -> new Closed(ref(i), records.ciphertexts().get(i).toText()))
                        .toList();
        return done(unprotecting.unprotect(INVENTORY, ring, closed));
    }

    private static RecordRef ref(int i) {
        return new RecordRef("object-" + i, "password");
    }

    private static String text(int i) {
        return "secret of " + i;
    }

    private static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(T value) -> value;
            case Outcome.Refused<T>(var refusal) -> throw new AssertionError(refusal);
        };
    }
}
