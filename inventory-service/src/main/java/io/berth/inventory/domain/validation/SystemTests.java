package io.berth.inventory.domain.validation;

import io.berth.contracts.facts.DriverFacts;
import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.facts.MemoryDump;
import io.berth.contracts.facts.ServiceFacts;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.Processor;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How the operating systems are set up. */
final class SystemTests {
    /** Widest that the clocks of two nodes may differ; where the monitor raises an alert, too. */
    static final Duration MAX_SKEW = Duration.ofSeconds(2);

    /** Missing updates that are named in one row of evidence. */
    private static final int NAMED_UPDATES = 10;

    private SystemTests() {}

    /** The services that a node of such a cluster cannot do without are running. */
    static Outcome requiredServices(Estate estate) {
        Findings findings = Findings.of(estate);
        List<String> required = estate.hypervisor().map(SystemTests::required).orElse(List.of());
        if (required.isEmpty()) {
            findings.missing(null, "hypervisor");
        }
        estate.eachReporting((node, facts) -> {
            Map<String, ServiceFacts.State> states = new HashMap<>();
            facts.system()
                    .services()
                    .forEach(service ->
                            states.put(service.name().toLowerCase(Locale.ROOT), service.state()));
            for (String service : required) {
                ServiceFacts.State state = states.get(service.toLowerCase(Locale.ROOT));
                if (state == null) {
                    findings.missing(node, service);
                } else {
                    findings.judge(
                            state == ServiceFacts.State.RUNNING,
                            node,
                            service,
                            state.name().toLowerCase(Locale.ROOT),
                            "A required service does not run");
                }
            }
        });
        return findings.outcome("Start the service and let it start with the node.");
    }

    /** What a node cannot do without, by the names that its operating system has for it. */
    private static List<String> required(HypervisorKind kind) {
        return switch (kind) {
            case HYPER_V ->
                    List.of("ClusSvc", "vmms", "LanmanServer", "LanmanWorkstation", "RpcSs");
            case ESX -> List.of("hostd", "vpxa");
            case XENSERVER -> List.of("xapi");
            case KVM -> List.of("libvirtd");
        };
    }

    /** All nodes are members of one directory domain. */
    static Outcome directoryDomain(Estate estate) {
        Findings findings = Findings.of(estate);
        findings.alike(
                "directory domain",
                facts -> {
                    String domain = facts.system().directoryDomain();
                    return domain == null ? null : domain.toLowerCase(Locale.ROOT);
                },
                "The nodes are members of different directory domains");
        return findings.outcome("Join every node to the same directory domain.");
    }

    /** Every driver is signed; one that is not is a warning. */
    static Outcome signedDrivers(Estate estate) {
        Findings findings = Findings.of(estate);
        estate.eachReporting((node, facts) -> {
            if (facts.system().drivers().isEmpty()) {
                findings.missing(node, "drivers");
            }
            int signed = 0;
            for (DriverFacts driver : facts.system().drivers()) {
                Boolean known = driver.signed();
                if (known == null) {
                    findings.missing(node, "signature of " + driver.name());
                } else if (known) {
                    signed++;
                } else {
                    findings.doubtful(
                            node,
                            driver.name() + " " + driver.version(),
                            "not signed",
                            "A driver is not signed");
                }
            }
            findings.look(
                    node, "drivers", signed + " of " + facts.system().drivers().size() + " signed");
        });
        return findings.outcome("Ask the maker for a signed driver.");
    }

    /** Every node writes a memory dump, and all the same one. */
    static Outcome memoryDump(Estate estate) {
        Findings findings = Findings.of(estate);
        Map<HostId, String> settings = new LinkedHashMap<>();
        estate.eachReporting((node, facts) -> {
            MemoryDump dump = facts.system().memoryDump();
            if (dump == null) {
                findings.missing(node, "memory dump");
            } else if (dump == MemoryDump.NONE) {
                findings.amiss(node, "memory dump", "none", "A node writes no memory dump");
            } else {
                settings.put(node, dump.name().toLowerCase(Locale.ROOT));
            }
        });
        findings.alike("memory dump", settings, "The nodes write different memory dumps");
        return findings.outcome("Set the same memory dump on every node; the kernel's is enough.");
    }

    /** The clocks of any two nodes are at most {@link #MAX_SKEW} apart. */
    static Outcome timeSkew(Estate estate) {
        Findings findings = Findings.of(estate);
        Map<HostId, Long> offsets = new LinkedHashMap<>();
        estate.eachReporting((node, facts) -> {
            Long offset = facts.system().clockOffsetMillis();
            if (offset == null) {
                findings.missing(node, "clock offset");
            } else {
                offsets.put(node, offset);
            }
        });
        List<Long> sorted = offsets.values().stream().sorted().toList();
        long middle = sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
        long spread = sorted.isEmpty() ? 0 : sorted.getLast() - sorted.getFirst();
        boolean apart = spread > MAX_SKEW.toMillis();
        long farthest =
                sorted.stream().mapToLong(offset -> Math.abs(offset - middle)).max().orElse(0);
        offsets.forEach((node, offset) ->
                findings.judge(
                        !apart || Math.abs(offset - middle) < farthest,
                        node,
                        "clock offset",
                        "%+d ms; %+d ms from the middle of the cluster"
                                .formatted(offset, offset - middle),
                        "The clocks of two nodes are more than "
                                + MAX_SKEW.toSeconds()
                                + " s apart"));
        return findings.outcome("Let every node take its time from the same source.");
    }

    /** All nodes have the same service pack and updates. */
    static Outcome updateLevel(Estate estate) {
        Findings findings = Findings.of(estate);
        findings.alike(
                "service pack",
                facts -> {
                    Long pack = facts.system().servicePack();
                    return pack == null ? null : pack.toString();
                },
                "The nodes have different service packs");
        Set<String> all = new TreeSet<>();
        estate.eachReporting((node, facts) -> {
            List<String> updates = facts.system().updates();
            if (updates == null) {
                findings.missing(node, "updates");
            } else {
                all.addAll(updates);
            }
        });
        estate.eachReporting((node, facts) -> {
            List<String> updates = facts.system().updates();
            if (updates != null) {
                Set<String> lacking = new TreeSet<>(all);
                updates.forEach(lacking::remove);
                findings.judge(
                        lacking.isEmpty(),
                        node,
                        "updates",
                        lacking.isEmpty()
                                ? updates.size() + " installed"
                                : "lacks " + named(lacking),
                        "A node lacks updates that another has");
            }
        });
        return findings.outcome("Bring every node to the same service pack and updates.");
    }

    private static String named(Set<String> updates) {
        String first = updates.stream().limit(NAMED_UPDATES).collect(Collectors.joining(", "));
        int more = updates.size() - NAMED_UPDATES;
        return more > 0 ? first + " and " + more + " more" : first;
    }

    /**
     * One vendor of processors; features that differ are told, and compatibility mode evens them.
     */
    static Outcome processors(Estate estate) {
        Findings findings = Findings.of(estate);
        findings.alike(
                "vendor",
                facts -> facts.processor() == null ? null : facts.processor().vendor().name(),
                "The nodes have processors of different vendors");
        Set<String> common = commonFeatures(estate);
        estate.eachReporting((node, facts) -> {
            Processor processor = facts.processor();
            if (processor != null) {
                int beyond = processor.features().size() - common.size();
                findings.look(
                        node,
                        "processor",
                        text(processor)
                                + (beyond > 0
                                        ? "; %d features that others lack: VMs move live in"
                                                        .formatted(beyond)
                                                + " processor compatibility mode only"
                                        : ""));
            }
        });
        return findings.outcome(
                "Use processors of one vendor in a cluster; VMs cannot move live between"
                        + " vendors.");
    }

    private static Set<String> commonFeatures(Estate estate) {
        Set<String> common = new TreeSet<>();
        estate.eachReporting((node, facts) -> common.addAll(features(facts)));
        estate.eachReporting((node, facts) -> common.retainAll(features(facts)));
        return common;
    }

    private static List<String> features(HostFacts facts) {
        return facts.processor() == null ? List.of() : facts.processor().features();
    }

    /** A processor as it stands in evidence. */
    static String text(@Nullable Processor processor) {
        return processor == null
                ? Findings.NOT_REPORTED
                : processor.vendor() + " " + processor.model();
    }
}
