package io.berth.inventory.domain.validation;

import io.berth.contracts.facts.AdapterAddress;
import io.berth.contracts.facts.AdapterFacts;
import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.facts.PeerProbe;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.timing.LeaseTimings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How the nodes reach one another. */
final class NetworkTests {
    /** Networks that each node should stand in, so that one may fail. */
    static final int ENOUGH_NETWORKS = 2;

    /**
     * Slowest round trip between two nodes: a peer that takes longer to answer counts as silent
     * when leases are decided.
     */
    static final Duration MAX_ROUND_TRIP = LeaseTimings.DEFAULT.peerTimeout();

    private NetworkTests() {}

    /** Each node stands in two networks at least; one is a warning, none fails. */
    static Outcome twoNetworks(Estate estate) {
        Findings findings = Findings.of(estate);
        networks(estate)
                .forEach((node, networks) -> {
                    String value =
                            networks.isEmpty() ? "none" : String.join(", ", networks.keySet());
                    if (networks.isEmpty()) {
                        findings.amiss(node, "networks", value, "A node stands in no network");
                    } else if (networks.size() < ENOUGH_NETWORKS) {
                        findings.doubtful(
                                node,
                                "networks",
                                value,
                                "A node stands in one network only, so one failure cuts it off");
                    } else {
                        findings.look(node, "networks", value);
                    }
                });
        return findings.outcome("Connect every node to two networks on separate adapters.");
    }

    /** No address, of hardware or network, is used twice. */
    static Outcome uniqueAddresses(Estate estate) {
        Findings findings = Findings.of(estate);
        Map<String, HostId> owners = new HashMap<>();
        estate.eachReporting((node, facts) -> {
            int seen = 0;
            for (AdapterFacts adapter : facts.adapters()) {
                Set<String> addresses = new LinkedHashSet<>();
                if (adapter.mac() == null) {
                    findings.missing(node, "hardware address of " + adapter.adapter().name());
                } else {
                    addresses.add(adapter.mac().toUpperCase(Locale.ROOT));
                }
                for (AdapterAddress address : adapter.addresses()) {
                    Subnet subnet = Subnet.orNull(address);
                    if (subnet != null) {
                        addresses.add(subnet.address());
                    }
                }
                for (String address : addresses) {
                    seen++;
                    HostId owner = owners.putIfAbsent(address, node);
                    if (owner != null) {
                        findings.amiss(
                                node,
                                adapter.adapter().name(),
                                address + " is used on " + owner + " as well",
                                "An address is used twice");
                    }
                }
            }
            findings.look(node, "addresses", seen + " looked at");
        });
        return findings.outcome("Give each adapter addresses of its own.");
    }

    /** Each network reaches every node, and each address can be read. */
    static Outcome subnetsAgree(Estate estate) {
        Findings findings = Findings.of(estate);
        estate.eachReporting((node, facts) -> {
            for (AdapterFacts adapter : facts.adapters()) {
                for (AdapterAddress address : adapter.addresses()) {
                    try {
                        Subnet.of(address);
                    } catch (IllegalArgumentException e) {
                        findings.amiss(
                                node,
                                adapter.adapter().name(),
                                address.address() + "/" + address.prefix(),
                                "An address cannot be read");
                    }
                }
            }
        });
        Map<HostId, Map<String, AdapterFacts>> byNode = networks(estate);
        Map<String, List<HostId>> byNetwork = new TreeMap<>();
        byNode.forEach((node, networks) ->
                networks.keySet()
                        .forEach(network ->
                                byNetwork
                                        .computeIfAbsent(network, _ -> new ArrayList<>())
                                        .add(node)));
        findings.judge(
                !byNetwork.isEmpty(),
                null,
                "networks",
                String.valueOf(byNetwork.size()),
                "No node stands in any network");
        byNetwork.forEach((network, nodes) -> {
            findings.look(null, network, "on " + nodes.size() + " of " + byNode.size() + " nodes");
            for (HostId node : byNode.keySet()) {
                if (!nodes.contains(node)) {
                    findings.amiss(node, network, "absent", "A network does not reach every node");
                }
            }
        });
        return findings.outcome(
                "Connect every node to every network, with the same prefix length.");
    }

    /** Every node prefers the networks in the same order. */
    static Outcome bindingOrder(Estate estate) {
        Findings findings = Findings.of(estate);
        Map<HostId, Map<String, AdapterFacts>> byNode = networks(estate);
        Set<String> common = new TreeSet<>();
        byNode.values().forEach(networks -> common.addAll(networks.keySet()));
        byNode.values().forEach(networks -> common.retainAll(networks.keySet()));
        Map<HostId, String> orders = new LinkedHashMap<>();
        byNode.forEach((node, networks) -> {
            List<String> order = new ArrayList<>(common);
            order.sort(Comparator.comparingLong(network -> position(networks.get(network))));
            networks.forEach((network, adapter) -> {
                if (adapter.bindingPosition() == null) {
                    findings.missing(node, "position of " + network);
                }
            });
            orders.put(node, String.join(" before ", order));
        });
        findings.alike("order", orders, "The nodes prefer their networks in different orders");
        return findings.outcome(
                "Set the same binding order on every node, the network of the cluster first.");
    }

    private static long position(@Nullable AdapterFacts adapter) {
        return adapter == null || adapter.bindingPosition() == null
                ? Long.MAX_VALUE
                : adapter.bindingPosition();
    }

    /** All packets between any two nodes arrive, over each network that both stand in. */
    static Outcome packetLoss(Estate estate) {
        Findings findings = Findings.of(estate);
        eachPair(
                estate,
                findings,
                new PairTest() {
                    @Override
                    public boolean looked(
                            HostId node, HostId peer, String network, PeerProbe probe) {
                        boolean lost = probe.answered() < probe.sent();
                        if (probe.sent() == 0) {
                            findings.missing(node, "packets to " + peer + " over " + network);
                        } else if (lost) {
                            findings.amiss(
                                    node,
                                    "to " + peer + " over " + network,
                                    "%d of %d packets lost"
                                            .formatted(
                                                    probe.sent() - probe.answered(), probe.sent()),
                                    "Packets between nodes are lost");
                        }
                        return probe.sent() > 0 && !lost;
                    }

                    @Override
                    public String allWell(int peers, Duration slowest) {
                        return "nothing lost to %d peers".formatted(peers);
                    }
                });
        return findings.outcome(
                "Look at cables, ports and offload settings of the adapters at both ends.");
    }

    /** No packet takes longer than {@link #MAX_ROUND_TRIP} there and back. */
    static Outcome latency(Estate estate) {
        Findings findings = Findings.of(estate);
        eachPair(
                estate,
                findings,
                new PairTest() {
                    @Override
                    public boolean looked(
                            HostId node, HostId peer, String network, PeerProbe probe) {
                        Duration took = probe.roundTrip();
                        if (took == null) {
                            findings.missing(node, "round trip to " + peer + " over " + network);
                            return false;
                        }
                        boolean slow = took.compareTo(MAX_ROUND_TRIP) > 0;
                        if (slow) {
                            findings.amiss(
                                    node,
                                    "to " + peer + " over " + network,
                                    millis(took) + "; at most " + millis(MAX_ROUND_TRIP),
                                    "Packets between nodes take too long");
                        }
                        return !slow;
                    }

                    @Override
                    public String allWell(int peers, Duration slowest) {
                        return "slowest of %d peers %s".formatted(peers, millis(slowest));
                    }
                });
        return findings.outcome("Look for what slows the network down between these nodes.");
    }

    /** What is looked at in each probe. */
    private interface PairTest {
        /** Notes what is amiss; returns whether nothing is. */
        boolean looked(HostId node, HostId peer, String network, PeerProbe probe);

        /** What stands in the evidence for the peers of which nothing is amiss. */
        String allWell(int peers, Duration slowest);
    }

    private static void eachPair(Estate estate, Findings findings, PairTest test) {
        Map<HostId, Map<String, AdapterFacts>> byNode = networks(estate);
        estate.eachReporting((node, facts) -> {
            Map<String, PeerProbe> probes = probes(facts);
            Map<String, List<PeerProbe>> well = new TreeMap<>();
            for (HostId peer : byNode.keySet()) {
                if (peer.equals(node)) {
                    continue;
                }
                Set<String> shared = new TreeSet<>(networks(facts).keySet());
                shared.retainAll(byNode.getOrDefault(peer, Map.of()).keySet());
                if (shared.isEmpty()) {
                    findings.amiss(
                            node, "to " + peer, "no network in common", "Nodes share no network");
                }
                for (String network : shared) {
                    PeerProbe probe = probes.get(peer + " " + network);
                    if (probe == null) {
                        findings.missing(node, "probe to " + peer + " over " + network);
                    } else if (test.looked(node, peer, network, probe)) {
                        well.computeIfAbsent(network, _ -> new ArrayList<>()).add(probe);
                    }
                }
            }
            well.forEach((network, fine) ->
                    findings.look(node, network, test.allWell(fine.size(), slowest(fine))));
        });
    }

    private static Duration slowest(List<PeerProbe> probes) {
        Duration slowest = Duration.ZERO;
        for (PeerProbe probe : probes) {
            Duration took = probe.roundTrip();
            if (took != null && took.compareTo(slowest) > 0) {
                slowest = took;
            }
        }
        return slowest;
    }

    private static Map<String, PeerProbe> probes(HostFacts facts) {
        Map<String, PeerProbe> probes = new HashMap<>();
        facts.probes().forEach(probe -> probes.put(probe.peer() + " " + probe.network(), probe));
        return probes;
    }

    /** The networks that each reporting node stands in, with the adapter of each. */
    static Map<HostId, Map<String, AdapterFacts>> networks(Estate estate) {
        Map<HostId, Map<String, AdapterFacts>> networks = new LinkedHashMap<>();
        estate.eachReporting((node, facts) -> networks.put(node, networks(facts)));
        return networks;
    }

    /** The networks that a node stands in, with the adapter of each. */
    static Map<String, AdapterFacts> networks(HostFacts facts) {
        Map<String, AdapterFacts> networks = new TreeMap<>();
        for (AdapterFacts adapter : facts.adapters()) {
            for (AdapterAddress address : adapter.addresses()) {
                Subnet subnet = Subnet.orNull(address);
                if (subnet != null) {
                    networks.putIfAbsent(subnet.network(), adapter);
                }
            }
        }
        return networks;
    }

    /** A duration as people read it. */
    static String millis(Duration duration) {
        return "%.1f ms".formatted(duration.toNanos() / 1e6);
    }
}
