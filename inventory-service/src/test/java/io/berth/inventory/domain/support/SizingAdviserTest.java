package io.berth.inventory.domain.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.inventory.domain.Advice;
import io.berth.inventory.domain.Verdict;
import io.berth.inventory.domain.support.SizingAdvice.Need;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizingAdviserTest {
    private static final SizingAdviser ADVISER =
            new SizingAdviser(Rules.of(SizingTable.class), Rules.of(SoftwareRules.class));
    private static final long GIB = 1024;

    /** The table of the sizing adviser, figure by figure; a disk of 0 goes by content. */
    @ParameterizedTest
    @CsvSource({
        "MANAGEMENT_SERVER, 150, 1, 1, 2000, 2048, 2048, 2, 2, 2800, 4096, 40960",
        "DATABASE, 150, 1, 1, 2800, 2048, 81920, 2, 2, 2000, 4096, 153600",
        "LIBRARY, 150, 1, 1, 2800, 2048, 0, 2, 2, 3200, 2048, 0",
        "SELF_SERVICE_PORTAL, 150, 1, 1, 2800, 2048, 512, 2, 2, 2800, 2048, 20480",
        "CONSOLE, 150, 1, 1, 550, 512, 512, 1, 1, 1000, 1024, 2048",
        "MANAGEMENT_SERVER, 151, 1, 1, 2800, 4096, 10240, 2, 2, 3600, 8192, 51200",
        "DATABASE, 151, 1, 1, 2000, 4096, 153600, 2, 2, 2800, 8192, 204800",
        "LIBRARY, 151, 1, 1, 2800, 2048, 0, 2, 2, 3200, 2048, 0",
        "SELF_SERVICE_PORTAL, 151, 1, 1, 2800, 2048, 10240, 2, 2, 3200, 8192, 40960",
        "CONSOLE, 151, 1, 1, 1000, 1024, 512, 1, 1, 2000, 2048, 4096"
    })
    void aRoleOnAMachineOfItsOwnNeedsWhatTheTableSays(
            MachineRole role,
            int hosts,
            int processors,
            int cores,
            int clock,
            long memory,
            long disk,
            int bestProcessors,
            int bestCores,
            int bestClock,
            long bestMemory,
            long bestDisk) {
        SizingAdvice.Machine machine = advise(hosts, role).machines().getFirst();

        expect(machine.minimum(), processors, cores, clock, memory, disk);
        expect(machine.recommended(), bestProcessors, bestCores, bestClock, bestMemory, bestDisk);
        assertThat(machine.minimum().plusContent()).isEqualTo(role == MachineRole.LIBRARY);
        assertThat(machine.combined()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, up-to-150",
        "149, up-to-150",
        "150, up-to-150",
        "151, above-150",
        "1000000, above-150"
    })
    void theNumberOfHostsGivesTheBand(int hosts, String band) {
        assertThat(advise(hosts, MachineRole.CONSOLE).band()).isEqualTo(band);
    }

    @Test
    void aLocalDatabaseIsTheTablesOwnFigure() {
        SizingAdvice.Machine machine =
                advise(150, MachineRole.MANAGEMENT_SERVER, MachineRole.DATABASE)
                        .machines()
                        .getFirst();

        expect(machine.minimum(), 1, 1, 2800, 2 * GIB, 80 * GIB);
        expect(machine.recommended(), 2, 2, 2800, 4 * GIB, 150 * GIB);
        assertThat(machine.combined()).singleElement().asString().contains("with local database");
    }

    /** Above 150 hosts the table has no figure for it: both disks. */
    @Test
    void aLocalDatabaseForManyHostsTakesBothDisksAndIsWarnedOf() {
        SizingAdvice advice = advise(151, MachineRole.MANAGEMENT_SERVER, MachineRole.DATABASE);

        expect(advice.machines().getFirst().minimum(), 1, 1, 2800, 4 * GIB, 160 * GIB);
        expect(advice.machines().getFirst().recommended(), 2, 2, 3600, 8 * GIB, 250 * GIB);
        assertThat(advice.warnings())
                .extracting(Advice::code)
                .contains("database-on-dedicated-machine");
    }

    @Test
    void memoryAndDiskAddUpWithOneOperatingSystem() {
        SizingAdvice.Machine machine =
                advise(
                                150,
                                MachineRole.MANAGEMENT_SERVER,
                                MachineRole.DATABASE,
                                MachineRole.LIBRARY)
                        .machines()
                        .getFirst();

        expect(machine.minimum(), 1, 1, 2800, 3584, 80 * GIB);
        expect(machine.recommended(), 2, 2, 3200, 4096 + 2048 - 512, 150 * GIB);
        assertThat(machine.minimum().plusContent()).isTrue();
        assertThat(machine.combined()).hasSize(4);
    }

    @Test
    void allRolesShareAMachine() {
        SizingAdvice.Machine machine = advise(150, MachineRole.values()).machines().getFirst();

        expect(machine.minimum(), 1, 1, 2800, 2048 + 1536 + 1536, 80 * GIB + 512 + 512);
        expect(
                machine.recommended(),
                2,
                2,
                3200,
                4096 + 1536 + 1536 + 512,
                150 * GIB + 20 * GIB + 2 * GIB);
    }

    @ParameterizedTest
    @CsvSource({"150, false", "151, true"})
    void libraryAndDatabaseGetMachinesOfTheirOwnAbove150Hosts(int hosts, boolean warned) {
        SizingAdvice together = advise(hosts, MachineRole.LIBRARY, MachineRole.DATABASE);
        SizingAdvice alone =
                accepted(
                        plan(
                                hosts,
                                List.of(
                                        machine("a", MachineRole.LIBRARY),
                                        machine("b", MachineRole.DATABASE))));

        assertThat(codes(together).contains("library-on-dedicated-machine")).isEqualTo(warned);
        assertThat(codes(together).contains("database-on-dedicated-machine")).isEqualTo(warned);
        assertThat(codes(alone))
                .doesNotContain("library-on-dedicated-machine", "database-on-dedicated-machine");
    }

    @Test
    void theManagerShouldNotRunInsideItsCluster() {
        SizingPlan plan =
                new SizingPlan(
                        10,
                        List.of(machine("a", MachineRole.MANAGEMENT_SERVER, MachineRole.DATABASE)),
                        true,
                        null,
                        null,
                        null);

        assertThat(codes(accepted(plan))).containsExactly("manager-inside-its-cluster");
    }

    @Test
    void whatEveryInstallationNeedsIsMissed() {
        assertThat(advise(10, MachineRole.CONSOLE).warnings())
                .extracting(Advice::code)
                .containsExactly("role-not-placed", "role-not-placed");
    }

    @Test
    void managerAndDatabaseStandOnOneMachineEach() {
        Verdict<SizingAdvice> verdict =
                ADVISER.advise(
                        plan(
                                10,
                                List.of(
                                        machine("a", MachineRole.values()),
                                        machine("b", MachineRole.values()))));

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.refusals()).hasSize(2));
    }

    @ParameterizedTest
    @CsvSource({
        "SQL Server 2008 R2, Standard, 0, PASSED",
        "SQL Server 2008 R2, Enterprise, 0, PASSED",
        "SQL Server 2008 R2, Standard, 1, NOT_LISTED",
        "SQL Server 2008 R2, Enterprise, 2, NOT_LISTED",
        "SQL Server 2008 R2, Enterprise, , NOT_LISTED",
        "SQL Server 2008 R2, Datacenter, 0, NOT_LISTED",
        "SQL Server 2008 R2, Express, 0, FAILED",
        "SQL Server 2008, Standard, 2, PASSED",
        "SQL Server 2008, Enterprise, 2, PASSED",
        "SQL Server 2008, Enterprise, 1, NOT_LISTED",
        "SQL Server 2008, Enterprise, 3, NOT_LISTED",
        "SQL Server 2008, Express with Advanced Services, 2, FAILED",
        "SQL Server 2008 Express, , , FAILED",
        "SQL Server Express, , , FAILED",
        "SQL Server 2005, Standard, 3, NOT_LISTED",
        "PostgreSQL, , , NOT_LISTED"
    })
    void databases(String product, @Nullable String edition, @Nullable Long pack, Outcome outcome) {
        SizingPlan plan =
                new SizingPlan(
                        10,
                        List.of(machine("a", MachineRole.values())),
                        false,
                        new Product(product, null, edition, null, pack),
                        null,
                        null);

        assertThat(accepted(plan).software())
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.outcome()).isEqualTo(outcome);
                    assertThat(rule.action() == null).isEqualTo(outcome == Outcome.PASSED);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "Windows Server 2008 R2, Standard, 1, PASSED, PASSED",
        "Windows Server 2008 R2, Enterprise, 1, PASSED, PASSED",
        "Windows Server 2008 R2, Datacenter, 1, PASSED, PASSED",
        "Windows Server 2008 R2, Datacenter, 0, NOT_LISTED, NOT_LISTED",
        "Windows Server 2008 R2, Datacenter, 2, NOT_LISTED, NOT_LISTED",
        "Windows Server 2008 R2, Web, 1, NOT_LISTED, PASSED",
        "Windows Server 2008, Enterprise, 1, NOT_LISTED, NOT_LISTED",
        "Windows 7, Professional, 1, NOT_LISTED, PASSED",
        "Windows 7, , 1, NOT_LISTED, PASSED",
        "Windows 7, , 0, NOT_LISTED, NOT_LISTED"
    })
    void operatingSystems(
            String product,
            @Nullable String edition,
            @Nullable Long pack,
            Outcome manager,
            Outcome console) {
        List<RuleResult> results =
                software(new Product(product, null, edition, null, pack), List.of());

        assertThat(outcome(results, "manager-system")).isEqualTo(manager);
        assertThat(outcome(results, "console-system")).isEqualTo(console);
    }

    @ParameterizedTest
    @CsvSource({
        "WinRM 2.0, manager-winrm",
        ".NET 3.5 SP1, manager-dotnet",
        "Windows Automated Installation Kit, manager-waik",
        ".NET Framework 3.5 SP1, console-dotnet",
        "Windows PowerShell 2.0, console-powershell"
    })
    void prerequisites(String installed, String rule) {
        Product system = new Product("Windows Server 2008 R2", null, "Standard", null, 1L);

        assertThat(outcome(software(system, List.of(installed)), rule)).isEqualTo(Outcome.PASSED);
        assertThat(outcome(software(system, List.of("WinRM 1.1", ".NET 3.5")), rule))
                .isEqualTo(Outcome.FAILED);
    }

    private static List<RuleResult> software(Product system, List<String> installed) {
        SizingPlan.Computer computer = new SizingPlan.Computer(system, installed);
        return accepted(
                        new SizingPlan(
                                10,
                                List.of(machine("a", MachineRole.values())),
                                false,
                                null,
                                computer,
                                computer))
                .software();
    }

    private static Outcome outcome(List<RuleResult> results, String rule) {
        return results.stream()
                .filter(result -> result.rule().equals(rule))
                .findAny()
                .orElseThrow()
                .outcome();
    }

    private static void expect(
            Need need, int processors, int cores, int clock, long memory, long disk) {
        assertThat(need.processor().processors()).isEqualTo(processors);
        assertThat(need.processor().coresPerProcessor()).isEqualTo(cores);
        assertThat(need.processor().clockMHz()).isEqualTo(clock);
        assertThat(need.memoryMiB()).isEqualTo(memory);
        assertThat(need.diskMiB()).isEqualTo(disk);
    }

    private static List<String> codes(SizingAdvice advice) {
        return advice.warnings().stream().map(Advice::code).toList();
    }

    private static SizingAdvice advise(int hosts, MachineRole... roles) {
        return accepted(plan(hosts, List.of(machine("a", roles))));
    }

    private static SizingPlan plan(int hosts, List<SizingPlan.Machine> machines) {
        return new SizingPlan(hosts, machines, false, null, null, null);
    }

    private static SizingPlan.Machine machine(String name, MachineRole... roles) {
        return new SizingPlan.Machine(name, EnumSet.copyOf(Set.of(roles)));
    }

    private static SizingAdvice accepted(SizingPlan plan) {
        return switch (ADVISER.advise(plan)) {
            case Verdict.Accepted<SizingAdvice>(var advice) -> advice;
            case Verdict.Refused<SizingAdvice>(var refusals) ->
                    throw new AssertionError("refused: " + refusals);
        };
    }
}
