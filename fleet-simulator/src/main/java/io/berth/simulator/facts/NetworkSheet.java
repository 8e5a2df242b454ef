package io.berth.simulator.facts;

import static io.berth.simulator.facts.FactBreakage.CHECKSUMS_OFF;
import static io.berth.simulator.facts.FactBreakage.DUPLICATE_ADDRESS;
import static io.berth.simulator.facts.FactBreakage.ONE_NETWORK;
import static io.berth.simulator.facts.FactBreakage.OTHER_BINDING_ORDER;
import static io.berth.simulator.facts.FactBreakage.OTHER_OFFLOADS;
import static io.berth.simulator.facts.FactBreakage.OTHER_SUBNET;
import static io.berth.simulator.facts.FactBreakage.PACKET_LOSS;
import static io.berth.simulator.facts.FactBreakage.SLOW_NETWORK;

import io.berth.contracts.facts.AdapterAddress;
import io.berth.contracts.facts.AdapterFacts;
import io.berth.contracts.facts.PeerProbe;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.NetworkAdapter;
import io.berth.contracts.inventory.Offload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The networks of a simulated host: one of the cluster's own, and one for its VMs. */
public final class NetworkSheet {
    /** Of every adapter. */
    public static final long SPEED_MBIT = 10_000;

    private static final int CLUSTER_NETWORK = 1;
    private static final int VM_NETWORK = 2;
    private static final long PACKETS = 100;
    private static final long LOST = 3;
    private static final Duration ROUND_TRIP = Duration.ofNanos(400_000);
    private static final Duration LONG_ROUND_TRIP = Duration.ofSeconds(1);

    private NetworkSheet() {}

    static List<AdapterFacts> adapters(FactSubject host, String vmSwitch, String vmAdapter) {
        List<AdapterFacts> adapters = new ArrayList<>();
        boolean turned = host.has(OTHER_BINDING_ORDER);
        if (!host.has(ONE_NETWORK)) {
            adapters.add(adapter(host, "nic-1", CLUSTER_NETWORK, turned ? 2 : 1, null));
        }
        adapters.add(adapter(host, vmAdapter, VM_NETWORK, turned ? 1 : 2, vmSwitch));
        return adapters;
    }

    private static AdapterFacts adapter(
            FactSubject host, String name, int network, long position, @Nullable String vmSwitch) {
        int number = host.number(host.id());
        boolean vms = network == VM_NETWORK;
        int address =
                vms && host.has(DUPLICATE_ADDRESS) ? number % host.nodes().size() + 1 : number;
        return new AdapterFacts(
                new NetworkAdapter(
                        name,
                        SPEED_MBIT,
                        vms ? vmOffloads(host.breakages()) : List.of(Offload.IPV4_CHECKSUM)),
                "02-00-%02X-00-%02X-%02X".formatted(host.cluster(), network, number),
                List.of(
                        new AdapterAddress(
                                "10.%d.%d.%d".formatted(host.cluster(), network, address),
                                vms && host.has(OTHER_SUBNET) ? 25 : 24)),
                position,
                vmSwitch);
    }

    /** What the adapter of the VMs does for them. */
    static List<Offload> vmOffloads(Set<FactBreakage> amiss) {
        if (amiss.contains(OTHER_OFFLOADS)) {
            return List.of(Offload.TCP_CHIMNEY);
        }
        return amiss.contains(CHECKSUMS_OFF) ? List.of() : List.of(Offload.IPV4_CHECKSUM);
    }

    static List<PeerProbe> probes(FactSubject host) {
        List<PeerProbe> probes = new ArrayList<>();
        for (HostId peer : host.nodes()) {
            if (!peer.equals(host.id())) {
                if (!host.has(ONE_NETWORK)) {
                    probes.add(probe(host, peer, CLUSTER_NETWORK));
                }
                probes.add(probe(host, peer, VM_NETWORK));
            }
        }
        return probes;
    }

    private static PeerProbe probe(FactSubject host, HostId peer, int network) {
        boolean reached = !host.unreached().contains(peer);
        long answered = !reached ? 0 : host.has(PACKET_LOSS) ? PACKETS - LOST : PACKETS;
        Duration took =
                (host.has(SLOW_NETWORK) ? LONG_ROUND_TRIP : ROUND_TRIP)
                        .plus(host.slow().multipliedBy(2));
        return new PeerProbe(
                peer,
                "10.%d.%d.0/24".formatted(host.cluster(), network),
                PACKETS,
                answered,
                reached ? took : null);
    }
}
