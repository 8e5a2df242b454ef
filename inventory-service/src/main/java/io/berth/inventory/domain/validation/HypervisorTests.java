package io.berth.inventory.domain.validation;

import io.berth.contracts.facts.AdapterFacts;
import io.berth.contracts.facts.SwitchFacts;
import io.berth.contracts.ids.HostId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** How the hypervisors are set up. */
final class HypervisorTests {
    private HypervisorTests() {}

    /** All nodes offer the same version of the integration services. */
    static Outcome integrationServices(Estate estate) {
        Findings findings = Findings.of(estate);
        findings.alike(
                "integration services",
                facts ->
                        facts.hypervisor() == null
                                ? null
                                : facts.hypervisor().integrationServices(),
                "The nodes offer different versions of the integration services");
        return findings.outcome("Bring the hypervisor of every node to the same version.");
    }

    /** Every node has a virtual switch of each name that any has. */
    static Outcome switchNames(Estate estate) {
        Findings findings = Findings.of(estate);
        Set<String> all = new TreeSet<>();
        estate.eachReporting(
                (node, facts) -> facts.switches().forEach(each -> all.add(each.name())));
        if (all.isEmpty()) {
            findings.amiss(null, "virtual switches", "none", "No node has a virtual switch");
        }
        estate.eachReporting((node, facts) -> {
            Set<String> lacking = new TreeSet<>(all);
            facts.switches().stream().map(SwitchFacts::name).forEach(lacking::remove);
            findings.judge(
                    lacking.isEmpty(),
                    node,
                    "virtual switches",
                    lacking.isEmpty()
                            ? String.join(", ", all)
                            : "lacks " + String.join(", ", lacking),
                    "A node lacks a virtual switch that another has");
        });
        return findings.outcome("Give the virtual switches the same names on every node.");
    }

    /** Adapters that do the same work on different nodes have the same offloads switched on. */
    static Outcome offloads(Estate estate) {
        Findings findings = Findings.of(estate);
        Map<String, Map<HostId, String>> byDuty = new TreeMap<>();
        estate.eachReporting((node, facts) -> {
            if (facts.adapters().isEmpty()) {
                findings.missing(node, "network adapters");
            }
            for (AdapterFacts adapter : facts.adapters()) {
                Set<String> on = new TreeSet<>();
                adapter.adapter().offloads().forEach(offload -> on.add(offload.name()));
                byDuty.computeIfAbsent(duty(adapter), _ -> new LinkedHashMap<>())
                        .put(node, on.isEmpty() ? "none" : String.join(", ", on));
            }
        });
        byDuty.forEach((duty, nodes) ->
                findings.alike(duty, nodes, "The same offloads are not switched on on every node"));
        return findings.outcome(
                "Switch the same offloads on or off for this network or switch on every node.");
    }

    /** What an adapter is for: its virtual switch, else its network, else it has its own name. */
    private static String duty(AdapterFacts adapter) {
        if (adapter.virtualSwitch() != null) {
            return "switch " + adapter.virtualSwitch();
        }
        return adapter.addresses().stream()
                .flatMap(address -> Stream.ofNullable(Subnet.orNull(address)))
                .findFirst()
                .map(subnet -> "network " + subnet.network())
                .orElse("adapter " + adapter.adapter().name());
    }
}
