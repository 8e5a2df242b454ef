package io.berth.simulator.runtime;

import io.berth.contracts.Require;
import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.NetworkAdapter;
import io.berth.simulator.facts.NetworkSheet;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A host to be simulated.
 *
 * @param nodes the configured nodes of its cluster, itself among them; ignored for a host of a
 *     stand-alone domain
 * @param watchdog whether it has a watchdog that resets it when its agent does not act
 * @param linkMbit what the network that it migrates over carries, in Mbit/s; that of its adapters
 *     when absent
 * @param overHttp whether its agent sends beats over HTTP, with a token of its own, and does not
 *     speak Kafka; it then relays for nobody
 */
public record HostDefinition(
        HostId id,
        DomainId domain,
        Set<HostId> nodes,
        int cores,
        MiB memoryMiB,
        boolean watchdog,
        @Nullable Long linkMbit,
        @Nullable Boolean overHttp) {
    /**
     * @throws IllegalArgumentException when a part is missing or out of range
     */
    public HostDefinition {
        Require.present("id", id);
        Require.present("domain", domain);
        Require.present("memoryMiB", memoryMiB);
        Require.range("cores", cores, 1, HostState.MAX_CORES);
        Require.range("memoryMiB", memoryMiB.value(), 1, Long.MAX_VALUE);
        Require.optionalRange("linkMbit", linkMbit, 1, NetworkAdapter.MAX_SPEED_MBIT);
        nodes =
                nodes == null || domain.isStandalone()
                        ? Set.of(id)
                        : Collections.unmodifiableSet(new TreeSet<>(nodes));
        if (!nodes.contains(id)) {
            throw new IllegalArgumentException(
                    "nodes of host " + id + " do not hold the host itself; list every node");
        }
    }

    /** One whose agent speaks Kafka. */
    public HostDefinition(
            HostId id,
            DomainId domain,
            Set<HostId> nodes,
            int cores,
            MiB memoryMiB,
            boolean watchdog,
            @Nullable Long linkMbit) {
        this(id, domain, nodes, cores, memoryMiB, watchdog, linkMbit, null);
    }

    /** One whose migrations have all of its adapters. */
    public HostDefinition(
            HostId id,
            DomainId domain,
            Set<HostId> nodes,
            int cores,
            MiB memoryMiB,
            boolean watchdog) {
        this(id, domain, nodes, cores, memoryMiB, watchdog, null);
    }

    /** What the network that it migrates over carries when nothing is wrong with it. */
    long link() {
        return linkMbit == null ? NetworkSheet.SPEED_MBIT : linkMbit;
    }

    /** Whether its beats go over HTTP. */
    boolean speaksHttp() {
        return Boolean.TRUE.equals(overHttp);
    }

    /** The same in a cluster of these nodes. */
    HostDefinition with(Set<HostId> otherNodes) {
        return new HostDefinition(
                id, domain, otherNodes, cores, memoryMiB, watchdog, linkMbit, overHttp);
    }

    /** Whether the other is the same host in all but the membership of its cluster. */
    boolean sameMachine(HostDefinition other) {
        return id.equals(other.id)
                && domain.equals(other.domain)
                && cores == other.cores
                && memoryMiB.equals(other.memoryMiB)
                && watchdog == other.watchdog
                && link() == other.link()
                && speaksHttp() == other.speaksHttp();
    }
}
