package io.berth.placement.domain.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.LogicalNetworkId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.DiskFormat;
import io.berth.contracts.inventory.GuestArchitecture;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.Processor;
import io.berth.contracts.inventory.ProcessorVendor;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.Refusal;
import io.berth.placement.domain.Estate;
import io.berth.placement.domain.Scenario;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.policy.CommonFeatures;
import io.berth.placement.domain.policy.GuestLimits;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.ProcessorNeed;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.policy.SoftRule;
import io.berth.placement.domain.vm.VmRow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One row for each way in which what a host is made of can stand against a VM. */
class HardwareFiltersTest {
    private static final HostId HOST = new HostId("h1");
    private static final Processor XEON =
            new Processor(ProcessorVendor.INTEL, "Xeon", List.of("sse2", "sse4_2", "avx"));
    private static final CommonFeatures COMMON =
            new CommonFeatures(Map.of(ProcessorVendor.INTEL, Set.of("sse2")));
    private static final GuestLimits LIMITS =
            new GuestLimits(
                    List.of(
                            new GuestLimits.Limit(Set.of("RHEL 6.0"), true, null, Set.of(), 4),
                            new GuestLimits.Limit(
                                    Set.of("RHEL"),
                                    false,
                                    GuestArchitecture.X86,
                                    Set.of("Windows Server 2008"),
                                    1)));

    private final HostFilters filters = new HostFilters(PlacementPolicy.DEFAULT);

    record Row(String name, Estate.HostShape host, Requirement asked, List<Obstacle> expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        Estate.HostShape bare = Estate.HostShape.BARE;
        Estate.HostShape full = Estate.HostShape.FULL;
        return Stream.of(
                new Row("a host that states nothing takes all", bare, large(), List.of()),
                new Row(
                        "every resource is too small",
                        full,
                        large(),
                        List.of(
                                new Obstacle.InsufficientDisk(200_000, 90_000),
                                new Obstacle.InsufficientIops(2_000, 900),
                                new Obstacle.InsufficientNetwork(20_000, 9_000))),
                new Row(
                        "what lies on shared volumes does not count",
                        full,
                        asked(details(200_000, "csv", 2_000L, null, List.of(), null)),
                        List.of()),
                new Row(
                        "networks",
                        full,
                        asked(details(1, null, null, null, List.of("blue", "red", "green"), null)),
                        List.of(
                                new Obstacle.MissingNetworks(
                                        List.of(
                                                new LogicalNetworkId("green"),
                                                new LogicalNetworkId("red"))))),
                new Row(
                        "another hypervisor",
                        full,
                        plain().onlyUnder(HypervisorKind.KVM),
                        List.of(
                                new Obstacle.HypervisorMismatch(
                                        HypervisorKind.KVM, HypervisorKind.HYPER_V))),
                new Row(
                        "hypervisor not stated",
                        bare,
                        plain().onlyUnder(HypervisorKind.KVM),
                        List.of()),
                new Row(
                        "all features are there",
                        full,
                        plain().moving(need(ProcessorVendor.INTEL, "sse2", "sse4_2")),
                        List.of()),
                new Row(
                        "a feature is missing",
                        full,
                        plain().moving(need(ProcessorVendor.INTEL, "sse2", "avx512f")),
                        List.of(new Obstacle.ProcessorFeaturesMissing(List.of("avx512f")))),
                new Row(
                        "from AMD to Intel",
                        full,
                        plain().moving(need(ProcessorVendor.AMD)),
                        List.of(
                                new Obstacle.ProcessorVendorDiffers(
                                        ProcessorVendor.AMD, ProcessorVendor.INTEL))),
                new Row(
                        "processor not stated",
                        bare,
                        plain().moving(need(ProcessorVendor.AMD)),
                        List.of(new Obstacle.ProcessorUnknown())),
                new Row(
                        "too many processors for the guest",
                        full,
                        guest("rhel 6.0", GuestArchitecture.X64, 8),
                        List.of(new Obstacle.TooManyVcpus("rhel 6.0", 8, 4))),
                new Row(
                        "as many as it may have",
                        full,
                        guest("RHEL 6.0", GuestArchitecture.X64, 4),
                        List.of()),
                new Row(
                        "the strictest of two rules",
                        full,
                        guest("RHEL 6.0", GuestArchitecture.X86, 8),
                        List.of(new Obstacle.TooManyVcpus("RHEL 6.0", 8, 1))),
                new Row(
                        "a guest of which nothing is said",
                        full,
                        guest("OpenBSD", GuestArchitecture.X86, 8),
                        List.of()),
                new Row(
                        "soft rules",
                        full.with(SupportStanding.FORCED_NOT_LISTED, true, false),
                        plain(),
                        List.of(
                                new Obstacle.HighAvailabilityNeedsCluster(),
                                new Obstacle.OverCommittedCluster(null),
                                new Obstacle.UnsupportedHost(SupportStanding.FORCED_NOT_LISTED))),
                new Row(
                        "soft rules waived",
                        full.with(SupportStanding.FORCED_NOT_LISTED, true, false),
                        plain().waiving(Set.of(SoftRule.values())),
                        List.of()),
                new Row(
                        "over-commitment alone waived",
                        full.with(SupportStanding.FORCED_UNSUPPORTED, true, true),
                        plain().waiving(Set.of(SoftRule.OVER_COMMITTED_CLUSTER)),
                        List.of(new Obstacle.UnsupportedHost(SupportStanding.FORCED_UNSUPPORTED))));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyReasonIsGiven(Row row) {
        Ledger ledger = new Ledger();
        ledger.describe(row.host().describe(HOST, MiB.ofGiB(64), XEON));
        ledger.life(Estate.ready(HOST));

        List<Obstacle> found = filters.obstacles(Estate.ready(HOST), ledger, ask(row.asked()));

        assertThat(found).isEqualTo(row.expected());
        assertThat(new Shape(row.asked()).preference(ledger, 0) == Ledger.UNFIT)
                .isEqualTo(!row.expected().isEmpty());
    }

    @Test
    void whatIsWaivedIsStillKnown() {
        Ledger ledger = new Ledger();
        ledger.describe(
                Estate.HostShape.FULL
                        .with(SupportStanding.FORCED_UNSUPPORTED, false, true)
                        .describe(HOST, MiB.ofGiB(64), XEON));

        assertThat(
                        filters.waived(
                                Estate.ready(HOST),
                                ledger,
                                ask(plain().waiving(Set.of(SoftRule.values())))))
                .containsExactly(new Obstacle.UnsupportedHost(SupportStanding.FORCED_UNSUPPORTED));
    }

    @Test
    void ownersThatNobodyKnowsAreNamed() {
        Obstacle obstacle =
                new Obstacle.NotAPossibleOwner(
                        List.of(new HostId("h7"), new HostId("h9")), List.of(new HostId("h9")));

        assertThat(obstacle.toRefusal().text())
                .isEqualTo("only h7, h9 may run it; not known here: h9");
    }

    @Test
    void compatibilityModeShowsOnlyWhatAllProcessorsOfTheVendorHave() {
        assertThat(COMMON.needOf(XEON, false).features())
                .containsExactlyInAnyOrder("sse2", "sse4_2", "avx");
        assertThat(COMMON.needOf(XEON, true).features()).containsExactly("sse2");
    }

    @Test
    void aLongListOfNamesIsCutInTheText() {
        Refusal refusal =
                new Obstacle.ProcessorFeaturesMissing(List.of("a", "b", "c", "d", "e", "f"))
                        .toRefusal();

        assertThat(refusal.text()).contains("a, b, c, d and 2 more");
        assertThat(refusal.required()).isEqualTo(6);
    }

    private static Ask ask(Requirement requirement) {
        VmRow vm = VmRow.fresh(new VmId("vm"), Scenario.SMALL);
        return new Ask(vm, requirement, 0, List.of(), List.of(), List.of(), Map.of());
    }

    private static ProcessorNeed need(ProcessorVendor vendor, String... features) {
        return new ProcessorNeed(vendor, Set.of(features));
    }

    private static Requirement plain() {
        return Requirement.of(Scenario.SMALL, Rulebook.EMPTY);
    }

    private static Requirement large() {
        return asked(details(200_000, null, 2_000L, 20_000L, List.of("blue"), null));
    }

    private static Requirement guest(String name, GuestArchitecture architecture, int vcpus) {
        VmDetails details =
                details(1, null, null, null, List.of(), new GuestSystem(name, architecture, null));
        return Requirement.of(
                new VmSpec(vcpus, 10, MiB.ofGiB(1), true, RestartPriority.MEDIUM, null, details),
                new Rulebook(LIMITS, COMMON));
    }

    private static Requirement asked(VmDetails details) {
        return Requirement.of(
                new VmSpec(1, 50, MiB.ofGiB(1), true, RestartPriority.MEDIUM, null, details),
                Rulebook.EMPTY);
    }

    private static VmDetails details(
            long diskMiB,
            @Nullable String csv,
            @Nullable Long iops,
            @Nullable Long network,
            List<String> networks,
            @Nullable GuestSystem guest) {
        return new VmDetails(
                null,
                List.of(
                        new VmDisk(
                                "disk",
                                new MiB(diskMiB),
                                DiskFormat.FIXED,
                                csv == null ? null : new CsvId(csv))),
                iops,
                network,
                guest,
                List.of(),
                List.of(),
                networks.stream().map(Estate::adapter).toList(),
                false,
                null,
                null);
    }
}
