package io.berth.monitoring.store.alert;

import io.berth.monitoring.domain.alert.Silence;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps silences. Hard state: a person has decided them. */
@ApplicationScoped
public class SilenceStore {
    /** Saves a new silence, or a changed one. */
    @Transactional(TxType.MANDATORY)
    public void save(Silence silence) {
        SilenceEntity row = SilenceEntity.findById(silence.id());
        boolean known = row != null;
        if (row == null) {
            row = new SilenceEntity();
        }
        row.take(silence);
        if (!known) {
            row.persist();
        }
    }

    /** One silence. */
    @Transactional
    public Optional<Silence> find(String id) {
        return SilenceEntity.<SilenceEntity>findByIdOptional(id).map(SilenceEntity::toDomain);
    }

    /** Ends a silence before its time; false when there is none. */
    @Transactional(TxType.MANDATORY)
    public boolean delete(String id) {
        return SilenceEntity.deleteById(id);
    }

    /** Those that have not ended. */
    @Transactional
    public List<Silence> notEnded(Instant now) {
        return SilenceEntity.<SilenceEntity>list("ends > ?1", now).stream()
                .map(SilenceEntity::toDomain)
                .toList();
    }

    /** How many have not ended. */
    @Transactional(TxType.MANDATORY)
    public long countNotEnded(Instant now) {
        return SilenceEntity.count("ends > ?1", now);
    }

    /** By id, after this one. */
    @Transactional
    public List<Silence> list(String after, int atMost) {
        return SilenceEntity.<SilenceEntity>find("id > ?1", Sort.ascending("id"), after)
                .page(0, atMost)
                .stream()
                .map(SilenceEntity::toDomain)
                .toList();
    }

    /** Deletes those that ended before. */
    @Transactional(TxType.MANDATORY)
    public void prune(Instant endedBefore) {
        SilenceEntity.delete("ends < ?1", endedBefore);
    }
}
