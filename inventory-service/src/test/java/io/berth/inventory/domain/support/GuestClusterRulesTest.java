package io.berth.inventory.domain.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.inventory.domain.support.GuestClusterRules.Answer;
import io.berth.inventory.domain.support.GuestClusterRules.Judgement;
import io.berth.inventory.domain.support.SqlCluster.Validation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestClusterRulesTest {
    private static final GuestClusterRules RULES = Rules.of(GuestClusterRules.class);

    @ParameterizedTest
    @CsvSource({
        "SQL Server 2005, Windows Server 2008, Windows Server 2008, false, true, PASSED, SUPPORTED",
        "SQL Server 2008, Windows Server 2008, Windows Server 2008, false, true, PASSED, SUPPORTED",
        "sql server 2008, Windows Server 2008 R2, Hyper-V Server 2008, false, true, PASSED,"
                + " SUPPORTED",
        "SQL Server 2008, Windows Server 2012, ESXi 4.1, true, true, PASSED, SUPPORTED",
        "SQL Server 2008, Windows Server 2008, ESXi 4.1, false, true, PASSED, LIMITED_SUPPORT",
        "SQL Server 2008, Windows Server 2008, Windows Server 2008 R2, true, true, PASSED,"
                + " SUPPORTED",
        "SQL Server 2008, Windows Server 2008, Windows Server 2008 R2, false, true, PASSED,"
                + " LIMITED_SUPPORT",
        "SQL Server 2008, Windows Server 2003, Windows Server 2008, false, true, PASSED,"
                + " LIMITED_SUPPORT",
        "SQL Server 2008, Windows Server 2008, Windows Server 2008, false, false, PASSED,"
                + " LIMITED_SUPPORT",
        "SQL Server 2008, Windows Server 2008, Windows Server 2008, false, true, FAILED,"
                + " LIMITED_SUPPORT",
        "SQL Server 2008, Windows Server 2008, Windows Server 2008, false, true, NOT_RUN,"
                + " LIMITED_SUPPORT",
        "SQL Server 2012, Windows Server 2008, Windows Server 2008, false, true, PASSED,"
                + " LIMITED_SUPPORT",
        "SQL Server 2000, Windows Server 2008, Windows Server 2008, false, true, PASSED, REFUSED",
        "SQL Server 7.0, Windows Server 2008, Windows Server 2008, false, true, PASSED, REFUSED",
        "SQL Server 6.5, Windows Server 2008, Windows Server 2008, false, true, PASSED, REFUSED",
        "SQL Server 2000, Windows Server 2003, ESXi 4.1, false, false, NOT_RUN, REFUSED"
    })
    void theWorstRuleAnswers(
            String sqlServer,
            String guestSystem,
            String hypervisor,
            boolean svvp,
            boolean certified,
            Validation validation,
            Answer answer) {
        Judgement judgement =
                judge(sqlServer, guestSystem, hypervisor, svvp, certified, validation);

        assertThat(judgement.answer()).isEqualTo(answer);
        assertThat(judgement.reference()).isEqualTo("KB 897615");
        assertThat(judgement.rules())
                .extracting(RuleResult::rule)
                .containsExactly(
                        "sql-server",
                        "guest-system",
                        "hypervisor-certified",
                        "components-certified",
                        "guest-validation");
        assertThat(judgement.rules())
                .allSatisfy(rule ->
                        assertThat(rule.action() == null)
                                .isEqualTo(rule.outcome() == Outcome.PASSED));
    }

    @Test
    void everyBrokenRuleIsTold() {
        assertThat(
                        judge(
                                        "SQL Server 2000",
                                        "Windows 2000",
                                        "ESX 3.5",
                                        false,
                                        false,
                                        Validation.NOT_RUN)
                                .rules())
                .extracting(RuleResult::outcome)
                .containsExactly(
                        Outcome.FAILED,
                        Outcome.NOT_LISTED,
                        Outcome.NOT_LISTED,
                        Outcome.FAILED,
                        Outcome.NOT_STATED);
    }

    private static Judgement judge(
            String sqlServer,
            String guestSystem,
            String hypervisor,
            boolean svvp,
            boolean certified,
            Validation validation) {
        HypervisorKind kind =
                hypervisor.startsWith("ESX") ? HypervisorKind.ESX : HypervisorKind.HYPER_V;
        return RULES.judge(
                new SqlCluster(
                        sqlServer,
                        guestSystem,
                        new Hypervisor(
                                kind, hypervisor, null, "Datacenter", "full", 1L, null, false),
                        svvp,
                        certified,
                        validation));
    }
}
