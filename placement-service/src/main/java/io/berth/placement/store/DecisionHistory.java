package io.berth.placement.store;

import io.berth.contracts.ids.DomainId;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.replay.Rewind;
import io.berth.placement.domain.state.Outcome;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The journal as a history: the decisions of a while in their order, with the rows before and after
 * each. Reads only.
 */
@ApplicationScoped
public class DecisionHistory {
    private static final String CONSISTENTLY = "set transaction isolation level repeatable read";
    private static final String OF_PERIOD =
            " from placement_journal where made_at >= ?1 and made_at < ?2"
                    + " and (?3 = '' or domain = ?3)";
    private static final String DOMAINS = "select distinct domain" + OF_PERIOD + " order by domain";
    private static final String EARLIEST =
            "select min(made_at), count(*) from (select made_at"
                    + OF_PERIOD
                    + " order by made_at desc limit ?4) newest";
    private static final String FIRST =
            "select domain_version, step from placement_journal where domain = ?1 and made_at >= ?2"
                    + " and made_at < ?3 order by domain_version, step, id limit 1";
    private static final String SINCE =
            "domain = ?1 and (domainVersion > ?2 or domainVersion = ?2 and step >= ?3)";

    /** Rows of the journal that are in memory as entities at once. */
    private static final int PAGE = 500;

    private final PlacementStore store;

    @Inject
    DecisionHistory(PlacementStore store) {
        this.store = store;
    }

    /** The domains for which something was decided in a period, in order of id. */
    @Transactional(TxType.REQUIRES_NEW)
    public List<DomainId> domains(Instant since, Instant until, @Nullable DomainId only) {
        List<?> found =
                Panache.getEntityManager()
                        .createNativeQuery(DOMAINS)
                        .setParameter(1, since)
                        .setParameter(2, until)
                        .setParameter(3, only == null ? "" : only.value())
                        .getResultList();
        return found.stream().map(domain -> new DomainId(domain.toString())).toList();
    }

    /**
     * From when on a period holds so many decisions at most.
     *
     * @return empty when it does not hold more
     */
    @Transactional(TxType.REQUIRES_NEW)
    public Optional<Instant> newest(
            int atMost, Instant since, Instant until, @Nullable DomainId only) {
        Object[] row =
                (Object[])
                        Panache.getEntityManager()
                                .createNativeQuery(EARLIEST)
                                .setParameter(1, since)
                                .setParameter(2, until)
                                .setParameter(3, only == null ? "" : only.value())
                                .setParameter(4, atMost + 1)
                                .getSingleResult();
        if (((Number) row[1]).longValue() <= atMost) {
            return Optional.empty();
        }
        // The earliest is one too many, and so may be others of the same microsecond.
        return Optional.of(instant(row[0]).plusNanos(1000));
    }

    private static Instant instant(Object timestamp) {
        return timestamp instanceof OffsetDateTime at ? at.toInstant() : (Instant) timestamp;
    }

    /**
     * The history of a domain. It begins and ends with decisions of the period; between them may be
     * some that an owner with another clock has made. Rows are taken back from the newest ones, so
     * it costs as much as there are decisions since.
     *
     * @return empty when nothing was decided in the period
     */
    @Transactional(TxType.REQUIRES_NEW)
    public Optional<DomainHistory> of(DomainId domain, Instant since, Instant until) {
        Panache.getEntityManager().createNativeQuery(CONSISTENTLY).executeUpdate();
        List<?> first =
                Panache.getEntityManager()
                        .createNativeQuery(FIRST)
                        .setParameter(1, domain.value())
                        .setParameter(2, since)
                        .setParameter(3, until)
                        .getResultList();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        Object[] place = (Object[]) first.getFirst();
        StoredDomain now = store.rows(domain);
        Rewind rewind = new Rewind(now.hosts(), now.vms(), now.operations());
        List<PastDecision> decisions = new ArrayList<>();
        Map<String, PlacementPolicy> policies = new HashMap<>();
        boolean reached = false;
        for (int page = 0; ; page++) {
            List<JournalEntity> entities =
                    JournalEntity.<JournalEntity>find(
                                    SINCE,
                                    Sort.descending("domainVersion", "step", "id"),
                                    domain.value(),
                                    ((Number) place[0]).longValue(),
                                    ((Number) place[1]).intValue())
                            .page(Page.of(page, PAGE))
                            .list();
            for (JournalEntity entity : entities) {
                List<Outcome> after = rewind.takeBack(entity.before());
                reached |= entity.madeAt.isBefore(until);
                if (reached) {
                    PlacementPolicy policy =
                            policies.computeIfAbsent(entity.policy, DecisionJournal::policy);
                    decisions.add(
                            new PastDecision(entity.requiredId(), entity.toDomain(policy), after));
                }
            }
            Panache.getEntityManager().clear();
            if (entities.size() < PAGE) {
                return Optional.of(new DomainHistory(rewind, decisions.reversed()));
            }
        }
    }
}
