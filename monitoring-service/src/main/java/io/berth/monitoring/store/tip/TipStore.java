package io.berth.monitoring.store.tip;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.wire.EventCodec;
import io.berth.monitoring.domain.tip.HotHostTip;
import io.berth.monitoring.domain.tip.LossTip;
import io.berth.monitoring.domain.tip.Tip;
import io.berth.monitoring.domain.tip.TipKind;
import io.berth.monitoring.domain.tip.TipState;
import io.berth.monitoring.store.Conditions;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps tips. Hard state: one that was taken up is measured on after a restart. */
@ApplicationScoped
public class TipStore {
    /** A tip of one kind about one place of a host. */
    public record Key(HostId host, String place) {}

    /** The tips of a kind about some hosts. */
    @Transactional(TxType.MANDATORY)
    public Map<Key, StoredTip> load(TipKind kind, Collection<HostId> hosts) {
        Map<Key, StoredTip> found = new HashMap<>();
        List<TipEntity> rows =
                TipEntity.list(
                        "kind = ?1 and host in ?2",
                        kind,
                        hosts.stream().map(HostId::value).distinct().toList());
        rows.forEach(row -> found.put(new Key(new HostId(row.host), row.place), toDomain(row)));
        return found;
    }

    /** Saves a tip, new or changed; null forgets it. */
    @Transactional(TxType.MANDATORY)
    public void save(TipKind kind, Key key, @Nullable Tip tip, Instant at) {
        TipEntity row =
                TipEntity.<TipEntity>find(
                                "kind = ?1 and host = ?2 and place = ?3",
                                kind,
                                key.host().value(),
                                key.place())
                        .firstResult();
        if (tip == null) {
            if (row != null) {
                row.delete();
            }
            return;
        }
        boolean known = row != null;
        if (row == null) {
            row = new TipEntity();
            row.kind = kind;
            row.host = key.host().value();
            row.place = key.place();
        }
        if (tip.state() != row.state) {
            row.since = at;
        }
        row.state = tip.state();
        row.changedAt = at;
        row.body = write(tip);
        if (!known) {
            row.persist();
        }
    }

    /** One tip of a kind, held until the end of the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public Optional<StoredTip> hold(TipKind kind, HostId host, String place) {
        return TipEntity.<TipEntity>find(
                        "kind = ?1 and host = ?2 and place = ?3", kind, host.value(), place)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional()
                .map(TipStore::toDomain);
    }

    /** One tip, held until the end of the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public Optional<StoredTip> hold(long id) {
        return TipEntity.<TipEntity>findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .map(TipStore::toDomain);
    }

    /** The hosts with a tip of a kind that is proposed or measured. */
    @Transactional
    public Set<HostId> hostsWithOpen(TipKind kind) {
        return TipEntity.<TipEntity>list(
                        "kind = ?1 and state in ?2",
                        kind,
                        List.of(TipState.PROPOSED, TipState.MEASURING))
                .stream()
                .map(row -> new HostId(row.host))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** One tip; what is only watched is none. */
    @Transactional
    public Optional<StoredTip> find(long id) {
        return TipEntity.<TipEntity>find("id = ?1 and state <> ?2", id, TipState.WATCHED)
                .firstResultOptional()
                .map(TipStore::toDomain);
    }

    /**
     * Tips, the newest first; what is only watched is left out.
     *
     * @param before only those with a lower id
     */
    @Transactional
    public List<StoredTip> list(
            @Nullable TipKind kind,
            @Nullable TipState state,
            @Nullable HostId host,
            long before,
            int atMost) {
        Conditions wanted =
                new Conditions("id < :before and state <> :watched")
                        .with("before", before)
                        .with("watched", TipState.WATCHED)
                        .equal("kind", kind)
                        .equal("state", state)
                        .equal("host", host == null ? null : host.value());
        return TipEntity.<TipEntity>find(wanted.text(), Sort.descending("id"), wanted.values())
                .page(0, atMost)
                .stream()
                .map(TipStore::toDomain)
                .toList();
    }

    /** Forgets tips of which nothing was heard since; returns how many. */
    @Transactional
    public long prune(Instant unchangedSince) {
        return TipEntity.delete("changedAt < ?1", unchangedSince);
    }

    private static StoredTip toDomain(TipEntity row) {
        return new StoredTip(
                row.id,
                row.kind,
                new HostId(row.host),
                row.place,
                row.since,
                row.changedAt,
                read(row));
    }

    private static Tip read(TipEntity row) {
        try {
            return switch (row.kind) {
                case PACKET_LOSS -> EventCodec.JSON.readValue(row.body, LossTip.class);
                case HOT_HOST -> EventCodec.JSON.readValue(row.body, HotHostTip.class);
            };
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("The tip " + row.id, e);
        }
    }

    private static String write(Tip tip) {
        try {
            return EventCodec.JSON.writeValueAsString(tip);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
