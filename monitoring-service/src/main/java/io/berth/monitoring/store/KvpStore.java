package io.berth.monitoring.store;

import io.berth.contracts.guests.GuestEvent;
import io.berth.contracts.guests.KvpFlag;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.telemetry.KvpItem;
import io.berth.contracts.telemetry.KvpReported;
import io.berth.monitoring.domain.kvp.GuestPairs;
import io.berth.monitoring.domain.kvp.GuestServices;
import io.berth.monitoring.domain.kvp.GuestVersion;
import io.berth.monitoring.domain.kvp.KvpBounds;
import io.berth.monitoring.domain.kvp.KvpJudgement;
import io.berth.monitoring.domain.kvp.KvpPool;
import io.berth.monitoring.domain.kvp.KvpText;
import io.berth.monitoring.domain.kvp.KvpValue;
import io.berth.monitoring.domain.kvp.ServicesRule;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keeps what guests publish: the newest value of each key and a bounded history. */
@ApplicationScoped
public class KvpStore {
    private final EntityManager entities;
    private final KvpBounds bounds;
    private final GuestServices rule;
    private final InstantSource clock;

    @Inject
    public KvpStore(
            EntityManager entities, KvpBounds bounds, GuestServices rule, InstantSource clock) {
        this.entities = entities;
        this.bounds = bounds;
        this.rule = rule;
        this.clock = clock;
    }

    /**
     * What a report changed.
     *
     * @param changed items that are new or have another value
     * @param flagged items with anything odd
     * @param refused items beyond the bound of keys
     * @param facts to be told
     */
    public record Taken(List<KvpItem> changed, int flagged, int refused, List<GuestEvent> facts) {
        /** Copies the lists. */
        public Taken {
            changed = List.copyOf(changed);
            facts = List.copyOf(facts);
        }
    }

    /** The stored pairs of some machines, loaded for one transaction. */
    public final class Loaded {
        private final Map<String, KvpVmEntity> vms = new HashMap<>();
        private final Map<KvpKey, KvpValueEntity> values = new HashMap<>();
        private final Map<String, List<KvpValueEntity>> ofVm = new HashMap<>();
        private final Map<String, Set<String>> lower = new HashMap<>();

        /** Whether something is kept of a machine already. */
        public boolean has(VmId vm) {
            return vms.containsKey(vm.value());
        }

        /**
         * Takes a report up.
         *
         * @param at when it was reported
         * @param stated the guest system as inventory has it; null where it is not stated
         * @param known whether inventory has the machine
         */
        public Taken take(KvpReported report, Instant at, @Nullable String stated, boolean known) {
            KvpVmEntity vm = vms.computeIfAbsent(report.vm().value(), KvpStore::newVm);
            vm.host = report.host().value();
            vm.takenAt = clock.instant();
            vm.reportedAt = at;
            vm.known = known;
            List<KvpItem> changed = new ArrayList<>();
            int flagged = 0;
            int refused = 0;
            for (KvpItem item : report.items()) {
                KvpKey key = KvpKey.of(report.vm(), item);
                KvpValueEntity row = values.get(key);
                Set<KvpFlag> flags = KvpJudgement.flags(item);
                boolean full = row == null && vm.keys >= bounds.maxKeysPerVm();
                if (row == null && !full && !lowerKeys(vm.vm).add(lower(item.pool(), item.key()))) {
                    flags.add(KvpFlag.SAME_KEY_IN_OTHER_CASE);
                }
                flagged += flags.isEmpty() ? 0 : 1;
                byte[] value = KvpText.bytes(item.value());
                if (full) {
                    vm.refused++;
                    refused++;
                } else if (row == null || !Arrays.equals(row.value, value)) {
                    put(vm, key, row, item, value, flags);
                    changed.add(item);
                } else if (row.version == null) {
                    row.version = version(item);
                }
            }
            List<GuestEvent> facts = facts(vm, changed, refused > 0, stated);
            if (!vm.isPersistent()) {
                vm.persist();
            }
            return new Taken(changed, flagged, refused, facts);
        }

        private Set<String> lowerKeys(String vm) {
            return lower.computeIfAbsent(
                    vm,
                    _ ->
                            ofVm.getOrDefault(vm, List.of()).stream()
                                    .map(row -> lower(row.id.pool, KvpText.text(row.key)))
                                    .collect(Collectors.toCollection(HashSet::new)));
        }

        private List<GuestEvent> facts(
                KvpVmEntity vm, List<KvpItem> changed, boolean refused, @Nullable String stated) {
            Set<KvpFlag> flags = EnumSet.noneOf(KvpFlag.class);
            int flagged = 0;
            Map<String, String> intrinsic = new HashMap<>();
            for (KvpValueEntity row : ofVm.getOrDefault(vm.vm, List.of())) {
                Set<KvpFlag> odd = flags(row.flags);
                flags.addAll(odd);
                flagged += odd.isEmpty() ? 0 : 1;
                if (row.id.pool == KvpPool.AUTO.number()) {
                    intrinsic.put(KvpText.text(row.key), KvpText.text(row.value));
                }
            }
            KvpTelling telling = new KvpTelling(vm);
            telling.changed(changed, bounds, clock.instant());
            telling.flagged(flagged, flags, refused || vm.toldTooMany);
            telling.services(rule.judge(stated, intrinsic).orElse(null));
            return telling.facts();
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
                add(row);
                vm.keys++;
            } else if (flags(row.flags).contains(KvpFlag.SAME_KEY_IN_OTHER_CASE)) {
                flags.add(KvpFlag.SAME_KEY_IN_OTHER_CASE);
            }
            row.value = value;
            row.valueHash = KvpKey.sha256(value);
            row.version = version(item);
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

        private void add(KvpValueEntity row) {
            values.put(row.id, row);
            ofVm.computeIfAbsent(row.id.vm, _ -> new ArrayList<>()).add(row);
        }

        /** Forgets changes beyond the bounds per key and per machine. */
        public void forgetOldChanges() {
            entities.flush();
            entities.createNativeQuery(
                            "delete from kvp_change where id in (select id from (select id,"
                                    + " row_number() over (partition by vm, pool, key_hash"
                                    + " order by id desc) as of_key, row_number() over"
                                    + " (partition by vm order by id desc) as of_vm"
                                    + " from kvp_change where vm in (?1))"
                                    + " numbered where of_key > ?2 or of_vm > ?3)")
                    .setParameter(1, vms.keySet())
                    .setParameter(2, bounds.historyPerKey())
                    .setParameter(3, bounds.historyPerVm())
                    .executeUpdate();
        }
    }

    private static String lower(int pool, String key) {
        return pool + key.toLowerCase(Locale.ROOT);
    }

    private static byte @Nullable [] version(KvpItem item) {
        GuestVersion version = GuestVersion.of(item.value());
        return version.understood() ? version.sortKey() : null;
    }

    /** How many machines have pairs that inventory knows nothing of. */
    @Transactional(Transactional.TxType.MANDATORY)
    public long unknownVms() {
        return KvpVmEntity.count("not known");
    }

    /**
     * Forgets all that is kept of a machine, in the caller's transaction.
     *
     * @return what is to be told; nothing where nothing was kept
     */
    @Transactional(Transactional.TxType.MANDATORY)
    public List<GuestEvent> forget(VmId vm) {
        KvpVmEntity row = KvpVmEntity.findById(vm.value(), LockModeType.PESSIMISTIC_WRITE);
        if (row == null) {
            return List.of();
        }
        KvpTelling telling = new KvpTelling(row);
        telling.forgotten();
        KvpValueEntity.delete("id.vm", vm.value());
        KvpChangeEntity.delete("vm", vm.value());
        row.delete();
        return telling.facts();
    }

    /** Forgets changes from before a time, at most so many; how many. */
    @Transactional
    public int forgetChangesBefore(Instant time, int atMost) {
        return entities.createNativeQuery(
                        "delete from kvp_change where id in (select id from kvp_change"
                                + " where changed_at < ?1 limit ?2)")
                .setParameter(1, time)
                .setParameter(2, atMost)
                .executeUpdate();
    }

    /** Some machines that have pairs, by id, after the given one. */
    @Transactional
    public List<Kept> kept(String after, int limit) {
        return KvpVmEntity.<KvpVmEntity>find("vm > ?1 order by vm", after).page(0, limit).stream()
                .map(row -> new Kept(new VmId(row.vm), row.known, row.takenAt))
                .toList();
    }

    /**
     * A machine that has pairs.
     *
     * @param known whether inventory had it when it reported last
     * @param takenAt when it reported last; null where that was long ago
     */
    public record Kept(VmId vm, boolean known, @Nullable Instant takenAt) {}

    /** Loads the pairs of some machines, in the caller's transaction. */
    @Transactional(Transactional.TxType.MANDATORY)
    public Loaded load(Collection<VmId> vms) {
        List<String> names = vms.stream().map(VmId::value).distinct().toList();
        Loaded loaded = new Loaded();
        KvpVmEntity.<KvpVmEntity>list("vm in ?1", names).forEach(vm -> loaded.vms.put(vm.vm, vm));
        KvpValueEntity.<KvpValueEntity>list("id.vm in ?1", names).forEach(loaded::add);
        return loaded;
    }

    /** What is kept of a machine; empty when it has published nothing. */
    @Transactional
    public Optional<GuestPairs> pairs(VmId vm) {
        return KvpVmEntity.<KvpVmEntity>findByIdOptional(vm.value())
                .map(row ->
                        new GuestPairs(
                                vm,
                                new HostId(row.host),
                                row.reportedAt,
                                row.refused,
                                services(row),
                                values(vm)));
    }

    private static ServicesRule.@Nullable Finding services(KvpVmEntity row) {
        return row.servicesNeeded == null
                ? null
                : new ServicesRule.Finding(
                        row.servicesGuest,
                        row.servicesInstalled,
                        row.servicesNeeded,
                        row.servicesOutdated);
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

    static String text(Set<KvpFlag> flags) {
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
