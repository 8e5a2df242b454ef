package io.berth.monitoring.store.tip;

import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.Principal;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Keeps which host groups have their tips applied without a person. Hard state. */
@ApplicationScoped
public class AutomaticStore {
    /** A host group, and who decided it when. */
    public record Automatic(HostGroupId hostGroup, Principal by, Instant since) {}

    /** Whether any of these groups has its tips applied. */
    @Transactional(TxType.MANDATORY)
    public boolean isAutomatic(Collection<HostGroupId> groups) {
        return AutomaticEntity.count(
                        "hostGroup in ?1", groups.stream().map(HostGroupId::value).toList())
                > 0;
    }

    /** From now on; who decided it first is kept. */
    @Transactional
    public Automatic put(HostGroupId group, Principal by, Instant now) {
        AutomaticEntity row = AutomaticEntity.findById(group.value());
        if (row == null) {
            row = new AutomaticEntity();
            row.hostGroup = group.value();
            row.by = by.value();
            row.since = now;
            row.persist();
        }
        return toDomain(row);
    }

    /** From now on no more; false when it was not. */
    @Transactional
    public boolean delete(HostGroupId group) {
        return AutomaticEntity.deleteById(group.value());
    }

    /** By id, after this one. */
    @Transactional
    public List<Automatic> list(String after, int atMost) {
        return AutomaticEntity.<AutomaticEntity>find(
                        "hostGroup > ?1", Sort.ascending("hostGroup"), after)
                .page(0, atMost)
                .stream()
                .map(AutomaticStore::toDomain)
                .toList();
    }

    private static Automatic toDomain(AutomaticEntity row) {
        return new Automatic(new HostGroupId(row.hostGroup), new Principal(row.by), row.since);
    }
}
