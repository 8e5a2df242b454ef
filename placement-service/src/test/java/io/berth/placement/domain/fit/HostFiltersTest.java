package io.berth.placement.domain.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.BootId;
import io.berth.contracts.ids.ClusterId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.Refusal;
import io.berth.placement.domain.Scenario;
import io.berth.placement.domain.ledger.CorePercent;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.ledger.Ledger;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.policy.Rulebook;
import io.berth.placement.domain.policy.SoftRule;
import io.berth.placement.domain.vm.VmRow;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One row for each way in which a host can be refused. */
class HostFiltersTest {
    private static final HostId HOST = new HostId("h1");
    private static final ClusterId CLUSTER = new ClusterId("cluster-1");
    private static final HostReserve RESERVE = new HostReserve(10, MiB.ofGiB(4));

    private final HostFilters filters = new HostFilters(PlacementPolicy.DEFAULT);

    /** A host, a VM, and what is to be said about them; a usable host has 60 GiB and 1440 %. */
    record Row(
            String name,
            HostRow host,
            @Nullable HostState specification,
            @Nullable CorePercent measured,
            VmRow vm,
            @Nullable VmId partner,
            List<Obstacle> expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Row> rows() {
        HostRow ready = row(HostStatus.UP, true);
        HostState plain = host(CLUSTER, false);
        VmRow small = vm(1, 100, true);
        List<HostId> others = Collections.nCopies(5, new HostId("other"));
        return Stream.of(
                new Row("nothing against it", ready, plain, null, small, null, List.of()),
                new Row("exactly full", ready, plain, null, vm(60, 1440, true), null, List.of()),
                new Row(
                        "memory in the reserve",
                        ready,
                        plain,
                        null,
                        vm(61, 100, true),
                        null,
                        List.of(
                                new Obstacle.InsufficientMemory(
                                        MiB.ofGiB(61), MiB.ofGiB(60).value()))),
                new Row(
                        "emptied on request",
                        ready.withEvacuated(true),
                        plain,
                        null,
                        small,
                        null,
                        List.of(new Obstacle.Evacuated())),
                new Row(
                        "quarantined by the monitor",
                        ready.withQuarantined(true),
                        plain,
                        null,
                        small,
                        null,
                        List.of(new Obstacle.Quarantined())),
                new Row(
                        "isolated",
                        ready.withStatus(HostStatus.ISOLATED),
                        plain,
                        null,
                        small,
                        null,
                        List.of(new Obstacle.HostNotUp(HostStatus.ISOLATED))),
                new Row(
                        "processing in the reserve",
                        ready,
                        plain,
                        null,
                        vm(1, 1500, true),
                        null,
                        List.of(new Obstacle.InsufficientCpu(new CorePercent(1500), 1440))),
                new Row(
                        "processing in use, though not allocated",
                        ready,
                        plain,
                        new CorePercent(1400),
                        small,
                        null,
                        List.of(new Obstacle.InsufficientCpu(new CorePercent(100), 40))),
                new Row(
                        "suspect",
                        row(HostStatus.SUSPECT, true),
                        plain,
                        null,
                        small,
                        null,
                        List.of(new Obstacle.HostNotUp(HostStatus.SUSPECT))),
                new Row(
                        "never seen",
                        HostRow.unknown(HOST),
                        plain,
                        null,
                        small,
                        null,
                        List.of(
                                new Obstacle.HostNotUp(HostStatus.UNKNOWN),
                                new Obstacle.HostAwaitsTenure())),
                new Row(
                        "awaits its grant",
                        row(HostStatus.UP, false),
                        plain,
                        null,
                        small,
                        null,
                        List.of(new Obstacle.HostAwaitsTenure())),
                new Row(
                        "in maintenance",
                        ready,
                        host(CLUSTER, true),
                        null,
                        small,
                        null,
                        List.of(new Obstacle.InMaintenance())),
                new Row(
                        "not specified",
                        ready,
                        null,
                        null,
                        small,
                        null,
                        List.of(new Obstacle.SpecificationUnknown())),
                new Row(
                        "stands alone",
                        ready,
                        host(null, false),
                        null,
                        small,
                        null,
                        List.of(new Obstacle.HighAvailabilityNeedsCluster())),
                new Row(
                        "stands alone, not highly available",
                        ready,
                        host(null, false),
                        null,
                        vm(1, 100, false),
                        null,
                        List.of()),
                new Row(
                        "holds a partner",
                        ready,
                        plain,
                        null,
                        apart(),
                        new VmId("partner"),
                        List.of(new Obstacle.AntiAffinity("web", new VmId("partner")))),
                new Row(
                        "failed to start it",
                        ready,
                        plain,
                        null,
                        small.excluding(List.of(HOST)),
                        null,
                        List.of(new Obstacle.ExcludedAfterFailedStart())),
                new Row(
                        "enough others failed to start it",
                        ready,
                        plain,
                        null,
                        small.excluding(others),
                        null,
                        List.of(new Obstacle.StartAttemptsExhausted(5))),
                new Row(
                        "all reasons at once",
                        row(HostStatus.FAILED, false),
                        host(null, true),
                        null,
                        vm(61, 1500, true),
                        null,
                        List.of(
                                new Obstacle.HostNotUp(HostStatus.FAILED),
                                new Obstacle.HostAwaitsTenure(),
                                new Obstacle.InMaintenance(),
                                new Obstacle.HighAvailabilityNeedsCluster(),
                                new Obstacle.InsufficientMemory(
                                        MiB.ofGiB(61), MiB.ofGiB(60).value()),
                                new Obstacle.InsufficientCpu(new CorePercent(1500), 1440))));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyReasonIsGiven(Row row) {
        Ledger ledger = new Ledger();
        ledger.life(row.host());
        if (row.specification() != null) {
            ledger.describe(new HostDescription(row.specification(), row.measured()));
        }
        Ask ask = ask(row.vm(), row.partner());

        assertThat(filters.obstacles(row.host(), ledger, ask)).isEqualTo(row.expected());
        assertThat(new Shape(ask.requirement()).preference(ledger, 0) == Ledger.UNFIT)
                .as("the shape says the same of what is not the VM's own")
                .isEqualTo(row.expected().stream().anyMatch(o -> !isOfTheVm(o)));
    }

    @Test
    void aVmIsToldWhereTheOthersOfItsSetAre() {
        VmRow small = vm(1, 100, true);
        VmRow bound =
                VmRow.fresh(
                        small.vm(),
                        Scenario.details(small.spec(), VmDetails.NONE.with("set", null)));
        Ledger ledger = new Ledger();
        HostRow ready = row(HostStatus.UP, true);
        ledger.life(ready);
        ledger.describe(new HostDescription(host(CLUSTER, false), null));
        HostId elsewhere = new HostId("elsewhere");
        NavigableMap<HostId, VmId> there = new TreeMap<>(Map.of(elsewhere, new VmId("other")));
        Ask ask = with(bound, there);

        assertThat(filters.obstacles(ready, ledger, ask))
                .containsExactly(new Obstacle.Affinity("set", new VmId("other"), elsewhere));
        assertThat(ask.boundTo()).containsExactly(elsewhere);
        Ask waived = ask.asking(ask.requirement().waiving(Set.of(SoftRule.AFFINITY)));
        assertThat(filters.obstacles(ready, ledger, waived)).isEmpty();
        assertThat(filters.waived(ready, ledger, waived)).hasSize(1);
        assertThat(waived.boundTo()).isEmpty();
        there.put(HOST, new VmId("another"));
        assertThat(filters.obstacles(ready, ledger, with(bound, there))).isEmpty();
    }

    private static Ask with(VmRow vm, NavigableMap<HostId, VmId> companions) {
        return new Ask(
                vm,
                Requirement.of(vm.spec(), Rulebook.EMPTY),
                0,
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                companions);
    }

    private static boolean isOfTheVm(Obstacle obstacle) {
        return switch (obstacle) {
            case Obstacle.AntiAffinity _,
                    Obstacle.NotAPossibleOwner _,
                    Obstacle.ExcludedAfterFailedStart _,
                    Obstacle.StartAttemptsExhausted _ ->
                    true;
            default -> false;
        };
    }

    private static Ask ask(VmRow vm, @Nullable VmId partner) {
        return new Ask(
                vm,
                Requirement.of(vm.spec(), Rulebook.EMPTY),
                0,
                List.of(),
                List.of(),
                List.of(),
                partner == null ? Map.of() : Map.of(HOST, partner));
    }

    @Test
    void aRefusalCarriesItsNumbersAndUnit() {
        Refusal refusal = new Obstacle.InsufficientMemory(MiB.ofGiB(2), -512).toRefusal();

        assertThat(refusal)
                .isEqualTo(
                        new Refusal(
                                "insufficient-memory",
                                true,
                                2048L,
                                -512L,
                                "MiB",
                                "needs 2048 MiB, -512 MiB are left outside the reserve"));
    }

    private static HostRow row(HostStatus status, boolean open) {
        return new HostRow(HOST, status, new BootId(1), new Tenure(1), open, Tenure.NONE);
    }

    private static HostState host(@Nullable ClusterId cluster, boolean maintenance) {
        return Scenario.hostState("h1", MiB.ofGiB(64), RESERVE, cluster, maintenance);
    }

    private static VmRow vm(int gib, int corePercent, boolean highlyAvailable) {
        return VmRow.fresh(
                new VmId("vm"),
                new VmSpec(
                        corePercent / 20,
                        20,
                        MiB.ofGiB(gib),
                        highlyAvailable,
                        RestartPriority.MEDIUM,
                        null));
    }

    private static VmRow apart() {
        return VmRow.fresh(new VmId("vm"), Scenario.apart("web"));
    }
}
