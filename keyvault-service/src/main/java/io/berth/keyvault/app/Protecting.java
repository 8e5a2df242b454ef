package io.berth.keyvault.app;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.RecordRef;
import io.berth.contracts.keyvault.RecordsProtected;
import io.berth.keyvault.app.KeyvaultMetrics.Operation;
import io.berth.keyvault.app.KnownRings.Seen;
import io.berth.keyvault.app.VaultKeys.Found;
import io.berth.keyvault.app.VaultKeys.UnreadableKeyException;
import io.berth.keyvault.crypto.Ciphertext;
import io.berth.keyvault.crypto.RecordCipher;
import io.berth.keyvault.crypto.RecordSealing;
import io.berth.keyvault.crypto.RingKey;
import io.berth.keyvault.domain.Caller;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.domain.Secret;
import io.berth.keyvault.store.RingStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Protects records. All or none: a record that cannot be protected refuses the request.
 *
 * <p>The ciphertexts are given out only after the audit event is saved. It is the one write of a
 * request; a key's uses are taken in blocks beforehand, in a transaction of their own, so that no
 * request holds two connections. Most requests go by a ring that is remembered, which that write
 * confirms; what it does not confirm is thrown away and done again by the database.
 */
@ApplicationScoped
public class Protecting {
    /** A key that is used up is replaced and tried again; twice in one request is a wrong limit. */
    private static final int MAX_KEYS_TRIED = 3;

    private final Admission admission;
    private final Rings rings;
    private final RingStore store;
    private final Audit audit;
    private final Vault vault;
    private final KeyvaultMetrics metrics;

    Protecting(
            Admission admission,
            Rings rings,
            RingStore store,
            Audit audit,
            Vault vault,
            KeyvaultMetrics metrics) {
        this.admission = admission;
        this.rings = rings;
        this.store = store;
        this.audit = audit;
        this.vault = vault;
        this.metrics = metrics;
    }

    /** A record to protect. */
    public record Plain(RecordRef record, Secret plaintext) {}

    /**
     * Protected records.
     *
     * @param ciphertexts in the order of the request
     */
    public record Protected(KeyVersion version, List<Ciphertext> ciphertexts) {}

    /** Protects records; the plaintexts are left as they are. */
    public Outcome<Protected> protect(Caller caller, RingId id, List<Plain> records) {
        Outcome<Protected> outcome = decide(caller, id, records);
        switch (outcome) {
            case Outcome.Done<Protected> _ -> metrics.protectedRecords(records.size());
            case Outcome.Refused<Protected>(Refusal refusal) ->
                    metrics.refused(Operation.PROTECT, refusal, records.size());
        }
        return outcome;
    }

    private Outcome<Protected> decide(Caller caller, RingId id, List<Plain> records) {
        Optional<Refusal> wrong = Admission.wrongNumber(records.size()).or(() -> tooLong(records));
        Optional<Seen> known = wrong.isEmpty() ? admission.known(caller, id) : Optional.empty();
        if (known.isPresent()) {
            Seen seen = known.get();
            // A key that is used up is replaced below: the ring is then another one anyway.
            if (vault.blocks().take(seen.ring(), records.size(), store)
                    && sealUsable(seen.ring(), records)
                            instanceof Outcome.Done<Protected>(Protected done)
                    && audit.recordUnlessStale(event(caller, done, id, records), seen.stamp())) {
                return new Outcome.Done<>(done);
            }
            admission.forget(seen);
        }
        return switch (admission.admitAndRemember(caller, id)) {
            case Outcome.Refused<Ring>(Refusal refusal) -> new Outcome.Refused<>(refusal);
            case Outcome.Done<Ring>(Ring ring) ->
                    wrong.isPresent()
                            ? new Outcome.Refused<>(wrong.get())
                            : withKey(caller, ring, records);
        };
    }

    private Outcome<Protected> withKey(Caller caller, Ring ring, List<Plain> records) {
        Outcome<Protected> sealed = seal(ring, records);
        if (sealed instanceof Outcome.Done<Protected>(Protected done)) {
            audit.record(List.of(event(caller, done, ring.id(), records)));
        }
        return sealed;
    }

    private static RecordsProtected event(
            Caller caller, Protected done, RingId ring, List<Plain> records) {
        return new RecordsProtected(
                ring,
                done.version(),
                records.stream().map(Plain::record).toList(),
                caller.principal());
    }

    private static Optional<Refusal> tooLong(List<Plain> records) {
        for (int i = 0; i < records.size(); i++) {
            int length = records.get(i).plaintext().length();
            if (length > Secret.MAX_BYTES) {
                return Optional.of(new Refusal.PlaintextTooLong(i, length, Secret.MAX_BYTES));
            }
        }
        return Optional.empty();
    }

    /** Protects records with the ring's current key, and writes down nothing. */
    Outcome<Protected> seal(Ring ring, List<Plain> records) {
        return switch (usable(ring, records.size())) {
            case Outcome.Refused<Ring>(Refusal refusal) -> new Outcome.Refused<>(refusal);
            case Outcome.Done<Ring>(Ring usable) -> sealUsable(usable, records);
        };
    }

    /** Protects with a current key whose uses are taken. */
    private Outcome<Protected> sealUsable(Ring ring, List<Plain> records) {
        return switch (vault.keys().find(ring, ring.current())) {
            case Found.Here(RingKey key) ->
                    new Outcome.Done<>(new Protected(key.version(), seal(key, records)));
            case Found.Elsewhere(Refusal elsewhere) -> new Outcome.Refused<>(elsewhere);
            case Found.Absent _ -> throw new UnreadableKeyException(ring.id(), ring.current());
        };
    }

    private List<Ciphertext> seal(RingKey key, List<Plain> records) {
        RecordSealing call = RecordCipher.begin(vault.keys().tenant(), key);
        List<Ciphertext> ciphertexts = new ArrayList<>(records.size());
        for (Plain plain : records) {
            ciphertexts.add(call.protect(plain.record(), plain.plaintext()));
        }
        return ciphertexts;
    }

    /** The ring with a current key that has so many uses left, which are taken. */
    private Outcome<Ring> usable(Ring ring, int uses) {
        Ring candidate = ring;
        for (int tried = 0; tried < MAX_KEYS_TRIED; tried++) {
            if (vault.blocks().take(candidate, uses, store)) {
                return new Outcome.Done<>(candidate);
            }
            switch (rings.replace(candidate.id(), candidate.current())) {
                case Outcome.Done<Ring>(Ring replaced) -> candidate = replaced;
                case Outcome.Refused<Ring> refused -> {
                    return refused;
                }
            }
        }
        throw new IllegalStateException(
                "ring " + ring.id() + " used up " + MAX_KEYS_TRIED + " keys during one request");
    }
}
