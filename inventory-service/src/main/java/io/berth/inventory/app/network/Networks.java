package io.berth.inventory.app.network;

import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.inventory.AddressPoolState;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.LogicalNetworkState;
import io.berth.contracts.inventory.VirtualSwitch;
import io.berth.contracts.inventory.VmState;
import io.berth.inventory.app.Entries;
import io.berth.inventory.app.UnitOfWork;
import io.berth.inventory.domain.EntityKind;
import io.berth.inventory.domain.InventoryRefusal;
import io.berth.inventory.domain.Located;
import io.berth.inventory.domain.Revision;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.network.LogicalNetworks;
import io.berth.inventory.store.Register;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Logical networks, and which hosts carry them. */
@ApplicationScoped
public class Networks {
    private static final Class<LogicalNetworkState> TYPE = LogicalNetworkState.class;

    private final Entries entries;
    private final Register register;
    private final UnitOfWork unitOfWork;

    Networks(Entries entries, Register register, UnitOfWork unitOfWork) {
        this.entries = entries;
        this.register = register;
        this.unitOfWork = unitOfWork;
    }

    /**
     * A host that carries a network.
     *
     * @param switches the names of those of its switches that do
     */
    public record Carrier(HostState host, List<String> switches) {}

    /** A new network. */
    public Verdict<LogicalNetworkState> create(
            LogicalNetworkId id, LongFunction<LogicalNetworkState> wished) {
        return entries.create(
                TYPE, id.value(), wished, state -> LogicalNetworks.refusals(state, others(id)));
    }

    /** Another state of a network, unless a pool would lose its subnet. */
    public Verdict<LogicalNetworkState> replace(
            LogicalNetworkId id,
            LongFunction<LogicalNetworkState> wished,
            @Nullable Revision expected) {
        return entries.replace(
                TYPE,
                id.value(),
                wished,
                expected,
                (before, state) -> {
                    List<Located> refusals =
                            new ArrayList<>(LogicalNetworks.refusals(state, others(id)));
                    refusals.addAll(LogicalNetworks.losses(state, pools(id)));
                    return refusals;
                });
    }

    /** Removes a network that no pool, VM or host refers to. */
    public Verdict<LogicalNetworkState> remove(LogicalNetworkId id, @Nullable Revision expected) {
        return entries.remove(
                TYPE,
                id.value(),
                expected,
                last -> {
                    List<String> holds =
                            Stream.of(
                                            pools(id).stream()
                                                    .map(pool -> "address pool " + pool.pool()),
                                            vms(id).stream()
                                                    .map(vm -> "an adapter of VM " + vm.vm()),
                                            hosts(id).stream()
                                                    .map(host -> "a switch of host " + host.host()))
                                    .flatMap(all -> all)
                                    .toList();
                    return holds.isEmpty()
                            ? List.of()
                            : Entries.notEmpty(
                                    EntityKind.LOGICAL_NETWORK,
                                    id.value(),
                                    holds.getFirst()
                                            + (holds.size() == 1
                                                    ? ""
                                                    : " and " + (holds.size() - 1) + " more"));
                });
    }

    /** The hosts above {@code after} that carry a network, by id. */
    public Verdict<List<Carrier>> carriers(LogicalNetworkId id, String after, int limit) {
        return unitOfWork.run(() -> {
            if (register.find(TYPE, id.value()).isEmpty()) {
                return Verdict.refused(
                        new InventoryRefusal.NotFound(EntityKind.LOGICAL_NETWORK, id.value()));
            }
            return new Verdict.Accepted<>(
                    hosts(id).stream()
                            .filter(host -> host.host().value().compareTo(after) > 0)
                            .limit(limit)
                            .map(host -> new Carrier(host, switches(host, id)))
                            .toList());
        });
    }

    private static List<String> switches(HostState host, LogicalNetworkId network) {
        HostHardware hardware = host.hardware();
        return hardware == null
                ? List.of()
                : hardware.switches().stream()
                        .filter(one -> one.networks().contains(network))
                        .map(VirtualSwitch::name)
                        .toList();
    }

    private List<LogicalNetworkState> others(LogicalNetworkId id) {
        return register.all(TYPE).stream().filter(other -> !other.network().equals(id)).toList();
    }

    private List<AddressPoolState> pools(LogicalNetworkId id) {
        return register.having(AddressPoolState.class, Map.of("network", id.value()));
    }

    private List<VmState> vms(LogicalNetworkId id) {
        return register.having(
                VmState.class,
                Map.of(
                        "spec",
                        Map.of(
                                "details",
                                Map.of("adapters", List.of(Map.of("network", id.value()))))));
    }

    private List<HostState> hosts(LogicalNetworkId id) {
        return register.having(
                HostState.class,
                Map.of(
                        "hardware",
                        Map.of("switches", List.of(Map.of("networks", List.of(id.value()))))));
    }
}
