package io.berth.placement.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.hosts.MigrateVm;
import io.berth.contracts.hosts.MigrationMode;
import io.berth.contracts.ids.CsvId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.DiskFormat;
import io.berth.contracts.inventory.HostHardware;
import io.berth.contracts.inventory.HostReserve;
import io.berth.contracts.inventory.HostState;
import io.berth.contracts.inventory.NetworkAdapter;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmDetails;
import io.berth.contracts.inventory.VmDisk;
import io.berth.contracts.inventory.VmSpec;
import io.berth.contracts.monitoring.HostLoadMeasured;
import io.berth.contracts.placement.Refusal;
import io.berth.contracts.placement.VmMigrating;
import io.berth.placement.domain.ledger.HostDescription;
import io.berth.placement.domain.operation.MoveReason;
import io.berth.placement.domain.operation.MoveState;
import io.berth.placement.domain.vm.Payload;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a link carries, by which figure that is known, and what goes over it with a VM. */
class LinkScenarioTest {
    private final Scenario scenario = Scenario.ofHosts();
    private final OperationSteps steps = new OperationSteps(scenario);

    private void host(String id, @Nullable Long adapterMbit, @Nullable Long measuredMbit) {
        HostState plain = Scenario.hostState(id, MiB.ofGiB(64), HostReserve.NONE);
        HostState specification =
                new HostState(
                        new HostId(id),
                        Scenario.CLUSTER,
                        plain.cluster(),
                        new HostGroupId("group"),
                        new SiteId("site"),
                        16,
                        plain.memory(),
                        HostReserve.NONE,
                        false,
                        null,
                        null,
                        new HostHardware(
                                false,
                                null,
                                MiB.ofGiB(4096),
                                null,
                                null,
                                adapterMbit == null
                                        ? List.of()
                                        : List.of(
                                                new NetworkAdapter("lan", adapterMbit, List.of())),
                                List.of(),
                                null,
                                List.of()),
                        1);
        scenario.describe(
                HostDescription.of(
                        specification,
                        new HostLoadMeasured(
                                new HostId(id),
                                Scenario.CLUSTER,
                                5,
                                MiB.ofGiB(2),
                                20,
                                scenario.now(),
                                measuredMbit)));
        scenario.ready(id, 1).forget();
    }

    private static VmSpec withDisks(VmDisk... disks) {
        return new VmSpec(
                1,
                50,
                MiB.ofGiB(1),
                true,
                RestartPriority.MEDIUM,
                null,
                new VmDetails(
                        null,
                        List.of(disks),
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        false,
                        null,
                        null));
    }

    private static VmDisk onHost(String name, long gib) {
        return new VmDisk(name, MiB.ofGiB(gib), DiskFormat.DYNAMIC, null);
    }

    private MigrateVm ordered() {
        return scenario.commands().stream()
                .filter(MigrateVm.class::isInstance)
                .map(MigrateVm.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** Of each host: adapter and measured figure; then how it goes and what is said. */
    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    10000, 10000, 10000, 10000, LIVE,  10000, h1 has measured 10000 Mbit/s
                    10000, 9400,  10000, ,      LIVE,  9400,  h1 has measured 9400 Mbit/s
                    10000, ,      10000, 998,   QUICK, 998,   h2 has measured 998 Mbit/s
                    10000, ,      1000,  ,      LIVE,  1000,  the fastest adapter of h2 has 1000 Mbit/s
                    500,   2000,  10000, ,      LIVE,  2000,  h1 has measured 2000 Mbit/s
                    ,      800,   ,      900,   QUICK, 800,   h1 has measured 800 Mbit/s
                    ,      800,   ,      ,      LIVE,  ,      the link is not known
                    """)
    void theSlowerEndDecidesAndIsMeasuredWhereItCanBe(
            @Nullable Long adapter1,
            @Nullable Long measured1,
            @Nullable Long adapter2,
            @Nullable Long measured2,
            MigrationMode mode,
            @Nullable Long mbit,
            String said) {
        host("h1", adapter1, measured1);
        scenario.running("vm", Scenario.SMALL);
        host("h2", adapter2, measured2);
        steps.migrate("op", "vm", "h2");
        assertThat(steps.move("op").mode()).isEqualTo(mode);
        assertThat(steps.move("op").linkMbit()).isEqualTo(mbit);
        assertThat(steps.move("op").detail()).contains(said);
    }

    @Test
    void aMeasuredLinkBelowItsAdapterRefuses() {
        host("h1", 10_000L, 10_000L);
        scenario.running("vm", Scenario.SMALL);
        host("h2", 10_000L, 99L);
        steps.migrate("op", "vm", "h2");
        assertThat(steps.move("op").refused().getFirst().refusals())
                .containsExactly(
                        new Refusal(
                                "link-too-slow",
                                true,
                                100L,
                                99L,
                                "Mbit/s",
                                "a QUICK migration needs 100 Mbit/s, h2 has measured 99 Mbit/s"));
    }

    @Test
    void aHostBehindASlowLinkIsNotTakenAndStandsAmongTheRefused() {
        host("h1", 10_000L, null);
        scenario.running("vm", Scenario.SMALL);
        host("h2", 10_000L, 50L);
        host("h3", 10_000L, 5_000L);
        steps.migrate("op", "vm", null);
        assertThat(steps.move("op").target()).isEqualTo(new HostId("h3"));
        VmMigrating told =
                scenario.events().stream()
                        .filter(VmMigrating.class::isInstance)
                        .map(VmMigrating.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(told.explanation().candidates())
                .extracting(rated -> rated.host().value())
                .containsExactly("h3");
        assertThat(told.explanation().refused().getFirst().host()).isEqualTo(new HostId("h2"));
    }

    @Test
    void disksOnTheHostGoAlongAndThoseElsewhereDoNot() {
        host("h1", 10_000L, 1_000L);
        scenario.running(
                "vm",
                withDisks(
                        onHost("system.vhd", 200),
                        new VmDisk(
                                "data.vhd", MiB.ofGiB(500), DiskFormat.FIXED, new CsvId("csv-1")),
                        new VmDisk("lun", MiB.ofGiB(900), DiskFormat.PASS_THROUGH, null)));
        host("h2", 10_000L, null);
        scenario.forget();
        steps.migrate("op", "vm", "h2");
        assertThat(ordered().withStorage()).isEqualTo(MiB.ofGiB(200));
        // (1024 + 204800) MiB × 2^20 × 8 / 10^9
        assertThat(steps.move("op").payload())
                .isEqualTo(new Payload(MiB.ofGiB(1), MiB.ofGiB(200), Duration.ofSeconds(1727)));
        assertThat(steps.move("op").detail())
                .endsWith("; 204800 MiB of disks go along; at least PT28M47S");
        assertThat(steps.move("op").until())
                .isEqualTo(scenario.now().plus(Duration.ofSeconds(2 * 1727)));
    }

    @Test
    void withoutDisksOfItsOwnOnlyItsMemoryGoes() {
        host("h1", 10_000L, null);
        scenario.running("vm", Scenario.SMALL);
        host("h2", 10_000L, null);
        scenario.forget();
        steps.migrate("op", "vm", "h2");
        assertThat(ordered().withStorage()).isNull();
        assertThat(steps.move("op").until()).isEqualTo(scenario.now().plus(Duration.ofMinutes(30)));
    }

    @Test
    void anUnknownLinkLeavesTheDisksAsLongAsAnyMoveMayTake() {
        host("h1", null, null);
        scenario.running("vm", withDisks(onHost("system.vhd", 200)));
        host("h2", null, null);
        steps.migrate("op", "vm", "h2");
        assertThat(steps.move("op").payload())
                .isEqualTo(new Payload(MiB.ofGiB(1), MiB.ofGiB(200), null));
        assertThat(steps.move("op").until()).isEqualTo(scenario.now().plus(Duration.ofHours(8)));
    }

    @Test
    void whatWouldTakeTooLongIsRefusedUntilAnOperatorAcceptsIt() {
        host("h1", 10_000L, 100L);
        scenario.running("vm", withDisks(onHost("system.vhd", 1000)));
        host("h2", 10_000L, null);
        steps.migrate("no", "vm", "h2");
        assertThat(steps.move("no").refused().getFirst().refusals())
                .containsExactly(
                        new Refusal(
                                "move-takes-too-long",
                                false,
                                85_986L,
                                28_800L,
                                "s",
                                "1025024 MiB would be under way for PT23H53M6S at least, allowed"
                                        + " are PT8H"));
        steps.migrate("yes", "vm", "h2", null, "the host is being scrapped");
        assertThat(steps.move("yes").state()).isEqualTo(MoveState.MOVING);
        assertThat(steps.move("yes").overridden())
                .extracting(Refusal::code)
                .containsExactly("move-takes-too-long");
        assertThat(steps.move("yes").until())
                .isEqualTo(scenario.now().plus(Duration.ofSeconds(2 * 85_986)));
    }

    @Test
    void aDecisionIsMadeAgainFromTheFigureOfThen() {
        host("h1", 10_000L, 10_000L);
        scenario.running("vm", Scenario.SMALL);
        host("h2", 10_000L, 998L);
        steps.migrate("then", "vm", "h2", MigrationMode.LIVE, null);
        assertThat(steps.move("then").reason()).isEqualTo(MoveReason.TARGET_REFUSED);
        host("h2", 10_000L, 1_000L);
        steps.migrate("now", "vm", "h2", MigrationMode.LIVE, null);
        assertThat(steps.move("now").state()).isEqualTo(MoveState.MOVING);
    }
}
