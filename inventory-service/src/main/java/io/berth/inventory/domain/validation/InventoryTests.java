package io.berth.inventory.domain.validation;

import io.berth.contracts.facts.DriverFacts;
import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.facts.SystemFacts;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.Processor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the nodes are. */
final class InventoryTests {
    private InventoryTests() {}

    /** Every node reported all that the catalogue needs, and is what inventory says it is. */
    static Outcome factsComplete(Estate estate) {
        Findings findings = Findings.of(estate);
        for (Node node : estate.nodes()) {
            HostFacts facts = node.facts();
            if (facts != null) {
                Map<String, Boolean> reported = reported(facts);
                reported.forEach((what, there) -> {
                    if (!there) {
                        findings.missing(node.id(), what);
                    }
                });
                long there = reported.values().stream().filter(known -> known).count();
                findings.look(
                        node.id(), "facts", there + " of " + reported.size() + " sorts reported");
                compare(node.state(), facts, findings);
            }
        }
        return findings.outcome(
                "Bring the agent of the node up and let it find out what is missing; where"
                        + " inventory and host disagree, correct the host in inventory. Then"
                        + " validate again.");
    }

    private static Map<String, Boolean> reported(HostFacts facts) {
        SystemFacts system = facts.system();
        Map<String, Boolean> reported = new LinkedHashMap<>();
        reported.put("operating system", system.osName() != null);
        reported.put("operating system version", system.osVersion() != null);
        reported.put("architecture", system.architecture() != null);
        reported.put("BIOS version", system.biosVersion() != null);
        reported.put("service pack", system.servicePack() != null);
        reported.put("updates", system.updates() != null);
        reported.put("directory domain", system.directoryDomain() != null);
        reported.put("memory dump", system.memoryDump() != null);
        reported.put("clock offset", system.clockOffsetMillis() != null);
        reported.put("services", !system.services().isEmpty());
        reported.put("drivers", !system.drivers().isEmpty());
        reported.put("processor", facts.processor() != null);
        reported.put("network adapters", !facts.adapters().isEmpty());
        reported.put("hypervisor", facts.hypervisor() != null);
        reported.put("components", !facts.components().isEmpty());
        return reported;
    }

    private static void compare(HostState state, HostFacts facts, Findings findings) {
        HostId node = state.host();
        String problem = "A host is not what inventory says it is";
        Hypervisor known = state.hypervisor();
        if (known != null && facts.hypervisor() != null) {
            findings.judge(
                    known.kind() == facts.hypervisor().kind(),
                    node,
                    "hypervisor",
                    "%s; in inventory %s".formatted(facts.hypervisor().kind(), known.kind()),
                    problem);
        }
        HostHardware hardware = state.hardware();
        Processor processor = hardware == null ? null : hardware.processor();
        if (processor != null && facts.processor() != null) {
            findings.judge(
                    processor.vendor() == facts.processor().vendor()
                            && processor.model().equals(facts.processor().model()),
                    node,
                    "processor",
                    "%s; in inventory %s"
                            .formatted(
                                    SystemTests.text(facts.processor()),
                                    SystemTests.text(processor)),
                    problem);
        }
    }

    /** One architecture. */
    static Outcome sameArchitecture(Estate estate) {
        Findings findings = Findings.of(estate);
        findings.alike(
                "architecture",
                facts -> facts.system().architecture(),
                "The nodes have different processor architectures");
        return findings.outcome("Use nodes of one architecture in a cluster.");
    }

    /** One operating system in one version. */
    static Outcome sameOperatingSystem(Estate estate) {
        Findings findings = Findings.of(estate);
        findings.alike(
                "operating system",
                facts -> facts.system().osName(),
                "The nodes run different operating systems");
        findings.alike(
                "version",
                facts -> facts.system().osVersion(),
                "The nodes run different versions of the operating system");
        return findings.outcome("Install the same operating system in the same version.");
    }

    /** The BIOS versions are known; that they differ is told and allowed. */
    static Outcome biosList(Estate estate) {
        Findings findings = Findings.of(estate);
        estate.eachReporting((node, facts) -> {
            String bios = facts.system().biosVersion();
            findings.judge(
                    bios != null,
                    node,
                    "BIOS",
                    Objects.requireNonNullElse(bios, Findings.NOT_REPORTED),
                    "The BIOS version of a node is not known");
        });
        return findings.outcome("See why the agent cannot read the BIOS version.");
    }

    /** The drivers are known; that their versions differ is told and allowed. */
    static Outcome driverList(Estate estate) {
        Findings findings = Findings.of(estate);
        Map<String, Map<String, Integer>> versions = new TreeMap<>();
        estate.eachReporting((node, facts) -> {
            findings.judge(
                    !facts.system().drivers().isEmpty(),
                    node,
                    "drivers",
                    String.valueOf(facts.system().drivers().size()),
                    "The drivers of a node are not known");
            for (DriverFacts driver : facts.system().drivers()) {
                versions.computeIfAbsent(driver.name(), _ -> new TreeMap<>())
                        .merge(driver.version(), 1, Integer::sum);
            }
        });
        versions.forEach((driver, nodes) -> {
            Set<String> each = new TreeSet<>();
            nodes.forEach((version, count) ->
                    each.add(version + " on " + count + (count == 1 ? " node" : " nodes")));
            findings.look(null, driver, String.join(", ", each));
        });
        return findings.outcome("See why the agent cannot list the drivers.");
    }
}
