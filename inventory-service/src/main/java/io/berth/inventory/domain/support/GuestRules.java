package io.berth.inventory.domain.support;

import io.berth.contracts.inventory.GuestArchitecture;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.inventory.domain.FaultyRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Linux guests may be on Hyper-V: which integration components they need, how many virtual
 * processors they may have, and on which hosts. The matrix of hosts is one of its own; it is not
 * that of {@link SupportMatrix}.
 *
 * @param linuxNames words of which a Linux guest has one in its name
 */
public record GuestRules(
        List<Components> components,
        List<String> linuxNames,
        List<SingleProcessor> singleProcessor) {
    private static final String GUEST_LISTED = "guest-listed";
    private static final String COMPONENTS = "integration-components";
    private static final String ARCHITECTURE = "guest-architecture";
    private static final String VCPU_LIMIT = "vcpu-limit";
    private static final String HOST = "integration-components-host";
    private static final String SMP = "no-smp-for-32-bit-linux";

    /**
     * A version of the integration components.
     *
     * @param hosts on which they work; absent where any host will do that is supported at all
     */
    public record Components(
            String version, List<Guest> guests, @Nullable List<ProductPattern> hosts) {
        /**
         * @throws FaultyRule when the version has no number
         */
        public Components {
            guests = List.copyOf(guests);
            hosts = hosts == null ? null : List.copyOf(hosts);
            if (Version.in(version).isEmpty()) {
                throw new FaultyRule("/version", version + " is no version");
            }
        }

        boolean areOlderThanNeeded(String installed) {
            return Version.in(installed)
                    .orElseThrow()
                    .isOlderThan(Version.in(version).orElseThrow());
        }
    }

    /**
     * A guest system.
     *
     * @param names that mean it
     * @param architectures absent for any
     * @param maxVcpus absent where no limit is listed
     */
    public record Guest(
            List<String> names,
            @Nullable List<GuestArchitecture> architectures,
            @Nullable Integer maxVcpus) {
        /** Copies the lists. */
        public Guest {
            names = List.copyOf(names);
            architectures = architectures == null ? null : List.copyOf(architectures);
        }
    }

    /** Hosts on which Linux guests of an architecture have few processors. */
    public record SingleProcessor(
            GuestArchitecture architecture,
            List<ProductPattern> hosts,
            int maxVcpus,
            String action) {
        /** Copies the list. */
        public SingleProcessor {
            hosts = List.copyOf(hosts);
        }
    }

    /** A guest and the components that it needs. */
    private record Listed(Components components, Guest guest) {}

    /**
     * @throws FaultyRule when a guest stands there twice
     */
    public GuestRules {
        components = List.copyOf(components);
        linuxNames = List.copyOf(linuxNames);
        singleProcessor = List.copyOf(singleProcessor);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < components.size(); i++) {
            for (int j = 0; j < components.get(i).guests().size(); j++) {
                for (String name : components.get(i).guests().get(j).names()) {
                    if (!names.add(ProductName.plain(name))) {
                        throw new FaultyRule(
                                "/components/" + i + "/guests/" + j, name + " stands there twice");
                    }
                }
            }
        }
    }

    /** Whether a rule is about the number of virtual processors. */
    static boolean isOfProcessors(String rule) {
        return rule.equals(VCPU_LIMIT) || rule.equals(SMP);
    }

    /** Every rule about a guest of that many virtual processors on a host, with its result. */
    public GuestJudgement judge(GuestSystem guest, int vcpus, Hypervisor host) {
        if (host.kind() != HypervisorKind.HYPER_V) {
            return new GuestJudgement(
                    Listing.SUPPORTED,
                    null,
                    List.of(
                            RuleResult.notApplicable(
                                    GUEST_LISTED,
                                    "integration components are a matter of Hyper-V; the host is "
                                            + host.kind())));
        }
        List<RuleResult> results = new ArrayList<>();
        Listed listed = listed(guest);
        boolean linux = listed != null || isLinux(guest);
        Integer max = null;
        if (listed == null) {
            results.add(unlisted(guest, linux));
        } else {
            results.add(
                    RuleResult.passed(
                            GUEST_LISTED,
                            guest.name()
                                    + " is listed for integration components "
                                    + listed.components().version()));
            results.add(installed(guest, listed.components()));
            results.add(architecture(guest, listed.guest()));
            results.add(vcpuLimit(vcpus, listed.guest()));
            results.add(host(host, listed.components()));
            max = listed.guest().maxVcpus();
        }
        SingleProcessor single = linux ? singleProcessor(host) : null;
        results.add(smp(guest, vcpus, linux, single));
        if (single != null && guest.architecture() == single.architecture()) {
            max = max == null ? single.maxVcpus() : Math.min(max, single.maxVcpus());
        }
        return new GuestJudgement(RuleResult.sum(results), max, results);
    }

    private RuleResult unlisted(GuestSystem guest, boolean linux) {
        return linux
                ? new RuleResult(
                        GUEST_LISTED,
                        Outcome.NOT_LISTED,
                        "no integration components are listed for " + guest.name(),
                        "Use a listed guest: "
                                + String.join(
                                        ", ",
                                        components.stream()
                                                .flatMap(version -> version.guests().stream())
                                                .map(listed -> listed.names().getFirst())
                                                .toList())
                                + ".")
                : RuleResult.notApplicable(
                        GUEST_LISTED, "these rules are about Linux guests, not " + guest.name());
    }

    private static RuleResult installed(GuestSystem guest, Components needed) {
        String installed = guest.integrationServices();
        String action =
                "Install integration components " + needed.version() + " or later in the guest.";
        if (installed == null || Version.in(installed).isEmpty()) {
            return new RuleResult(
                    COMPONENTS,
                    Outcome.NOT_STATED,
                    guest.name()
                            + " needs integration components "
                            + needed.version()
                            + "; which it has is not stated",
                    action);
        }
        String finding =
                guest.name()
                        + " needs integration components "
                        + needed.version()
                        + " and has "
                        + installed;
        return needed.areOlderThanNeeded(installed)
                ? new RuleResult(COMPONENTS, Outcome.FAILED, finding, action)
                : RuleResult.passed(COMPONENTS, finding);
    }

    private static RuleResult architecture(GuestSystem guest, Guest listed) {
        List<GuestArchitecture> allowed = listed.architectures();
        GuestArchitecture stated = guest.architecture();
        if (allowed == null) {
            return RuleResult.notApplicable(ARCHITECTURE, "listed for any architecture");
        }
        String finding =
                "listed for " + allowed + "; the guest is " + (stated == null ? "?" : stated);
        if (stated == null) {
            return new RuleResult(
                    ARCHITECTURE, Outcome.NOT_STATED, finding, "State the guest's architecture.");
        }
        return allowed.contains(stated)
                ? RuleResult.passed(ARCHITECTURE, finding)
                : new RuleResult(
                        ARCHITECTURE,
                        Outcome.FAILED,
                        finding,
                        "Use a guest of a listed architecture.");
    }

    private static RuleResult vcpuLimit(int vcpus, Guest listed) {
        Integer max = listed.maxVcpus();
        if (max == null) {
            return RuleResult.notApplicable(VCPU_LIMIT, "no limit is listed for this guest");
        }
        String finding = vcpus + " virtual processors; at most " + max + " are supported";
        return vcpus <= max
                ? RuleResult.passed(VCPU_LIMIT, finding)
                : new RuleResult(
                        VCPU_LIMIT,
                        Outcome.FAILED,
                        finding,
                        "Give the VM at most " + max + " virtual processors.");
    }

    private static RuleResult host(Hypervisor host, Components needed) {
        List<ProductPattern> hosts = needed.hosts();
        if (hosts == null) {
            return RuleResult.notApplicable(
                    HOST, "components " + needed.version() + " have no list of hosts of their own");
        }
        Product product = Product.of(host);
        String finding = "components " + needed.version() + " on " + product.text();
        if (hosts.stream().anyMatch(pattern -> pattern.fits(product))) {
            return RuleResult.passed(HOST, finding);
        }
        List<Shortfall> shortfalls =
                hosts.stream()
                        .filter(pattern -> pattern.names(product))
                        .flatMap(pattern -> pattern.shortfalls(product).stream())
                        .toList();
        if (shortfalls.isEmpty()) {
            return new RuleResult(
                    HOST,
                    Outcome.NOT_LISTED,
                    finding + " are not listed",
                    "Listed hosts are: "
                            + String.join("; ", hosts.stream().map(ProductPattern::text).toList())
                            + ".");
        }
        boolean unstated = shortfalls.stream().anyMatch(fall -> fall.found() == null);
        return new RuleResult(
                HOST,
                unstated ? Outcome.NOT_STATED : Outcome.FAILED,
                finding
                        + ": "
                        + String.join(", ", shortfalls.stream().map(Shortfall::text).toList()),
                unstated ? "State it." : "Use a listed host.");
    }

    private static RuleResult smp(
            GuestSystem guest, int vcpus, boolean linux, @Nullable SingleProcessor single) {
        if (!linux) {
            return RuleResult.notApplicable(SMP, guest.name() + " is no Linux guest");
        }
        if (single == null) {
            return RuleResult.notApplicable(
                    SMP, "this host runs 32-bit Linux guests with several processors");
        }
        GuestArchitecture stated = guest.architecture();
        String finding =
                (stated == null
                                ? "a Linux guest of unstated architecture"
                                : stated + " Linux guest")
                        + " with "
                        + vcpus
                        + " virtual processors; on this host "
                        + single.architecture()
                        + " Linux guests have at most "
                        + single.maxVcpus();
        if (vcpus <= single.maxVcpus() || (stated != null && stated != single.architecture())) {
            return RuleResult.passed(SMP, finding);
        }
        return new RuleResult(
                SMP,
                stated == null ? Outcome.NOT_STATED : Outcome.FAILED,
                finding,
                stated == null ? "State the guest's architecture." : single.action());
    }

    private @Nullable SingleProcessor singleProcessor(Hypervisor host) {
        Product product = Product.of(host);
        return singleProcessor.stream()
                .filter(rule -> rule.hosts().stream().anyMatch(pattern -> pattern.fits(product)))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Listed listed(GuestSystem guest) {
        return components.stream()
                .flatMap(version -> version.guests().stream().map(one -> new Listed(version, one)))
                .filter(listed -> ProductName.isAmong(guest.name(), listed.guest().names()))
                .findFirst()
                .orElse(null);
    }

    private boolean isLinux(GuestSystem guest) {
        String plain = ProductName.plain(guest.name());
        return linuxNames.stream().anyMatch(name -> plain.contains(ProductName.plain(name)));
    }
}
