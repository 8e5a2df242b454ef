package io.berth.keyvault.app;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.keyvault.app.Protecting.Plain;
import io.berth.keyvault.app.Protecting.Protected;
import io.berth.keyvault.app.Unprotecting.Closed;
import io.berth.keyvault.app.Unprotecting.Result;
import io.berth.keyvault.crypto.Opening;
import io.berth.keyvault.domain.Caller;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.domain.Secret;
import io.berth.keyvault.store.RingStore;
import io.berth.kit.outbox.Outbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Another instance of the vault on the database of the service under test: a root key read from the
 * file, keys and blocks of uses of its own, nothing shared in memory.
 */
final class Instance {
    private static final Caller INVENTORY = new Caller(new Principal("inventory"), true);
    private static final Principal ALICE = new Principal("alice");

    private final Vault vault;
    private final Rings rings;
    private final Protecting protecting;
    private final Unprotecting unprotecting;

    /** Its settings. */
    record Settings(Path rootKeyFile, long usesPerKey) implements KeyvaultConfig {
        @Override
        public Map<String, Declared> rings() {
            return Map.of();
        }

        @Override
        public Duration countEvery() {
            return Duration.ofSeconds(10);
        }
    }

    Instance(Settings settings, RingStore store, Outbox outbox, KeyvaultMetrics metrics) {
        vault = new Vault(new VaultSetup(store), settings);
        vault.open();
        rings = new Rings(store, outbox, vault);
        Admission admission = new Admission(store);
        protecting = new Protecting(admission, rings, store, outbox, vault, metrics);
        unprotecting = new Unprotecting(admission, outbox, vault, metrics);
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

    /** How many of these it opens to what was protected. */
    long opens(RingId ring, Protected records) {
        List<Closed> closed =
                IntStream.range(0, records.ciphertexts().size())
                        .mapToObj(i -> new Closed(ref(i), records.ciphertexts().get(i).toText()))
                        .toList();
        List<Result> results = done(unprotecting.unprotect(INVENTORY, ring, closed));
        return IntStream.range(0, results.size())
                .filter(i ->
                        results.get(i).opening() instanceof Opening.Opened opened
                                && text(i).equals(
                                                new String(
                                                        opened.plaintext().reveal(),
                                                        StandardCharsets.UTF_8)))
                .count();
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
