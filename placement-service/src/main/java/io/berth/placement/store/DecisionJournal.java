package io.berth.placement.store;

import io.berth.contracts.ids.DomainId;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.replay.Rewind;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers each decision that had an outcome: what made placement decide, with which constants and
 * seed, how far the inputs had been read, a digest of what came out, and the rows as they were. The
 * newest rows together with what every later decision found are the rows of any earlier moment, so
 * that a decision can be made again without a snapshot.
 */
@ApplicationScoped
public class DecisionJournal {
    private static final String CONSISTENTLY = "set transaction isolation level repeatable read";
    private static final String KEEP_POLICY =
            "insert into placement_policy (digest, policy) values (?1, ?2) on conflict do nothing";
    private static final String POLICY = "select policy from placement_policy where digest = ?1";
    private static final String LATER =
            "domain = ?1 and (domainVersion > ?2 or domainVersion = ?2 and step >= ?3)";
    private static final String PRUNE =
            """
            delete from placement_journal where id in (
                select id from placement_journal where made_at < ?1 order by made_at limit ?2)
            """;

    private final PlacementStore store;
    private volatile @Nullable Kept kept;

    /** The policy that was last decided with, and that it is in the table. */
    private record Kept(PlacementPolicy policy, String digest) {}

    DecisionJournal(PlacementStore store) {
        this.store = store;
    }

    /**
     * Remembers the decisions that one transaction made for one domain, in the caller's
     * transaction.
     *
     * @param entries all made with one policy
     * @param changed the version that the transaction gives to the domain; null when it changes no
     *     row of it
     * @param from the version that the decisions were made from
     * @return the id of each decision
     */
    @Transactional(TxType.MANDATORY)
    public List<Long> append(List<NewEntry> entries, Fence from, @Nullable Fence changed) {
        List<Long> ids = new ArrayList<>();
        if (entries.isEmpty()) {
            return ids;
        }
        String policy = digest(entries.getFirst().policy());
        for (int step = 0; step < entries.size(); step++) {
            JournalEntity entity =
                    changed == null
                            ? JournalEntity.of(
                                    entries.get(step),
                                    policy,
                                    from.version(),
                                    JournalEntity.AFTER_ALL)
                            : JournalEntity.of(entries.get(step), policy, changed.version(), step);
            entity.persist();
            ids.add(entity.requiredId());
        }
        return ids;
    }

    /** One decision; empty when there is none of this id, or none any more. */
    @Transactional(TxType.REQUIRED)
    public Optional<JournalEntry> find(long id) {
        return JournalEntity.<JournalEntity>findByIdOptional(id).map(DecisionJournal::entry);
    }

    /** One decision with what it was made from; empty as in {@link #find}. */
    @Transactional(TxType.REQUIRES_NEW)
    public Optional<RecalledDecision> recall(long id) {
        Panache.getEntityManager().createNativeQuery(CONSISTENTLY).executeUpdate();
        JournalEntity wanted = JournalEntity.findById(id);
        if (wanted == null) {
            return Optional.empty();
        }
        StoredDomain now = store.rows(new DomainId(wanted.domain));
        Rewind rewind = new Rewind(now.hosts(), now.vms(), now.operations());
        List<JournalEntity> later =
                JournalEntity.list(
                        LATER,
                        Sort.descending("domainVersion", "step"),
                        wanted.domain,
                        wanted.domainVersion,
                        wanted.step);
        later.forEach(entity -> rewind.undo(entity.before()));
        return Optional.of(new RecalledDecision(entry(wanted), rewind));
    }

    /**
     * The digest of a policy that is kept. An instance decides with one policy as long as it lives,
     * so it is written once, in a transaction of its own: no decision need carry it again.
     */
    private String digest(PlacementPolicy policy) {
        Kept known = kept;
        if (known == null || !known.policy().equals(policy)) {
            known = new Kept(policy, QuarkusTransaction.requiringNew().call(() -> keep(policy)));
            kept = known;
        }
        return known.digest();
    }

    private static String keep(PlacementPolicy policy) {
        String text = StoredJson.write(policy);
        String digest = Sha256.of(text);
        Panache.getEntityManager()
                .createNativeQuery(KEEP_POLICY)
                .setParameter(1, digest)
                .setParameter(2, text)
                .executeUpdate();
        return digest;
    }

    private static JournalEntry entry(JournalEntity entity) {
        return entity.toDomain(policy(entity.policy));
    }

    /** The policy of this digest. */
    static PlacementPolicy policy(String digest) {
        Object text =
                Panache.getEntityManager()
                        .createNativeQuery(POLICY)
                        .setParameter(1, digest)
                        .getSingleResult();
        return StoredJson.read(text.toString(), PlacementPolicy.class);
    }

    /** Forgets decisions that were made before this; returns how many. */
    @Transactional(TxType.REQUIRES_NEW)
    public int prune(Instant before, int atMost) {
        return Panache.getEntityManager()
                .createNativeQuery(PRUNE)
                .setParameter(1, before)
                .setParameter(2, atMost)
                .executeUpdate();
    }
}
