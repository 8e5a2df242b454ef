package io.berth.keyvault.app;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.contracts.keyvault.CensusHolderRemoved;
import io.berth.contracts.keyvault.CensusReported;
import io.berth.contracts.keyvault.VersionCount;
import io.berth.keyvault.domain.Caller;
import io.berth.keyvault.domain.HolderCount;
import io.berth.keyvault.domain.KeyRefusal;
import io.berth.keyvault.domain.Outcome;
import io.berth.keyvault.domain.Refusal;
import io.berth.keyvault.domain.Ring;
import io.berth.keyvault.store.CensusStore;
import io.berth.keyvault.store.KeyStore;
import io.berth.keyvault.store.RingStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many ciphertexts of each key exist. The vault keeps none, so whoever keeps them counts its
 * own and says so; see {@link io.berth.keyvault.domain.Clearance} for what follows from it.
 */
@ApplicationScoped
public class Census {
    /** Clocks of holders may be ahead of the database's by so much. */
    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(2);

    private final RingStore rings;
    private final KeyStore keys;
    private final CensusStore store;
    private final Audit audit;

    Census(RingStore rings, KeyStore keys, CensusStore store, Audit audit) {
        this.rings = rings;
        this.keys = keys;
        this.store = store;
        this.audit = audit;
    }

    /** The newest counts of all holders of a ring, by holder. */
    public Outcome<List<HolderCount>> of(RingId ring) {
        return rings.find(ring).isEmpty()
                ? new Outcome.Refused<>(new Refusal.UnknownRing(ring.value()))
                : new Outcome.Done<>(store.of(ring));
    }

    /** Takes a holder's count; only the holder itself may give it. */
    public Outcome<HolderCount> report(Caller caller, RingId id, HolderCount count) {
        if (!caller.service() || !caller.principal().equals(count.holder())) {
            return new Outcome.Refused<>(
                    new KeyRefusal.NotTheHolder(id, caller.principal(), count.holder()));
        }
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    Optional<Ring> ring = rings.findForChange(id);
                    Optional<HolderCount> known = known(id, count.holder());
                    if (ring.isEmpty() || known.isEmpty()) {
                        // Who never had anything to do with the ring is not told whether it is.
                        return new Outcome.Refused<>(
                                new Refusal.RingNotPermitted(id, caller.principal()));
                    }
                    return accept(ring.get(), known.get(), count);
                });
    }

    private Outcome<HolderCount> accept(Ring ring, HolderCount known, HolderCount count) {
        Instant now = keys.now();
        Instant countedAt = count.countedAt() == null ? now : count.countedAt();
        Instant last = known.countedAt();
        if (countedAt.isAfter(now.plus(CLOCKS_DIFFER))
                || (last != null && !countedAt.isAfter(last))) {
            return new Outcome.Refused<>(
                    new KeyRefusal.CountOutOfTime(ring.id(), countedAt, last, now));
        }
        for (KeyVersion version : count.records().keySet()) {
            if (!ring.mayHave(version)) {
                return new Outcome.Refused<>(
                        new KeyRefusal.UnknownKey(ring.id(), version.toString()));
            }
        }
        store.save(ring.id(), count);
        if (!count.records().equals(known.records()) || last == null) {
            audit.append(
                    new CensusReported(
                            ring.id(),
                            count.holder(),
                            countedAt,
                            count.records().entrySet().stream()
                                    .sorted(Map.Entry.comparingByKey())
                                    .map(entry ->
                                            new VersionCount(entry.getKey(), entry.getValue()))
                                    .toList(),
                            count.holder()));
        }
        return new Outcome.Done<>(count);
    }

    /** Asks a holder no longer that may not use the ring any more. */
    public Outcome<HolderCount> remove(RingId id, Principal holder, Principal by) {
        return QuarkusTransaction.requiringNew()
                .call(() -> {
                    Optional<Ring> ring = rings.findForChange(id);
                    if (ring.isEmpty()) {
                        return new Outcome.Refused<>(new Refusal.UnknownRing(id.value()));
                    }
                    Optional<HolderCount> known = known(id, holder);
                    if (known.isEmpty()) {
                        return new Outcome.Refused<>(new KeyRefusal.UnknownHolder(id, holder));
                    }
                    if (ring.get().principals().contains(holder)) {
                        return new Outcome.Refused<>(
                                new KeyRefusal.HolderStillPermitted(id, holder));
                    }
                    store.remove(id, holder);
                    audit.append(new CensusHolderRemoved(id, holder, known.get().total(), by));
                    return new Outcome.Done<>(known.get());
                });
    }

    private Optional<HolderCount> known(RingId ring, Principal holder) {
        return store.of(ring).stream().filter(count -> count.holder().equals(holder)).findFirst();
    }
}
