package io.berth.placement.store;

import io.berth.contracts.Topic;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.placement.InputOffset;
import io.berth.kit.store.Sql;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.vm.VmRow;
import io.quarkus.hibernate.orm.panache.Panache;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.OptimisticLockException;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and writes placement's rows. */
@ApplicationScoped
public class PlacementStore {
    private static final String INSERT_DOMAIN =
            "insert into placement_domain (domain, partition, version) values (?1, ?2, 1)"
                    + " on conflict do nothing";
    private static final String RAISE_VERSION =
            "update placement_domain set version = version + 1 where domain = ?1 and version = ?2";
    private static final String VERSION = "select version from placement_domain where domain = ?1";
    private static final String MARKS =
            "select topic, next_offset from inbox_mark where partition = ?1 and topic in (?2)";
    private static final String PRUNE =
            """
            delete from vm_decision where id in (
                select id from (
                    select id, row_number() over (partition by vm order by id desc) as age
                      from vm_decision) as aged
                 where age > ?1 limit ?2)
            """;

    private static final String RECORD =
            """
            insert into vm_decision (id, decision, made_at, vm, domain, type, event)
            select nextval('vm_decision_seq'), ?, ?, vm, domain, type, event
              from unnest(?::text[], ?::text[], ?::text[], ?::text[])
                   with ordinality as told (vm, domain, type, event, place)
             order by place
            """;

    /** A row of another domain stays as it is and is not counted. */
    private static final String SAVE_VMS =
            """
            insert into vm_assignment as stored
                   (domain, vm, leaving_to, spec, state, host, epoch, tenure, last_host, excluded,
                    deadline, restart_spec, conduct, revision, version)
            select ?, vm, leaving_to, spec, state, host, epoch, tenure, last_host, excluded,
                   deadline::timestamptz, restart_spec, conduct, revision, 0
              from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[],
                          ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                          ?::bigint[])
                   as changed (vm, leaving_to, spec, state, host, epoch, tenure, last_host,
                               excluded, deadline, restart_spec, conduct, revision)
                on conflict (vm) do update
               set domain = excluded.domain, leaving_to = excluded.leaving_to,
                   spec = excluded.spec, state = excluded.state, host = excluded.host,
                   epoch = excluded.epoch, tenure = excluded.tenure,
                   last_host = excluded.last_host, excluded = excluded.excluded,
                   deadline = excluded.deadline, restart_spec = excluded.restart_spec,
                   conduct = excluded.conduct, revision = excluded.revision,
                   version = stored.version + 1
             where coalesce(stored.leaving_to, stored.domain) = excluded.domain
            """;

    private final Sql sql;

    PlacementStore(Sql sql) {
        this.sql = sql;
    }

    /** The domain as stored; one that was never written has no rows. */
    @Transactional(TxType.REQUIRES_NEW)
    public StoredDomain load(DomainId domain) {
        return rows(domain);
    }

    /** The domain as the caller's transaction sees it. */
    @Transactional(TxType.MANDATORY)
    StoredDomain rows(DomainId domain) {
        DomainEntity entity = DomainEntity.findById(domain.value());
        if (entity == null) {
            return new StoredDomain(
                    domain,
                    Fence.NEVER_WRITTEN,
                    List.of(),
                    List.of(),
                    operations(OperationStore.remembered(domain)));
        }
        List<HostEntity> hosts = HostEntity.list("domain", domain.value());
        List<VmEntity> vms = VmEntity.list("domain = ?1 and leavingTo is null", domain.value());
        return stored(entity, hosts, vms, OperationStore.remembered(domain));
    }

    /** All domains of a partition. */
    @Transactional(TxType.REQUIRES_NEW)
    public List<StoredDomain> loadPartition(int partition) {
        String ofPartition =
                "domain in (select d.domain from PlacementDomain d where d.partition = ?1)";
        List<DomainEntity> domains = DomainEntity.list("partition", partition);
        Map<String, List<HostEntity>> hosts =
                HostEntity.<HostEntity>list(ofPartition, partition).stream()
                        .collect(Collectors.groupingBy(entity -> entity.domain));
        Map<String, List<VmEntity>> vms =
                VmEntity.<VmEntity>list("leavingTo is null and " + ofPartition, partition).stream()
                        .collect(Collectors.groupingBy(entity -> entity.domain));
        Map<String, List<OperationEntity>> operations =
                OperationEntity.<OperationEntity>list("remembered and " + ofPartition, partition)
                        .stream()
                        .collect(Collectors.groupingBy(entity -> entity.domain));
        return domains.stream()
                .map(entity ->
                        stored(
                                entity,
                                hosts.getOrDefault(entity.domain, List.of()),
                                vms.getOrDefault(entity.domain, List.of()),
                                operations.getOrDefault(entity.domain, List.of())))
                .toList();
    }

    /** How far these topics have been applied in this partition, by the inbox marks. */
    @Transactional(TxType.REQUIRES_NEW)
    public List<InputOffset> marks(int partition, Collection<String> topics) {
        List<?> rows =
                entityManager()
                        .createNativeQuery(MARKS, Object[].class)
                        .setParameter(1, partition)
                        .setParameter(2, topics)
                        .getResultList();
        List<InputOffset> marks = new ArrayList<>();
        for (Object row : rows) {
            Object[] columns = (Object[]) row;
            marks.add(
                    new InputOffset(
                            (String) columns[0], partition, ((Number) columns[1]).longValue()));
        }
        return marks;
    }

    /**
     * Writes a change of a domain in the caller's transaction.
     *
     * @return the fence for the next change
     * @throws OptimisticLockException when the domain has been changed by somebody else since it
     *     was read
     */
    @Transactional(TxType.MANDATORY)
    public Fence save(DomainChange change) {
        raiseVersion(change);
        saveHosts(change);
        saveVms(change);
        OperationStore.save(change.domain(), change.operations());
        return change.fence().next();
    }

    /**
     * Makes sure that nobody has changed the domain since it was read.
     *
     * @throws OptimisticLockException when somebody has
     */
    @Transactional(TxType.MANDATORY)
    public void requireNewest(DomainId domain, Fence fence) {
        List<?> stored =
                entityManager()
                        .createNativeQuery(VERSION, Long.class)
                        .setParameter(1, domain.value())
                        .getResultList();
        Fence newest = stored.isEmpty() ? Fence.NEVER_WRITTEN : new Fence((Long) stored.getFirst());
        if (!newest.equals(fence)) {
            throw changedByAnother(domain, fence);
        }
    }

    /**
     * Keeps what one decision told for people, in the caller's transaction.
     *
     * @param journaled the decision's id in the journal
     */
    @Transactional(TxType.MANDATORY)
    public void record(long journaled, List<ToldDecision> told, Instant madeAt) {
        if (!told.isEmpty()) {
            sql.update(
                    RECORD,
                    journaled,
                    madeAt,
                    texts(told, decision -> decision.event().vm().value()),
                    texts(told, decision -> decision.event().domain().value()),
                    texts(told, decision -> Topic.typeOf(decision.event().getClass())),
                    texts(told, ToldDecision::text));
        }
    }

    /**
     * Where a VM belongs.
     *
     * @param to the domain for which {@code domain} has let go of it; absent while it belongs there
     */
    public record Belonging(DomainId domain, @Nullable DomainId to) {}

    /** Where these VMs belong, of those that placement knows. */
    @Transactional(TxType.REQUIRED)
    public Map<VmId, Belonging> belonging(Collection<VmId> vms) {
        if (vms.isEmpty()) {
            return Map.of();
        }
        List<VmEntity> entities = VmEntity.list("vm in ?1", vms.stream().map(VmId::value).toList());
        return entities.stream()
                .collect(
                        Collectors.toMap(
                                entity -> new VmId(entity.vm),
                                entity ->
                                        new Belonging(
                                                new DomainId(entity.domain),
                                                entity.leavingTo == null
                                                        ? null
                                                        : new DomainId(entity.leavingTo))));
    }

    /** One VM's assignment; empty when nobody ever asked for it. */
    @Transactional(TxType.REQUIRED)
    public Optional<Assignment> assignment(VmId vm) {
        return VmEntity.<VmEntity>findByIdOptional(vm.value()).map(PlacementStore::assignment);
    }

    /** The newest decisions about a VM, newest first. */
    @Transactional(TxType.REQUIRED)
    public List<RecordedDecision> decisions(VmId vm, int atMost) {
        return DecisionEntity.<DecisionEntity>find("vm = ?1 order by id desc", vm.value())
                .page(0, atMost)
                .stream()
                .map(entity ->
                        new RecordedDecision(
                                entity.decision, entity.type, entity.madeAt, entity.event))
                .toList();
    }

    /** Assignments in order of VM id. */
    @Transactional(TxType.REQUIRED)
    public List<Assignment> assignments(AssignmentQuery query, @Nullable String after, int atMost) {
        Map<String, Object> wanted = new TreeMap<>();
        put(wanted, "domain", query.domain() == null ? null : query.domain().value());
        put(wanted, "host", query.host() == null ? null : query.host().value());
        put(wanted, "state", query.state());
        put(wanted, "after", after);
        String conditions =
                wanted.keySet().stream()
                        .map(name -> name.equals("after") ? "vm > :after" : name + " = :" + name)
                        .collect(Collectors.joining(" and "));
        String where = conditions.isEmpty() ? "order by vm" : conditions + " order by vm";
        return VmEntity.<VmEntity>find(where, wanted).page(0, atMost).stream()
                .map(PlacementStore::assignment)
                .toList();
    }

    /** Deletes decisions beyond the newest {@code kept} of each VM; returns how many. */
    @Transactional(TxType.REQUIRES_NEW)
    public int prune(int kept, int atMost) {
        return entityManager()
                .createNativeQuery(PRUNE)
                .setParameter(1, kept)
                .setParameter(2, atMost)
                .executeUpdate();
    }

    private static void raiseVersion(DomainChange change) {
        String domain = change.domain().value();
        int raised =
                change.fence().isNeverWritten()
                        ? entityManager()
                                .createNativeQuery(INSERT_DOMAIN)
                                .setParameter(1, domain)
                                .setParameter(2, change.partition())
                                .executeUpdate()
                        : entityManager()
                                .createNativeQuery(RAISE_VERSION)
                                .setParameter(1, domain)
                                .setParameter(2, change.fence().version())
                                .executeUpdate();
        if (raised == 0) {
            throw changedByAnother(change.domain(), change.fence());
        }
    }

    private static OptimisticLockException changedByAnother(DomainId domain, Fence fence) {
        return new OptimisticLockException(
                "domain %s has been changed by somebody else since version %d"
                        .formatted(domain, fence.version()));
    }

    private static void saveHosts(DomainChange change) {
        if (change.hosts().isEmpty()) {
            return;
        }
        List<String> ids = change.hosts().stream().map(row -> row.host().value()).toList();
        Map<String, HostEntity> stored =
                index(
                        HostEntity.list("domain = ?1 and host in ?2", change.domain().value(), ids),
                        entity -> entity.host);
        for (HostRow row : change.hosts()) {
            HostEntity entity = stored.get(row.host().value());
            if (entity == null) {
                HostEntity.of(change.domain(), row).persist();
            } else {
                entity.take(row);
            }
        }
    }

    private void saveVms(DomainChange change) {
        List<VmRow> rows = change.vms();
        if (rows.isEmpty()) {
            return;
        }
        int saved =
                sql.update(
                        SAVE_VMS,
                        change.domain().value(),
                        texts(rows, row -> row.vm().value()),
                        texts(rows, row -> text(change.leaving().get(row.vm()))),
                        texts(rows, row -> StoredJson.write(row.spec())),
                        texts(rows, row -> row.state().name()),
                        texts(rows, row -> text(row.host())),
                        numbers(rows, row -> row.epoch().value()),
                        numbers(rows, row -> row.tenure().value()),
                        texts(rows, row -> text(row.lastHost())),
                        texts(rows, VmEntity::excluded),
                        texts(rows, row -> text(row.deadline())),
                        texts(rows, VmEntity::restartSpec),
                        texts(rows, VmEntity::conduct),
                        numbers(rows, VmRow::revision));
        if (saved < rows.size()) {
            throw changedByAnother(change.domain(), change.fence());
        }
    }

    /** An id or a time as its column takes it. */
    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static <T> @Nullable String[] texts(
            List<T> rows, Function<T, @Nullable String> column) {
        return rows.stream().map(column).toArray(String[]::new);
    }

    private static <T> Long[] numbers(List<T> rows, Function<T, Long> column) {
        return rows.stream().map(column).toArray(Long[]::new);
    }

    private static <T> Map<String, T> index(List<T> entities, Function<T, String> key) {
        Map<String, T> index = new HashMap<>();
        entities.forEach(entity -> index.put(key.apply(entity), entity));
        return index;
    }

    private static StoredDomain stored(
            DomainEntity domain,
            List<HostEntity> hosts,
            List<VmEntity> vms,
            List<OperationEntity> operations) {
        return new StoredDomain(
                new DomainId(domain.domain),
                new Fence(domain.version),
                hosts.stream().map(HostEntity::toDomain).toList(),
                vms.stream().map(VmEntity::toDomain).toList(),
                operations(operations));
    }

    private static List<OperationRow> operations(List<OperationEntity> entities) {
        return entities.stream().map(OperationEntity::toDomain).toList();
    }

    private static Assignment assignment(VmEntity entity) {
        return new Assignment(new DomainId(entity.domain), entity.toDomain());
    }

    private static void put(Map<String, Object> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    private static EntityManager entityManager() {
        return Panache.getEntityManager();
    }
}
