package io.berth.placement.domain.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.Tenure;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.placement.OptimiseDomainRequested;
import io.berth.placement.domain.Estate;
import io.berth.placement.domain.PlacementRules;
import io.berth.placement.domain.Scenario;
import io.berth.placement.domain.ledger.CorePercent;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.ledger.HostRow;
import io.berth.placement.domain.ledger.HostStatus;
import io.berth.placement.domain.operation.MoveGain;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.OperationRow;
import io.berth.placement.domain.operation.OperationState;
import io.berth.placement.domain.operation.Spread;
import io.berth.placement.domain.policy.Aggressiveness;
import io.berth.placement.domain.policy.Goal;
import io.berth.placement.domain.policy.GroupPolicy;
import io.berth.placement.domain.policy.Moment;
import io.berth.placement.domain.policy.OptimiseMode;
import io.berth.placement.domain.policy.OptimisePolicy;
import io.berth.placement.domain.policy.PlacementPolicy;
import io.berth.placement.domain.state.DomainState;
import io.berth.placement.domain.vm.VmRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What one plan holds, and why it holds no more. */
class OptimisationPlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final List<HostDescription> hosts = new ArrayList<>();
    private final List<HostRow> rows = new ArrayList<>();
    private final List<VmRow> vms = new ArrayList<>();

    private void host(String id, GroupPolicy group, @Nullable Long measured) {
        host(id, MiB.ofGiB(64), group, measured);
    }

    private void host(String id, MiB memory, GroupPolicy group, @Nullable Long measured) {
        hosts.add(
                new HostDescription(
                        Scenario.hostState(id, memory, new HostReserve(10, MiB.ofGiB(4))),
                        measured == null ? null : new CorePercent(measured),
                        null,
                        group,
                        false));
        rows.add(Estate.ready(new HostId(id)));
    }

    private void hosts(String... ids) {
        for (String id : ids) {
            host(id, GroupPolicy.DEFAULT, null);
        }
    }

    private static VmSpec spec(long gib, int cpu) {
        return new VmSpec(1, cpu, MiB.ofGiB(gib), true, RestartPriority.MEDIUM, null);
    }

    private void vm(String id, String host, VmSpec spec) {
        vms.add(
                VmRow.fresh(new VmId(id), spec)
                        .placed(new HostId(host), new Tenure(1), NOW)
                        .running(null));
    }

    private DomainState state() {
        return DomainState.restore(Scenario.CLUSTER, hosts, rows, vms);
    }

    private OperationRow plan() {
        return new PlacementRules(PlacementPolicy.DEFAULT)
                .whatIf(
                        state(),
                        new OptimiseDomainRequested(
                                Scenario.CLUSTER, new OperationId("plan"), new Principal("jo")),
                        new Moment(NOW, 1, List.of()))
                .orElseThrow();
    }

    private List<String> moves() {
        return plan().moves().stream()
                .map(move -> "%s %s>%s".formatted(move.vm(), move.source(), move.target()))
                .toList();
    }

    private static Spread spread(OperationRow row) {
        return Objects.requireNonNull(row.spread());
    }

    private static GroupPolicy group(Goal goal, OptimiseMode mode, int aggressiveness) {
        return new GroupPolicy(
                goal,
                GroupPolicy.Weights.EQUAL,
                new OptimisePolicy(mode, OptimisePolicy.LEAST_INTERVAL, aggressiveness, true));
    }

    @Test
    void theWorkedExample() {
        hosts("a", "b", "c");
        for (int i = 1; i <= 4; i++) {
            vm("vm" + i, "a", new VmSpec(4, 50, MiB.ofGiB(12), true, RestartPriority.MEDIUM, null));
        }
        vm("vm5", "b", new VmSpec(4, 50, MiB.ofGiB(12), true, RestartPriority.MEDIUM, null));
        OperationRow plan = plan();
        assertThat(moves()).containsExactly("vm1 a>c", "vm2 a>b");
        Spread spread = spread(plan);
        assertThat(spread.potentialBefore()).isCloseTo(0.504, offset(0.001));
        assertThat(spread.potentialAfter()).isCloseTo(0.267, offset(0.001));
        assertThat(spread.deviationBefore()).isCloseTo(0.289, offset(0.001));
        assertThat(spread.deviationAfter()).isCloseTo(0.080, offset(0.001));
        assertThat(spread.end()).isEqualTo(Spread.End.NOTHING_GAINS);
        MoveGain first = Objects.requireNonNull(plan.moves().getFirst().gain());
        assertThat(first.gain()).isCloseTo(0.178, offset(0.001));
        assertThat(first.price()).isCloseTo(0.003, offset(0.0001));
        assertThat(first.memory()).isEqualTo(12_288);
        assertThat(first.sourceBefore()).isCloseTo(1 - 0.678, offset(0.001));
        assertThat(first.targetBefore()).isEqualTo(1);
    }

    @Test
    void aHotHostGoesBeforeAFullerOne() {
        host("hot", GroupPolicy.DEFAULT, 1400L);
        host("full", GroupPolicy.DEFAULT, 600L);
        hosts("empty");
        vm("busy1", "hot", spec(2, 50));
        vm("busy2", "hot", spec(2, 50));
        for (int i = 0; i < 6; i++) {
            vm("large" + i, "full", spec(8, 100));
        }
        assertThat(moves().getFirst()).isEqualTo("busy1 hot>empty");
    }

    @Test
    void moreAggressiveMeansSmallerGains() {
        List<Integer> counts = new ArrayList<>();
        for (int level = 1; level <= Aggressiveness.LEVELS; level++) {
            hosts.clear();
            rows.clear();
            vms.clear();
            for (String id : List.of("a", "b")) {
                host(id, group(Goal.LOAD_BALANCE, OptimiseMode.MANUAL, level), null);
            }
            for (int i = 0; i < 20; i++) {
                vm("vm" + i, "a", spec(1, 50));
            }
            assertThat(plan().moves())
                    .as("level %d", level)
                    .hasSizeLessThanOrEqualTo(Aggressiveness.of(level).mostMoves());
            counts.add(plan().moves().size());
        }
        assertThat(counts).isSorted().startsWith(0);
        assertThat(counts.getLast()).isPositive();
    }

    @Test
    void hostsThatAreToBeFilledGiveOnlyWhenHot() {
        GroupPolicy fill = group(Goal.CONSOLIDATE, OptimiseMode.MANUAL, 5);
        host("a", fill, null);
        host("b", fill, null);
        for (int i = 0; i < 5; i++) {
            vm("vm" + i, "a", spec(8, 100));
        }
        assertThat(moves()).isEmpty();
        vm("vm5", "a", spec(8, 100));
        vm("vm6", "a", spec(8, 100));
        assertThat(moves()).as("a is hot: 7 · 8 of 60 GiB").hasSize(2);
    }

    @Test
    void whatStandsAgainstAMigrationStandsAgainstThis() {
        hosts("a", "b");
        VmDetails bound =
                new VmDetails(
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        List.of(new HostId("a")),
                        List.of(),
                        List.of(),
                        false,
                        null,
                        null);
        vm("bound", "a", new VmSpec(1, 50, MiB.ofGiB(24), true, RestartPriority.LOW, null, bound));
        vm("apart1", "a", new VmSpec(1, 50, MiB.ofGiB(16), true, RestartPriority.LOW, "set"));
        vm("apart2", "b", new VmSpec(1, 50, MiB.ofGiB(4), true, RestartPriority.LOW, "set"));
        assertThat(plan().moves()).isEmpty();
        assertThat(spread(plan()).end()).isEqualTo(Spread.End.REFUSED);
    }

    @Test
    void aVmStaysWhereItPrefersToBe() {
        hosts("a", "b");
        VmDetails fond =
                new VmDetails(
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(new HostId("a")),
                        List.of(),
                        false,
                        null,
                        null);
        vm("fond", "a", new VmSpec(1, 50, MiB.ofGiB(24), true, RestartPriority.LOW, null, fond));
        vm("free", "a", spec(16, 50));
        assertThat(moves()).containsExactly("free a>b");
    }

    @Test
    void whatIsLeftOutIsNamed() {
        hosts("a", "b");
        host("off", group(Goal.LOAD_BALANCE, OptimiseMode.OFF, 5), null);
        hosts("closed", "down");
        rows.set(3, rows.get(3).withEvacuated(true));
        rows.set(4, rows.get(4).withStatus(HostStatus.FAILED));
        vm("big", "a", spec(24, 100));
        vms.add(
                VmRow.fresh(new VmId("starting"), spec(16, 100))
                        .placed(new HostId("a"), new Tenure(1), NOW));
        OperationRow plan = plan();
        assertThat(plan.moves()).hasSize(1);
        assertThat(spread(plan).hosts()).isEqualTo(2);
        assertThat(spread(plan).leftOut())
                .extracting(left -> left.host() + " " + left.why())
                .containsExactlyInAnyOrder(
                        "off optimisation is off for group group",
                        "closed it is evacuated",
                        "down it is FAILED",
                        "a it is PLACED");
    }

    @Test
    void whereThereIsNothingToChooseItSaysSo() {
        host("a", group(Goal.LOAD_BALANCE, OptimiseMode.OFF, 3), null);
        assertThat(plan().reason()).isEqualTo(MoveReason.OPTIMISATION_OFF);
        hosts("b");
        assertThat(plan().reason()).isEqualTo(MoveReason.TOO_FEW_HOSTS);
        hosts("c");
        assertThat(plan().state()).isEqualTo(OperationState.DONE);
        assertThat(spread(plan()).end()).isEqualTo(Spread.End.NOTHING_GAINS);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        for (Duration interval : List.of(Duration.ofMinutes(9), Duration.ofHours(25))) {
            assertThatThrownBy(() -> new OptimisePolicy(OptimiseMode.AUTOMATIC, interval, 3, true))
                    .hasMessageContaining("PT10M to PT24H");
        }
        for (int level : List.of(0, 6)) {
            assertThatThrownBy(() ->
                            new OptimisePolicy(
                                    OptimiseMode.MANUAL,
                                    OptimisePolicy.LEAST_INTERVAL,
                                    level,
                                    true))
                    .hasMessageContaining("aggressiveness");
        }
    }

    @Test
    void groupsOfOneClusterAreOptimisedByTheMoreCautiousSettings() {
        host("a", group(Goal.LOAD_BALANCE, OptimiseMode.AUTOMATIC, 5), null);
        host("b", group(Goal.LOAD_BALANCE, OptimiseMode.MANUAL, 2), null);
        host("c", group(Goal.LOAD_BALANCE, OptimiseMode.OFF, 1), null);
        assertThat(OptimisePolicy.ofDomain(hosts.stream().map(HostDescription::group).toList()))
                .isEqualTo(
                        new OptimisePolicy(
                                OptimiseMode.MANUAL, OptimisePolicy.LEAST_INTERVAL, 2, true));
        assertThat(state().optimisationDue(NOW)).isFalse();
    }
}
