package io.berth.placement.store;

import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.placement.ClusterReserveJudged;
import io.quarkus.hibernate.orm.panache.Panache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads and writes the judgements of clusters: the newest of each. */
@ApplicationScoped
public class ReserveStore {
    private static final String LOCK =
            "select domain_version from cluster_reserve where cluster = ?1 for update";
    private static final String INSERT =
            "insert into cluster_reserve"
                    + " (cluster, domain_version, over_committed, revision, event)"
                    + " values (?1, ?2, ?3, ?4, ?5) on conflict do nothing";
    private static final String UPDATE =
            "update cluster_reserve set domain_version = ?2, over_committed = ?3, revision = ?4,"
                    + " event = ?5 where cluster = ?1";

    /** The newest judgement of one cluster; empty before the first. */
    @Transactional(TxType.REQUIRED)
    public Optional<ClusterReserveJudged> find(ClusterId cluster) {
        return ClusterReserveEntity.<ClusterReserveEntity>findByIdOptional(cluster.value())
                .map(ReserveStore::event);
    }

    /** The newest judgements in order of cluster. */
    @Transactional(TxType.REQUIRED)
    public List<ClusterReserveJudged> list(
            @Nullable Boolean overCommitted, @Nullable String after, int atMost) {
        Map<String, Object> wanted = new HashMap<>();
        String where = "1 = 1";
        if (overCommitted != null) {
            where += " and overCommitted = :overCommitted";
            wanted.put("overCommitted", overCommitted);
        }
        if (after != null) {
            where += " and cluster > :after";
            wanted.put("after", after);
        }
        return ClusterReserveEntity.<ClusterReserveEntity>find(where + " order by cluster", wanted)
                .page(0, atMost)
                .stream()
                .map(ReserveStore::event)
                .toList();
    }

    /**
     * Whether a judgement made from this version of the domain may replace the newest one: a former
     * owner, which has not noticed yet, has an older version. Locks the row until the transaction
     * ends.
     */
    @Transactional(TxType.MANDATORY)
    public boolean mayReplace(ClusterId cluster, Fence version) {
        List<?> found =
                entityManager()
                        .createNativeQuery(LOCK)
                        .setParameter(1, cluster.value())
                        .getResultList();
        return found.isEmpty() || ((Number) found.getFirst()).longValue() <= version.version();
    }

    /**
     * Writes a judgement in the caller's transaction.
     *
     * @return whether it was written; false when somebody else has just written the first one
     */
    @Transactional(TxType.MANDATORY)
    public boolean save(ClusterReserveJudged judged, Fence version) {
        return write(UPDATE, judged, version) || write(INSERT, judged, version);
    }

    /** Forgets a cluster that inventory no longer has; whether there was anything to forget. */
    @Transactional(TxType.MANDATORY)
    public boolean delete(ClusterId cluster) {
        return ClusterReserveEntity.deleteById(cluster.value());
    }

    private static boolean write(String sql, ClusterReserveJudged judged, Fence version) {
        return entityManager()
                        .createNativeQuery(sql)
                        .setParameter(1, judged.cluster().value())
                        .setParameter(2, version.version())
                        .setParameter(3, judged.overCommitted())
                        .setParameter(4, judged.revision())
                        .setParameter(5, StoredJson.write(judged))
                        .executeUpdate()
                > 0;
    }

    private static ClusterReserveJudged event(ClusterReserveEntity entity) {
        return StoredJson.read(entity.event, ClusterReserveJudged.class);
    }

    private static EntityManager entityManager() {
        return Panache.getEntityManager();
    }
}
