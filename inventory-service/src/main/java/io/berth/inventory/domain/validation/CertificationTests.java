package io.berth.inventory.domain.validation;

import io.berth.contracts.facts.CertifiedComponent;
import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.SupportStanding;
import java.util.List;

/** Whether the makers answer for it. */
final class CertificationTests {
    private static final String NOT_CERTIFIED =
            "A component is not certified for the operating system of its node";

    private CertificationTests() {}

    /**
     * Every component of every node, hardware and software, bears the mark of the operating system
     * that the node itself runs; the mark of another version does not count. No node was registered
     * against the support matrix.
     */
    static Outcome components(Estate estate) {
        Findings findings = Findings.of(estate);
        for (Node node : estate.nodes()) {
            standing(node.state(), findings);
            HostFacts facts = node.facts();
            if (facts != null) {
                components(node, facts, findings);
            }
        }
        return findings.outcome(
                "Replace the component, or install the operating system that it is certified for;"
                        + " a host that the support matrix refuses cannot be part of a supported"
                        + " cluster.");
    }

    private static void standing(HostState host, Findings findings) {
        SupportStanding standing = host.standing();
        if (standing != null && standing != SupportStanding.SUPPORTED) {
            findings.amiss(
                    host.host(),
                    "support matrix",
                    standing.name(),
                    "A node was registered against the support matrix");
        }
    }

    private static void components(Node node, HostFacts facts, Findings findings) {
        HostId id = node.id();
        String system = facts.system().osName();
        if (system == null) {
            findings.missing(id, "operating system");
            return;
        }
        HostHardware hardware = node.state().hardware();
        if (hardware != null && !hardware.certifiedFor().isEmpty()) {
            marks(findings, id, "host, as inventory has it", hardware.certifiedFor(), system);
        }
        for (CertifiedComponent.Sort sort : CertifiedComponent.Sort.values()) {
            if (facts.components().stream().noneMatch(component -> component.sort() == sort)) {
                findings.missing(
                        id,
                        switch (sort) {
                            case HARDWARE -> "hardware components";
                            case SOFTWARE -> "software components";
                        });
            }
        }
        for (CertifiedComponent component : facts.components()) {
            marks(findings, id, component.name(), component.certifiedFor(), system);
        }
    }

    private static void marks(
            Findings findings, HostId node, String what, List<String> marks, String system) {
        findings.judge(
                marks.stream().anyMatch(system::equalsIgnoreCase),
                node,
                what,
                marks.isEmpty() ? "bears no mark" : String.join(", ", marks),
                NOT_CERTIFIED);
    }
}
