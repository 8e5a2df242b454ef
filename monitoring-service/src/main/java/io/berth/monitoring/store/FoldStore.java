package io.berth.monitoring.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.berth.monitoring.domain.FoldSnapshot;
import io.berth.monitoring.domain.guest.GuestSnapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the folds. Claiming a partition and saving its fold each raise the row's version and name
 * the one they saw, so that of two instances that both believe to own a partition only the last
 * claimant can save, and with it state any fact.
 */
@ApplicationScoped
public class FoldStore {
    private final EntityManager entities;
    private final InstantSource clock;

    @Inject
    public FoldStore(EntityManager entities, InstantSource clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * A claimed partition.
     *
     * @param version to be named when saving
     * @param snapshot absent when the partition was never saved
     * @param guests absent when those of the partition were never saved
     */
    public record Claim(
            long version, @Nullable FoldSnapshot snapshot, @Nullable GuestSnapshot guests) {}

    /** Takes a partition over from whoever had it, and loads its fold. */
    @Transactional
    public Claim claim(int partition) {
        entities.createNativeQuery(
                        "insert into fold_snapshot (partition, version, next_offset, saved_at)"
                                + " values (?1, 0, 0, ?2) on conflict (partition) do nothing")
                .setParameter(1, partition)
                .setParameter(2, clock.instant())
                .executeUpdate();
        FoldSnapshotEntity row =
                entities.find(FoldSnapshotEntity.class, partition, LockModeType.PESSIMISTIC_WRITE);
        row.version++;
        String body = row.body;
        String guests = row.guests;
        return new Claim(
                row.version,
                body == null ? null : read(partition, body, FoldSnapshot.class),
                guests == null ? null : read(partition, guests, GuestSnapshot.class));
    }

    /** The fold of a partition as it was last saved, whoever owns it. */
    @Transactional
    public Optional<FoldSnapshot> saved(int partition) {
        return FoldSnapshotEntity.<FoldSnapshotEntity>findByIdOptional(partition)
                .map(row -> row.body)
                .map(body -> read(partition, body, FoldSnapshot.class));
    }

    /**
     * Saves a fold, in the caller's transaction.
     *
     * @param version that was claimed or last saved
     * @param guests null when they are as they were saved last
     * @return the version to be named next
     * @throws StaleFoldException when another instance has claimed the partition since
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public long save(
            int partition, long version, FoldSnapshot snapshot, @Nullable GuestSnapshot guests) {
        int saved =
                FoldSnapshotEntity.update(
                        "version = version + 1, nextOffset = ?1, body = ?2, savedAt = ?3"
                                + " where partition = ?4 and version = ?5",
                        snapshot.nextOffset(),
                        FoldText.write(snapshot),
                        clock.instant(),
                        partition,
                        version);
        if (saved == 0) {
            throw new StaleFoldException(partition, version);
        }
        if (guests != null) {
            FoldSnapshotEntity.update(
                    "guests = ?1 where partition = ?2", FoldText.write(guests), partition);
        }
        return version + 1;
    }

    /**
     * @throws UncheckedIOException when the row does not hold a snapshot that this version reads
     */
    private static <T> T read(int partition, String body, Class<T> type) {
        try {
            return FoldText.read(body, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("The saved fold of partition " + partition, e);
        }
    }
}
