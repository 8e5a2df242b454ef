package io.berth.monitoring.store;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.KvpItem;
import io.berth.contracts.telemetry.KvpReported;
import io.berth.monitoring.config.MonitoringConfig;
import io.berth.monitoring.domain.GuestPairs;
import io.berth.monitoring.domain.KvpFlag;
import io.berth.monitoring.domain.KvpJudgement;
import io.berth.monitoring.domain.KvpText;
import io.berth.monitoring.domain.KvpValue;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps what guests publish: the newest value of each key and a bounded history. */
@ApplicationScoped
public class KvpStore {
    private final EntityManager entities;
    private final MonitoringConfig.Kvp bounds;

    @Inject
    public KvpStore(EntityManager entities, MonitoringConfig config) {
        this.entities = entities;
        this.bounds = config.kvp();
    }

    /**
     * What a report changed.
     *
     * @param flagged items with anything odd
     * @param refused items beyond the bound of keys
     */
    public record Taken(int changed, int flagged, int refused) {}

    /** The stored pairs of some machines, loaded for one transaction. */
    public final class Loaded {
        private final Map<String, KvpVmEntity> vms = new HashMap<>();
        private final Map<KvpKey, KvpValueEntity> values = new HashMap<>();

        /** Takes a report up. */
        public Taken take(KvpReported report, Instant at) {
            KvpVmEntity vm = vms.computeIfAbsent(report.vm().value(), KvpStore::newVm);
            vm.host = report.host().value();
            vm.reportedAt = at;
            int changed = 0;
            int flagged = 0;
            int refused = 0;
            for (KvpItem item : report.items()) {
                Set<KvpFlag> flags = KvpJudgement.flags(item);
                flagged += flags.isEmpty() ? 0 : 1;
                KvpKey key = KvpKey.of(report.vm(), item);
                KvpValueEntity row = values.get(key);
                byte[] value = KvpText.bytes(item.value());
                if (row == null && vm.keys >= bounds.maxKeysPerVm()) {
                    vm.refused++;
                    refused++;
                } else if (row == null || !Arrays.equals(row.value, value)) {
                    put(vm, key, row, item, value, flags);
                    changed++;
                }
            }
            if (!vm.isPersistent()) {
                vm.persist();
            }
            return new Taken(changed, flagged, refused);
        }

        private void put(
                KvpVmEntity vm,
                KvpKey key,
                @Nullable KvpValueEntity known,
                KvpItem item,
                byte[] value,
                Set<KvpFlag> flags) {
            KvpValueEntity row = known;
            if (row == null) {
                row = new KvpValueEntity();
                row.id = key;
                row.key = KvpText.bytes(item.key());
                values.put(key, row);
                vm.keys++;
            }
            row.value = value;
            row.flags = text(flags);
            row.changedAt = vm.reportedAt;
            if (known == null) {
                row.persist();
            }
            KvpChangeEntity change = new KvpChangeEntity();
            change.vm = key.vm;
            change.pool = key.pool;
            change.keyHash = key.keyHash;
            change.value = value;
            change.flags = row.flags;
            change.host = vm.host;
            change.changedAt = vm.reportedAt;
            change.persist();
        }

        /** Forgets changes beyond the bound per key. */
        public void forgetOldChanges() {
            entities.flush();
            entities.createNativeQuery(
                            "delete from kvp_change where id in (select id from (select id,"
                                    + " row_number() over (partition by vm, pool, key_hash"
                                    + " order by id desc) as age from kvp_change where vm in (?1))"
                                    + " numbered where age > ?2)")
                    .setParameter(1, vms.keySet())
                    .setParameter(2, bounds.historyPerKey())
                    .executeUpdate();
        }
    }

    /** Loads the pairs of some machines, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Loaded load(Collection<VmId> vms) {
        List<String> names = vms.stream().map(VmId::value).distinct().toList();
        Loaded loaded = new Loaded();
        KvpVmEntity.<KvpVmEntity>list("vm in ?1", names).forEach(vm -> loaded.vms.put(vm.vm, vm));
        KvpValueEntity.<KvpValueEntity>list("id.vm in ?1", names)
                .forEach(value -> loaded.values.put(value.id, value));
        return loaded;
    }

    /** What is kept of a machine; empty when it has published nothing. */
    @Transactional
    public Optional<GuestPairs> pairs(VmId vm) {
        return KvpVmEntity.<KvpVmEntity>findByIdOptional(vm.value())
                .map(row ->
                        new GuestPairs(
                                vm, new HostId(row.host), row.reportedAt, row.refused, values(vm)));
    }

    private static List<KvpValue> values(VmId vm) {
        return KvpValueEntity.<KvpValueEntity>list("id.vm", vm.value()).stream()
                .map(KvpValueEntity::toDomain)
                .sorted(Comparator.comparingInt(KvpValue::pool).thenComparing(KvpValue::key))
                .toList();
    }

    /** The kept changes of a machine, newest first, at most {@code limit}. */
    @Transactional
    public List<KvpValue> history(VmId vm, int limit) {
        Map<KvpKey, String> keys = new HashMap<>();
        KvpValueEntity.<KvpValueEntity>list("id.vm", vm.value())
                .forEach(row -> keys.put(row.id, KvpText.text(row.key)));
        List<KvpValue> changes = new ArrayList<>();
        KvpChangeEntity.<KvpChangeEntity>find("vm", Sort.descending("id"), vm.value())
                .page(0, limit)
                .list()
                .forEach(row -> changes.add(change(row, keys)));
        return changes;
    }

    private static KvpValue change(KvpChangeEntity row, Map<KvpKey, String> keys) {
        KvpKey key = new KvpKey();
        key.vm = row.vm;
        key.pool = row.pool;
        key.keyHash = row.keyHash;
        return new KvpValue(
                row.pool,
                keys.getOrDefault(key, ""),
                KvpText.text(row.value),
                flags(row.flags),
                row.changedAt);
    }

    private static KvpVmEntity newVm(String name) {
        KvpVmEntity vm = new KvpVmEntity();
        vm.vm = name;
        return vm;
    }

    private static String text(Set<KvpFlag> flags) {
        return flags.stream().map(KvpFlag::name).sorted().collect(Collectors.joining(","));
    }

    static Set<KvpFlag> flags(String text) {
        Set<KvpFlag> flags = EnumSet.noneOf(KvpFlag.class);
        for (String name : text.split(",")) {
            if (!name.isEmpty()) {
                flags.add(KvpFlag.valueOf(name));
            }
        }
        return flags;
    }
}
