package io.berth.placement.store;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.OperationId;
import io.berth.placement.domain.operation.OperationRow;
import io.quarkus.hibernate.orm.panache.Panache;
import jakarta.enterprise.context.ApplicationScoped;
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

/** Reads and writes the rows of operations. */
@ApplicationScoped
public class OperationStore {
    private static final String VERSIONS =
            "select o.id, o.version from PlacementOperation o where o.id in ?1";
    private static final String PRUNE =
            """
            delete from placement_operation where id in (
                select id from placement_operation
                 where ended_at < ?1 and not remembered limit ?2)
            """;

    /**
     * A place in the list of operations, newest first.
     *
     * @param id of the last one seen
     */
    public record After(Instant requestedAt, OperationId id) {}

    /** Writes a request down that nobody has begun with, in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public void add(DomainId domain, OperationRow row) {
        OperationEntity.of(domain, row).persist();
    }

    /** One operation; empty when there is none of this id. */
    @Transactional(TxType.REQUIRED)
    public Optional<StoredOperation> find(OperationId id) {
        return OperationEntity.<OperationEntity>findByIdOptional(id.value())
                .map(OperationStore::stored);
    }

    /** How often each of these operations has changed; those that are not there are missing. */
    @Transactional(TxType.REQUIRED)
    public Map<OperationId, Long> versions(Collection<OperationId> ids) {
        Map<OperationId, Long> versions = new HashMap<>();
        for (Object[] row :
                Panache.getEntityManager()
                        .createQuery(VERSIONS, Object[].class)
                        .setParameter(1, ids.stream().map(OperationId::value).toList())
                        .getResultList()) {
            versions.put(new OperationId((String) row[0]), (Long) row[1]);
        }
        return versions;
    }

    /** Operations, newest first. */
    @Transactional(TxType.REQUIRED)
    public List<StoredOperation> list(OperationQuery query, @Nullable After after, int atMost) {
        Map<String, Object> values = new HashMap<>();
        List<String> conditions = new ArrayList<>();
        equal(conditions, values, "domain", query.domain() == null ? null : query.domain().value());
        equal(conditions, values, "kind", query.kind());
        equal(conditions, values, "state", query.state());
        equal(conditions, values, "host", query.host() == null ? null : query.host().value());
        equal(conditions, values, "vm", query.vm() == null ? null : query.vm().value());
        Boolean over = query.over();
        if (over != null) {
            conditions.add(over ? "endedAt is not null" : "endedAt is null");
        }
        if (after != null) {
            conditions.add("(requestedAt < :at or (requestedAt = :at and id < :last))");
            values.put("at", after.requestedAt());
            values.put("last", after.id().value());
        }
        String order = "order by requestedAt desc, id desc";
        String where =
                conditions.isEmpty() ? order : String.join(" and ", conditions) + " " + order;
        return OperationEntity.<OperationEntity>find(where, values).page(0, atMost).stream()
                .map(OperationStore::stored)
                .toList();
    }

    /** Deletes operations that ended before; returns how many. */
    @Transactional(TxType.REQUIRES_NEW)
    public int prune(Instant endedBefore, int atMost) {
        return Panache.getEntityManager()
                .createNativeQuery(PRUNE)
                .setParameter(1, endedBefore)
                .setParameter(2, atMost)
                .executeUpdate();
    }

    /** Those of a domain that its owner has to remember. */
    static List<OperationEntity> remembered(DomainId domain) {
        return OperationEntity.list("domain = ?1 and remembered", domain.value());
    }

    static void save(DomainId domain, List<OperationRow> rows) {
        for (OperationRow row : rows) {
            OperationEntity entity = OperationEntity.findById(row.id().value());
            if (entity == null) {
                OperationEntity.of(domain, row).persist();
            } else {
                entity.take(row);
            }
        }
    }

    private static void equal(
            List<String> conditions,
            Map<String, Object> values,
            String name,
            @Nullable Object value) {
        if (value != null) {
            conditions.add(name + " = :" + name);
            values.put(name, value);
        }
    }

    private static StoredOperation stored(OperationEntity entity) {
        return new StoredOperation(new DomainId(entity.domain), entity.toDomain());
    }
}
