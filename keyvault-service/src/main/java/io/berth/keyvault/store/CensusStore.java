package io.berth.keyvault.store;

import io.berth.contracts.ids.KeyVersion;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.RingId;
import io.berth.keyvault.domain.HolderCount;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the holders of ciphertexts counted. Hard state; takes part in the caller's transaction,
 * which holds the lock of the ring.
 */
@ApplicationScoped
public class CensusStore {
    private final Sql sql;

    CensusStore(Sql sql) {
        this.sql = sql;
    }

    /** The newest counts of all holders of a ring, by holder. */
    public List<HolderCount> of(RingId ring) {
        return sql.query(
                "select holder, counted_at, versions, records from census where ring = ? order by"
                        + " holder",
                CensusStore::count,
                ring.value());
    }

    private static HolderCount count(ResultSet row) throws SQLException {
        Integer[] versions = (Integer[]) row.getArray("versions").getArray();
        Long[] records = (Long[]) row.getArray("records").getArray();
        Map<KeyVersion, Long> counts = new HashMap<>();
        for (int i = 0; i < versions.length; i++) {
            counts.put(new KeyVersion(versions[i]), records[i]);
        }
        OffsetDateTime countedAt = row.getObject("counted_at", OffsetDateTime.class);
        return new HolderCount(
                new Principal(row.getString("holder")),
                countedAt == null ? null : countedAt.toInstant(),
                counts);
    }

    /** Holders whose counts are asked for from now on; those that are known stay as they are. */
    public void expect(RingId ring, List<Principal> holders) {
        for (Principal holder : holders) {
            sql.update(
                    "insert into census (ring, holder) values (?, ?) on conflict do nothing",
                    ring.value(),
                    holder.value());
        }
    }

    /** Saves a holder's newest count. */
    public void save(RingId ring, HolderCount count) {
        List<Map.Entry<KeyVersion, Long>> entries = List.copyOf(count.records().entrySet());
        sql.update(
                "update census set counted_at = ?, versions = ?::text[]::integer[], records ="
                        + " ?::text[]::bigint[] where ring = ? and holder = ?",
                count.countedAt(),
                entries.stream().map(entry -> entry.getKey().toString()).toArray(String[]::new),
                entries.stream().map(entry -> entry.getValue().toString()).toArray(String[]::new),
                ring.value(),
                count.holder().value());
    }

    /** No longer asks a holder. */
    public void remove(RingId ring, Principal holder) {
        sql.update(
                "delete from census where ring = ? and holder = ?", ring.value(), holder.value());
    }
}
