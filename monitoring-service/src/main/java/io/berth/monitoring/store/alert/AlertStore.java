package io.berth.monitoring.store.alert;

import io.berth.contracts.ids.AlertFingerprint;
import io.berth.contracts.ids.Principal;
import io.berth.monitoring.domain.alert.Alert;
import io.berth.monitoring.domain.alert.AlertRule;
import io.berth.monitoring.store.Conditions;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps alerts. Hard state. Whoever changes any holds the {@linkplain #alone lock} of them all
 * until the commit: alerts are rare, and so their changes have one order over all instances.
 */
@ApplicationScoped
public class AlertStore {
    /** Changes that are kept of one alert. */
    static final int HISTORY = 100;

    private static final String FORGET_HISTORY =
            "delete from alert_history where fingerprint = ?1 and revision <= (select revision from"
                    + " alert_history where fingerprint = ?1 order by revision desc offset "
                    + HISTORY
                    + " limit 1)";
    private static final String OVERDUE =
            "select fingerprint from alert where resolved_at < ?1 or (resolved_at is not null and"
                    + " opened <= (select opened from alert where resolved_at is not null order by"
                    + " opened desc offset ?2 limit 1)) limit ?3";

    private final EntityManager entities;

    @Inject
    public AlertStore(EntityManager entities) {
        this.entities = entities;
    }

    /** Waits until nobody else changes alerts; in the caller's transaction, until it ends. */
    @Transactional(TxType.MANDATORY)
    public void alone() {
        entities.createNativeQuery(
                        "select 1 from (select"
                            + " pg_advisory_xact_lock(hashtextextended('monitoring/alerts', 0)))"
                            + " held")
                .getSingleResult();
    }

    /** As {@link #alone}, but gives up when somebody else does; false then. */
    @Transactional(TxType.MANDATORY)
    public boolean aloneAtOnce() {
        return (Boolean)
                entities.createNativeQuery(
                                "select"
                                    + " pg_try_advisory_xact_lock(hashtextextended('monitoring/alerts',"
                                    + " 0))")
                        .getSingleResult();
    }

    /** Those of these alerts that there are. */
    @Transactional(TxType.MANDATORY)
    public Map<AlertFingerprint, StoredAlert> load(Collection<AlertFingerprint> fingerprints) {
        Map<AlertFingerprint, StoredAlert> found = new HashMap<>();
        List<AlertEntity> rows =
                AlertEntity.list(
                        "fingerprint in ?1",
                        fingerprints.stream().map(AlertFingerprint::value).distinct().toList());
        rows.forEach(row -> found.put(new AlertFingerprint(row.fingerprint), row.toDomain()));
        return found;
    }

    /** How many are open. */
    @Transactional
    public long open() {
        return AlertEntity.count("resolvedAt is null");
    }

    /** How many of each rule are open; rules without any are missing. */
    @Transactional
    public Map<AlertRule, Long> openByRule() {
        Map<AlertRule, Long> numbers = new HashMap<>();
        for (Object[] row :
                entities.createQuery(
                                "select a.rule, count(a) from Alert a where a.resolvedAt is null"
                                        + " group by a.rule",
                                Object[].class)
                        .getResultList()) {
            numbers.put((AlertRule) row[0], (Long) row[1]);
        }
        return numbers;
    }

    /** Open alerts of these rules. */
    @Transactional(TxType.MANDATORY)
    public List<StoredAlert> openOf(Collection<AlertRule> rules) {
        return AlertEntity.<AlertEntity>list("resolvedAt is null and rule in ?1", rules).stream()
                .map(AlertEntity::toDomain)
                .toList();
    }

    /** Open alerts of whose opening nobody was sent word. */
    @Transactional(TxType.MANDATORY)
    public List<StoredAlert> unnotified() {
        return AlertEntity.<AlertEntity>list("resolvedAt is null and not notified").stream()
                .map(AlertEntity::toDomain)
                .toList();
    }

    /**
     * Saves an alert under the next number, with the lock held.
     *
     * @param opens whether this change opens it
     */
    @Transactional(TxType.MANDATORY)
    public StoredAlert save(Alert alert, boolean opens) {
        long revision = nextRevision();
        AlertEntity row = AlertEntity.findById(alert.fingerprint().value());
        boolean known = row != null;
        if (row == null) {
            row = new AlertEntity();
        }
        row.take(alert, revision);
        if (opens) {
            row.opened = revision;
            row.notified = false;
        }
        if (!known) {
            row.persist();
        }
        return row.toDomain();
    }

    private long nextRevision() {
        return ((Number)
                        entities.createNativeQuery("select nextval('alert_revision')")
                                .getSingleResult())
                .longValue();
    }

    /** Word of the opening was sent. */
    @Transactional(TxType.MANDATORY)
    public void notified(AlertFingerprint fingerprint) {
        AlertEntity.update("notified = true where fingerprint = ?1", fingerprint.value());
    }

    /** Writes a change down that was saved under this number. */
    @Transactional(TxType.MANDATORY)
    public void note(
            AlertFingerprint fingerprint,
            long revision,
            Instant at,
            AlertStep.Kind step,
            @Nullable Principal by,
            String text) {
        AlertHistoryEntity row = new AlertHistoryEntity();
        row.revision = revision;
        row.fingerprint = fingerprint.value();
        row.at = at;
        row.step = step;
        row.by = by == null ? null : by.value();
        row.text = text;
        row.persistAndFlush();
        entities.createNativeQuery(FORGET_HISTORY)
                .setParameter(1, fingerprint.value())
                .executeUpdate();
    }

    /** One alert. */
    @Transactional
    public Optional<StoredAlert> find(AlertFingerprint fingerprint) {
        return AlertEntity.<AlertEntity>findByIdOptional(fingerprint.value())
                .map(AlertEntity::toDomain);
    }

    /** What became of an alert, newest first. */
    @Transactional
    public List<AlertStep> history(AlertFingerprint fingerprint) {
        return AlertHistoryEntity.<AlertHistoryEntity>list(
                        "fingerprint", Sort.descending("revision"), fingerprint.value())
                .stream()
                .map(AlertHistoryEntity::toDomain)
                .toList();
    }

    /**
     * Alerts, the newest opened first.
     *
     * @param before only those opened before this number
     */
    @Transactional
    public List<StoredAlert> list(AlertQuery query, long before, int atMost) {
        Conditions wanted =
                new Conditions("opened < :before")
                        .with("before", before)
                        .holds("resolvedAt is null", query.open())
                        .holds("acknowledgedBy is not null", query.acknowledged())
                        .equal("rule", query.rule())
                        .equal("severity", query.severity())
                        .equal("subject", query.subject())
                        .equal("domain", query.domain() == null ? null : query.domain().value());
        return AlertEntity.<AlertEntity>find(
                        wanted.text(), Sort.descending("opened"), wanted.values())
                .page(0, atMost)
                .stream()
                .map(AlertEntity::toDomain)
                .toList();
    }

    /** Alerts that ended since then. */
    @Transactional
    public List<StoredAlert> resolvedSince(Instant since) {
        return AlertEntity.<AlertEntity>list("resolvedAt >= ?1", since).stream()
                .map(AlertEntity::toDomain)
                .toList();
    }

    /** Alerts with a higher number, in order. */
    @Transactional
    public List<StoredAlert> changedSince(long revision, int atMost) {
        return AlertEntity.<AlertEntity>find("revision > ?1", Sort.ascending("revision"), revision)
                .page(0, atMost)
                .stream()
                .map(AlertEntity::toDomain)
                .toList();
    }

    /** The number of the newest change; 0 before the first. */
    @Transactional
    public long newestRevision() {
        return ((Number)
                        entities.createNativeQuery("select coalesce(max(revision), 0) from alert")
                                .getSingleResult())
                .longValue();
    }

    /**
     * Deletes resolved alerts with their history: those that ended before, and the oldest beyond
     * {@code kept}.
     *
     * @return their fingerprints, at most {@code atMost}
     */
    @Transactional(TxType.MANDATORY)
    public List<AlertFingerprint> prune(Instant resolvedBefore, long kept, int atMost) {
        List<String> names = new ArrayList<>();
        for (Object name :
                entities.createNativeQuery(OVERDUE)
                        .setParameter(1, resolvedBefore)
                        .setParameter(2, kept)
                        .setParameter(3, atMost)
                        .getResultList()) {
            names.add((String) name);
        }
        if (!names.isEmpty()) {
            AlertEntity.delete("fingerprint in ?1", names);
            AlertHistoryEntity.delete("fingerprint in ?1", names);
        }
        return names.stream().map(AlertFingerprint::new).toList();
    }
}
