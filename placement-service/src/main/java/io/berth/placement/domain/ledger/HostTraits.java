package io.berth.placement.domain.ledger;

import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.Processor;
import io.berth.placement.domain.policy.GroupPolicy;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What many hosts have in common and a VM may insist on. A fleet of thousands has a few dozen of
 * these, so whatever compares them does it once for all hosts that are alike, and not once a host.
 *
 * @param hypervisor absent where it is not stated
 * @param processor absent where it is not stated
 * @param networks the logical networks that its switches carry; absent where nothing is stated of
 *     its hardware, which is not held against it
 * @param group how such a host is rated
 */
public record HostTraits(
        @Nullable Hypervisor hypervisor,
        @Nullable Processor processor,
        @Nullable Set<LogicalNetworkId> networks,
        GroupPolicy group) {
    /** Of a host of which nothing is stated. */
    static final HostTraits UNKNOWN = new HostTraits(null, null, null, GroupPolicy.DEFAULT);

    /** What a host has in common with those of its make and group. */
    public static HostTraits of(HostDescription description) {
        HostHardware hardware = description.specification().hardware();
        return new HostTraits(
                description.specification().hypervisor(),
                hardware == null ? null : hardware.processor(),
                hardware == null
                        ? null
                        : hardware.switches().stream()
                                .flatMap(one -> one.networks().stream())
                                .collect(Collectors.toUnmodifiableSet()),
                description.group());
    }

    /** Of its hypervisor; null where it is not known. */
    public @Nullable HypervisorKind kind() {
        return hypervisor == null ? null : hypervisor.kind();
    }
}
