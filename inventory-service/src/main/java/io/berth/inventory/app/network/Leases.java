package io.berth.inventory.app.network;

import io.berth.contracts.ids.AddressPoolId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.MacPoolId;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.AddressPoolState;
import io.berth.contracts.inventory.MacPoolState;
import io.berth.contracts.inventory.VmAdapter;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmState;
import io.berth.inventory.app.Actor;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.network.Lease;
import io.berth.inventory.domain.network.NetworkRefusal;
import io.berth.inventory.domain.network.Pool;
import io.berth.inventory.domain.network.Span;
import io.berth.inventory.store.Register;
import io.berth.inventory.store.Register.Hold;
import io.berth.inventory.store.network.LeaseStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Addresses for adapters of VMs. Who leases holds the pool, so that two never get one address; an
 * adapter that asks again gets the address that it has.
 */
@ApplicationScoped
public class Leases {
    private final UnitOfWork unitOfWork;
    private final Register register;
    private final LeaseStore leases;
    private final Actor actor;
    private final InstantSource clock;

    Leases(
            UnitOfWork unitOfWork,
            Register register,
            LeaseStore leases,
            Actor actor,
            InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.register = register;
        this.leases = leases;
        this.actor = actor;
        this.clock = clock;
    }

    /** Names a pool. */
    public sealed interface PoolRef {
        /** Of IP addresses. */
        record Ip(AddressPoolId id) implements PoolRef {}

        /** Of MAC addresses. */
        record Mac(MacPoolId id) implements PoolRef {}
    }

    /**
     * A lease of a pool.
     *
     * @param fresh whether it was made just now
     */
    public record Leased(Pool pool, Lease lease, boolean fresh) {}

    /** Part of the leases of a pool. */
    public record Listed(Pool pool, List<Lease> leases) {}

    /** Leases the lowest free address to an adapter of a VM. */
    public Verdict<Leased> lease(PoolRef ref, VmId vm, String adapter) {
        return unitOfWork.run(() -> {
            VmState owner = register.hold(VmState.class, vm.value(), Hold.SHARED).orElse(null);
            Pool pool = held(ref, Hold.EXCLUSIVE).orElse(null);
            if (pool == null) {
                return Verdict.refused(notFound(ref));
            }
            if (owner == null) {
                return new Verdict.Refused<>(
                        List.of(
                                new Located(
                                        "/vm",
                                        new InventoryRefusal.UnknownReference(
                                                EntityKind.VM, vm.value()))));
            }
            Optional<Lease> had = leases.find(pool, vm, adapter);
            if (had.isPresent()) {
                return new Verdict.Accepted<>(new Leased(pool, had.get(), false));
            }
            List<Located> misplaced = misplaced(pool, owner, adapter);
            if (!misplaced.isEmpty()) {
                return new Verdict.Refused<>(misplaced);
            }
            BigInteger address = leases.takeLowest(pool).orElse(null);
            if (address == null) {
                return Verdict.refused(exhausted(pool));
            }
            Lease lease =
                    new Lease(
                            address,
                            vm,
                            adapter,
                            clock.instant().truncatedTo(ChronoUnit.MICROS),
                            actor.current());
            leases.insert(pool, lease);
            return new Verdict.Accepted<>(new Leased(pool, lease, true));
        });
    }

    /** Releases an address, and answers who had it. */
    public Verdict<Leased> release(PoolRef ref, String address) {
        return unitOfWork.run(() -> {
            Pool pool = held(ref, Hold.EXCLUSIVE).orElse(null);
            if (pool == null) {
                return Verdict.refused(notFound(ref));
            }
            Optional<Lease> lease = number(pool, address).flatMap(n -> leases.find(pool, n));
            if (lease.isEmpty()) {
                return Verdict.refused(
                        new NetworkRefusal.LeaseNotFound(pool.kind(), pool.id(), address));
            }
            giveBack(pool, lease.get().address());
            return new Verdict.Accepted<>(new Leased(pool, lease.get(), false));
        });
    }

    /**
     * Releases all addresses of a VM, in the caller's transaction: whoever removes a VM calls it.
     * Pools are held in the order of their ids, so that two removals cannot wait for each other.
     *
     * @return how many it had
     */
    public int releaseAll(VmId vm) {
        return unitOfWork.run(() -> {
            List<LeaseStore.Owned> owned = leases.of(vm);
            for (LeaseStore.Owned one : owned) {
                PoolRef ref =
                        one.kind().equals(EntityKind.MAC_POOL.label())
                                ? new PoolRef.Mac(new MacPoolId(one.pool()))
                                : new PoolRef.Ip(new AddressPoolId(one.pool()));
                held(ref, Hold.EXCLUSIVE).ifPresent(pool -> giveBack(pool, one.address()));
            }
            return owned.size();
        });
    }

    /**
     * At most {@code limit} leases of a pool, by address.
     *
     * @param after an address; empty for the first part
     */
    public Verdict<Listed> list(PoolRef ref, String after, int limit) {
        return unitOfWork.run(() -> {
            Pool pool = held(ref, Hold.SHARED).orElse(null);
            if (pool == null) {
                return Verdict.refused(notFound(ref));
            }
            BigInteger from = number(pool, after).orElse(BigInteger.ONE.negate());
            return new Verdict.Accepted<>(new Listed(pool, leases.page(pool, from, limit)));
        });
    }

    private void giveBack(Pool pool, BigInteger address) {
        if (leases.delete(pool, address)) {
            leases.giveBack(pool, address);
        }
    }

    /** A VM that has described its adapters leases only for those that are on the network. */
    private static List<Located> misplaced(Pool pool, VmState owner, String adapter) {
        LogicalNetworkId network = pool.network();
        VmDetails details = owner.spec().details();
        if (network == null || details == null || details.adapters().isEmpty()) {
            return List.of();
        }
        List<String> connected =
                details.adapters().stream()
                        .filter(one -> one.network().equals(network))
                        .map(VmAdapter::name)
                        .toList();
        return connected.contains(adapter)
                ? List.of()
                : List.of(
                        new Located(
                                "/adapter",
                                new NetworkRefusal.AdapterNotOnNetwork(
                                        owner.vm(), adapter, network, connected)));
    }

    private InventoryRefusal exhausted(Pool pool) {
        BigInteger leasable =
                pool.leasable().stream().map(Span::size).reduce(BigInteger.ZERO, BigInteger::add);
        return new NetworkRefusal.PoolExhausted(
                pool.kind(),
                pool.id(),
                leases.count(pool),
                pool.span().size().subtract(leasable).longValueExact());
    }

    private Optional<Pool> held(PoolRef ref, Hold hold) {
        return switch (ref) {
            case PoolRef.Ip(AddressPoolId id) ->
                    register.hold(AddressPoolState.class, id.value(), hold).map(Pool.OfIp::new);
            case PoolRef.Mac(MacPoolId id) ->
                    register.hold(MacPoolState.class, id.value(), hold).map(Pool.OfMac::new);
        };
    }

    private static Optional<BigInteger> number(Pool pool, String address) {
        try {
            return Optional.of(pool.read(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static InventoryRefusal notFound(PoolRef ref) {
        return switch (ref) {
            case PoolRef.Ip(AddressPoolId id) ->
                    new InventoryRefusal.NotFound(EntityKind.ADDRESS_POOL, id.value());
            case PoolRef.Mac(MacPoolId id) ->
                    new InventoryRefusal.NotFound(EntityKind.MAC_POOL, id.value());
        };
    }
}
