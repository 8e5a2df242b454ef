package io.berth.inventory.store.network;

import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.VmId;
import io.berth.inventory.domain.network.Lease;
import io.berth.inventory.domain.network.Pool;
import io.berth.inventory.domain.network.Span;
import io.berth.kit.store.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses of a pool are free and who has the others. Hard state.
 *
 * <p>Free addresses are kept as ranges that touch nowhere, so the lowest one is the first row of
 * the primary key: taking and giving back cost a few look-ups in it, whatever the size of the pool.
 *
 * <p>Every method works in the caller's transaction, which holds the pool.
 */
@ApplicationScoped
public class LeaseStore {
    private static final String ALL =
            "select address, vm, adapter, leased_at, leased_by from address_lease";
    private static final String OF_POOL = " where kind = ? and pool = ?";

    private final Sql sql;

    LeaseStore(Sql sql) {
        this.sql = sql;
    }

    /** An address that was leased from a pool. */
    public record Owned(String kind, String pool, BigInteger address) {}

    /** These ranges are free now, and nothing else. */
    public void setFree(Pool pool, List<Span> free) {
        sql.update("delete from address_free" + OF_POOL, pool.kind().label(), pool.id());
        sql.update(
                "insert into address_free (kind, pool, first_address, last_address)"
                        + " select ?, ?, range.first_address, range.last_address"
                        + " from unnest(?, ?) range (first_address, last_address)",
                pool.kind().label(),
                pool.id(),
                free.stream().map(Span::first).toArray(BigInteger[]::new),
                free.stream().map(Span::last).toArray(BigInteger[]::new));
    }

    /** Takes the lowest free address; none when all are leased. */
    public Optional<BigInteger> takeLowest(Pool pool) {
        Optional<Span> lowest =
                sql.first(
                        "select first_address, last_address from address_free"
                                + OF_POOL
                                + " order by first_address limit 1",
                        row -> new Span(number(row, "first_address"), number(row, "last_address")),
                        pool.kind().label(),
                        pool.id());
        lowest.ifPresent(range -> {
            if (range.first().equals(range.last())) {
                remove(pool, range.first());
            } else {
                sql.update(
                        "update address_free set first_address = first_address + 1"
                                + OF_POOL
                                + " and first_address = ?",
                        pool.kind().label(),
                        pool.id(),
                        range.first());
            }
        });
        return lowest.map(Span::first);
    }

    /** Gives an address back, and joins it to the free ranges that it touches. */
    public void giveBack(Pool pool, BigInteger address) {
        BigInteger last =
                sql.first(
                                "select last_address from address_free"
                                        + OF_POOL
                                        + " and first_address = ?",
                                row -> number(row, "last_address"),
                                pool.kind().label(),
                                pool.id(),
                                address.add(BigInteger.ONE))
                        .orElse(null);
        if (last == null) {
            last = address;
        } else {
            remove(pool, address.add(BigInteger.ONE));
        }
        int extended =
                sql.update(
                        "update address_free set last_address = ?"
                                + OF_POOL
                                + " and first_address = (select max(first_address) from"
                                + " address_free"
                                + OF_POOL
                                + " and first_address < ?) and last_address = ?",
                        last,
                        pool.kind().label(),
                        pool.id(),
                        pool.kind().label(),
                        pool.id(),
                        address,
                        address.subtract(BigInteger.ONE));
        if (extended == 0) {
            sql.update(
                    "insert into address_free (kind, pool, first_address, last_address)"
                            + " values (?, ?, ?, ?)",
                    pool.kind().label(),
                    pool.id(),
                    address,
                    last);
        }
    }

    /** Notes who has an address. */
    public void insert(Pool pool, Lease lease) {
        sql.update(
                "insert into address_lease (kind, pool, address, vm, adapter, leased_at,"
                        + " leased_by) values (?, ?, ?, ?, ?, ?, ?)",
                pool.kind().label(),
                pool.id(),
                lease.address(),
                lease.vm().value(),
                lease.adapter(),
                lease.at(),
                lease.by().value());
    }

    /** Forgets who has an address; false when nobody has. */
    public boolean delete(Pool pool, BigInteger address) {
        return sql.update(
                        "delete from address_lease" + OF_POOL + " and address = ?",
                        pool.kind().label(),
                        pool.id(),
                        address)
                == 1;
    }

    /** What an adapter of a VM has of a pool. */
    public Optional<Lease> find(Pool pool, VmId vm, String adapter) {
        return sql.first(
                ALL + OF_POOL + " and vm = ? and adapter = ?",
                LeaseStore::read,
                pool.kind().label(),
                pool.id(),
                vm.value(),
                adapter);
    }

    /** Who has an address of a pool. */
    public Optional<Lease> find(Pool pool, BigInteger address) {
        return sql.first(
                ALL + OF_POOL + " and address = ?",
                LeaseStore::read,
                pool.kind().label(),
                pool.id(),
                address);
    }

    /** At most {@code limit} leases of addresses above {@code after}, by address. */
    public List<Lease> page(Pool pool, BigInteger after, int limit) {
        return sql.query(
                ALL + OF_POOL + " and address > ? order by address limit ?",
                LeaseStore::read,
                pool.kind().label(),
                pool.id(),
                after,
                limit);
    }

    /** All leased addresses of a pool, in order. */
    public List<BigInteger> leased(Pool pool) {
        return sql.query(
                "select address from address_lease" + OF_POOL + " order by address",
                row -> number(row, "address"),
                pool.kind().label(),
                pool.id());
    }

    /** How many addresses of a pool are leased. */
    public long count(Pool pool) {
        return sql.first(
                        "select count(*) from address_lease" + OF_POOL,
                        row -> row.getLong(1),
                        pool.kind().label(),
                        pool.id())
                .orElse(0L);
    }

    /** All addresses of a VM, in the order of their pools. */
    public List<Owned> of(VmId vm) {
        return sql.query(
                "select kind, pool, address from address_lease where vm = ?"
                        + " order by kind, pool, address",
                row ->
                        new Owned(
                                row.getString("kind"),
                                row.getString("pool"),
                                number(row, "address")),
                vm.value());
    }

    private void remove(Pool pool, BigInteger first) {
        sql.update(
                "delete from address_free" + OF_POOL + " and first_address = ?",
                pool.kind().label(),
                pool.id(),
                first);
    }

    private static Lease read(ResultSet row) throws SQLException {
        return new Lease(
                number(row, "address"),
                new VmId(row.getString("vm")),
                row.getString("adapter"),
                Sql.instant(row, "leased_at"),
                new Principal(row.getString("leased_by")));
    }

    private static BigInteger number(ResultSet row, String column) throws SQLException {
        return row.getBigDecimal(column).toBigIntegerExact();
    }
}
