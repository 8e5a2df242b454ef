package io.berth.inventory.app.network;

import io.berth.contracts.ids.AddressPoolId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.MacPoolId;
import io.berth.contracts.inventory.AddressPoolState;
import io.berth.contracts.inventory.InventoryState;
import io.berth.contracts.inventory.LogicalNetworkState;
import io.berth.contracts.inventory.MacPoolState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.network.AddressPools;
import io.berth.inventory.domain.network.MacPools;
import io.berth.inventory.domain.network.NetworkRefusal;
import io.berth.inventory.domain.network.Pool;
import io.berth.inventory.domain.network.Span;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import io.berth.inventory.store.network.LeaseStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pools of IP and of MAC addresses. A pool and the record of its free addresses change in one
 * transaction; a change that would take a leased address is refused.
 */
@ApplicationScoped
public class Pools {
    private final Entries entries;
    private final Register register;
    private final LeaseStore leases;
    private final UnitOfWork unitOfWork;

    Pools(Entries entries, Register register, LeaseStore leases, UnitOfWork unitOfWork) {
        this.entries = entries;
        this.register = register;
        this.leases = leases;
        this.unitOfWork = unitOfWork;
    }

    /** A new pool of IP addresses. */
    public Verdict<AddressPoolState> create(
            AddressPoolId id, LongFunction<AddressPoolState> wished) {
        return opened(
                () -> entries.create(AddressPoolState.class, id.value(), wished, this::refusals),
                Pool.OfIp::new);
    }

    /** Another state of a pool of IP addresses. */
    public Verdict<AddressPoolState> replace(
            AddressPoolId id, LongFunction<AddressPoolState> wished, @Nullable Revision expected) {
        return opened(
                () ->
                        entries.replace(
                                AddressPoolState.class,
                                id.value(),
                                wished,
                                expected,
                                (before, state) -> {
                                    List<Located> refusals = refusals(state);
                                    return refusals.isEmpty()
                                            ? lost(new Pool.OfIp(state))
                                            : refusals;
                                }),
                Pool.OfIp::new);
    }

    /** Removes a pool of IP addresses that has leased none. */
    public Verdict<AddressPoolState> remove(AddressPoolId id, @Nullable Revision expected) {
        return closed(
                () ->
                        entries.remove(
                                AddressPoolState.class,
                                id.value(),
                                expected,
                                last -> leased(new Pool.OfIp(last))),
                Pool.OfIp::new);
    }

    /** A new pool of MAC addresses. */
    public Verdict<MacPoolState> create(MacPoolId id, LongFunction<MacPoolState> wished) {
        return opened(
                () -> entries.create(MacPoolState.class, id.value(), wished, this::refusals),
                Pool.OfMac::new);
    }

    /** Another state of a pool of MAC addresses. */
    public Verdict<MacPoolState> replace(
            MacPoolId id, LongFunction<MacPoolState> wished, @Nullable Revision expected) {
        return opened(
                () ->
                        entries.replace(
                                MacPoolState.class,
                                id.value(),
                                wished,
                                expected,
                                (before, state) -> {
                                    List<Located> refusals = refusals(state);
                                    return refusals.isEmpty()
                                            ? lost(new Pool.OfMac(state))
                                            : refusals;
                                }),
                Pool.OfMac::new);
    }

    /** Removes a pool of MAC addresses that has leased none. */
    public Verdict<MacPoolState> remove(MacPoolId id, @Nullable Revision expected) {
        return closed(
                () ->
                        entries.remove(
                                MacPoolState.class,
                                id.value(),
                                expected,
                                last -> leased(new Pool.OfMac(last))),
                Pool.OfMac::new);
    }

    private <S extends InventoryState> Verdict<S> opened(
            Supplier<Verdict<S>> change, Function<S, Pool> pool) {
        return unitOfWork.run(() -> {
            Verdict<S> verdict = change.get();
            if (verdict instanceof Verdict.Accepted<S>(S state)) {
                Pool changed = pool.apply(state);
                List<BigInteger> leased = leases.leased(changed);
                leases.setFree(
                        changed,
                        changed.leasable().stream()
                                .flatMap(span -> span.without(leased).stream())
                                .toList());
            }
            return verdict;
        });
    }

    private <S extends InventoryState> Verdict<S> closed(
            Supplier<Verdict<S>> removal, Function<S, Pool> pool) {
        return unitOfWork.run(() -> {
            Verdict<S> verdict = removal.get();
            if (verdict instanceof Verdict.Accepted<S>(S last)) {
                leases.setFree(pool.apply(last), List.of());
            }
            return verdict;
        });
    }

    private List<Located> refusals(AddressPoolState state) {
        LogicalNetworkId id = state.network();
        LogicalNetworkState network =
                register.hold(LogicalNetworkState.class, id.value(), Hold.SHARED).orElse(null);
        if (network == null) {
            return List.of(
                    new Located(
                            "/network",
                            new InventoryRefusal.UnknownReference(
                                    EntityKind.LOGICAL_NETWORK, id.value())));
        }
        return AddressPools.refusals(
                state,
                network,
                register.having(AddressPoolState.class, Map.of("network", id.value())).stream()
                        .filter(other -> !other.pool().equals(state.pool()))
                        .toList());
    }

    private List<Located> refusals(MacPoolState state) {
        return MacPools.refusals(
                state,
                register.all(MacPoolState.class).stream()
                        .filter(other -> !other.pool().equals(state.pool()))
                        .toList());
    }

    /** Leased addresses that the pool would no longer have. */
    private List<Located> lost(Pool pool) {
        List<Span> leasable = pool.leasable();
        List<BigInteger> lost = new ArrayList<>();
        for (BigInteger address : leases.leased(pool)) {
            if (leasable.stream().noneMatch(span -> span.contains(address))) {
                lost.add(address);
            }
        }
        return lost.isEmpty()
                ? List.of()
                : List.of(
                        new Located(
                                "",
                                new NetworkRefusal.PoolHoldsLeases(
                                        pool.kind(),
                                        pool.id(),
                                        lost.size(),
                                        pool.text(lost.getFirst()))));
    }

    private List<Located> leased(Pool pool) {
        long count = leases.count(pool);
        return count == 0
                ? List.of()
                : Entries.notEmpty(
                        pool.kind(),
                        pool.id(),
                        count + " leased address" + (count == 1 ? "" : "es"));
    }
}
