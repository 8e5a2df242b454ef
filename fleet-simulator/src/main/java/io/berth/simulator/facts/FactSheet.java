package io.berth.simulator.facts;

import static io.berth.simulator.facts.FactBreakage.BIOS_UNKNOWN;
import static io.berth.simulator.facts.FactBreakage.NOT_CERTIFIED;
import static io.berth.simulator.facts.FactBreakage.NO_MEMORY_DUMP;
import static io.berth.simulator.facts.FactBreakage.OLD_INTEGRATION_SERVICES;
import static io.berth.simulator.facts.FactBreakage.OLD_UPDATE_LEVEL;
import static io.berth.simulator.facts.FactBreakage.OTHER_ARCHITECTURE;
import static io.berth.simulator.facts.FactBreakage.OTHER_DOMAIN;
import static io.berth.simulator.facts.FactBreakage.OTHER_PROCESSOR;
import static io.berth.simulator.facts.FactBreakage.OTHER_SWITCH_NAME;
import static io.berth.simulator.facts.FactBreakage.OTHER_SYSTEM;
import static io.berth.simulator.facts.FactBreakage.SERVICE_STOPPED;
import static io.berth.simulator.facts.FactBreakage.TIME_SKEW;
import static io.berth.simulator.facts.FactBreakage.UNSIGNED_DRIVER;

import io.berth.contracts.facts.CertifiedComponent;
import io.berth.contracts.facts.DriverFacts;
import io.berth.contracts.facts.HostFacts;
import io.berth.contracts.facts.HypervisorFacts;
import io.berth.contracts.facts.MemoryDump;
import io.berth.contracts.facts.ServiceFacts;
import io.berth.contracts.facts.SwitchFacts;
import io.berth.contracts.facts.SystemFacts;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.Processor;
import io.berth.contracts.inventory.ProcessorVendor;
import java.time.Duration;
import java.util.List;

/**
 * The facts of a simulated host. They follow from where it stands in its cluster, so that the nodes
 * of a cluster agree wherever they must, until a breakage is asked for.
 */
public final class FactSheet {
    private static final String SYSTEM = "Windows Server 2008 R2";
    private static final String OLDER_SYSTEM = "Windows Server 2008";
    private static final String SWITCH = "external";
    static final String VM_ADAPTER = "nic-2";
    private static final Duration SKEW = Duration.ofSeconds(5);

    private FactSheet() {}

    /** What a host reports, where it stands and as it is. */
    public static HostFacts of(FactSubject host) {
        return new HostFacts(
                system(host),
                new Processor(
                        host.has(OTHER_PROCESSOR) ? ProcessorVendor.AMD : ProcessorVendor.INTEL,
                        host.has(OTHER_PROCESSOR) ? "Opteron 6174" : "Xeon X5670",
                        List.of("aes", "sse4_2", "vmx")),
                NetworkSheet.adapters(host, SWITCH, VM_ADAPTER),
                List.of(
                        new SwitchFacts(
                                host.has(OTHER_SWITCH_NAME) ? "extern" : SWITCH, VM_ADAPTER)),
                new HypervisorFacts(
                        HypervisorKind.HYPER_V,
                        host.has(OLD_INTEGRATION_SERVICES) ? "6.1.7600.16385" : "6.1.7601.17514"),
                NetworkSheet.probes(host),
                DiskSheet.disks(host),
                List.of(
                        new CertifiedComponent(
                                CertifiedComponent.Sort.HARDWARE,
                                "Simulated host",
                                List.of(OLDER_SYSTEM, SYSTEM)),
                        new CertifiedComponent(
                                CertifiedComponent.Sort.SOFTWARE,
                                "Simulated storage driver",
                                host.has(NOT_CERTIFIED)
                                        ? List.of()
                                        : List.of(OLDER_SYSTEM, SYSTEM))));
    }

    private static SystemFacts system(FactSubject host) {
        boolean older = host.has(OTHER_SYSTEM);
        Duration offset = host.clockOffset().plus(host.has(TIME_SKEW) ? SKEW : Duration.ZERO);
        return new SystemFacts(
                older ? OLDER_SYSTEM : SYSTEM,
                older ? "6.0.6002" : "6.1.7601",
                host.has(OTHER_ARCHITECTURE) ? "ia64" : "x64",
                host.has(BIOS_UNKNOWN) ? null : "SIM 1.0",
                1L,
                host.has(OLD_UPDATE_LEVEL)
                        ? List.of("KB2494016")
                        : List.of("KB2494016", "KB2545685"),
                host.has(OTHER_DOMAIN) ? "other.local" : "demo.local",
                host.has(NO_MEMORY_DUMP) ? MemoryDump.NONE : MemoryDump.KERNEL,
                offset.toMillis(),
                List.of(
                        running("ClusSvc"),
                        new ServiceFacts(
                                "vmms",
                                host.has(SERVICE_STOPPED)
                                        ? ServiceFacts.State.STOPPED
                                        : ServiceFacts.State.RUNNING),
                        running("LanmanServer"),
                        running("LanmanWorkstation"),
                        running("RpcSs")),
                List.of(
                        new DriverFacts("storport.sys", "6.1.7601.18386", true),
                        new DriverFacts("simhba.sys", "2.1", !host.has(UNSIGNED_DRIVER))));
    }

    private static ServiceFacts running(String name) {
        return new ServiceFacts(name, ServiceFacts.State.RUNNING);
    }
}
