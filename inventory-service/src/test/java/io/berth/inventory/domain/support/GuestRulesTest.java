package io.berth.inventory.domain.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.inventory.GuestArchitecture;
import io.berth.contracts.inventory.GuestSystem;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestRulesTest {
    private static final GuestRules RULES = Rules.of(GuestRules.class);
    private static final Hypervisor R2 = hyperV("Windows Server 2008 R2", "Datacenter", 1L);
    private static final Hypervisor NOT_R2 = hyperV("Windows Server 2008", "Datacenter", 1L);

    @ParameterizedTest
    @CsvSource({
        "RHEL 6.0, 3.1, PASSED",
        "RHEL 6.1, 3.1, PASSED",
        "CentOS 6.0, 3.1, PASSED",
        "Red Hat Enterprise Linux 6.0, 3.1.0, PASSED",
        "rhel6.0, 3.2, PASSED",
        "RHEL 6.0, 3.0.9, FAILED",
        "RHEL 6.0, 2.1, FAILED",
        "RHEL 6.0, , NOT_STATED",
        "RHEL 6.0, none, NOT_STATED",
        "SLES 10 SP3, 2.1, PASSED",
        "SLES 11, 2.1, PASSED",
        "RHEL 5.2, 2.1, PASSED",
        "RHEL 5.3, 2.1, PASSED",
        "RHEL 5.4, 2.1, PASSED",
        "RHEL 5.5, 2.1, PASSED",
        "RHEL 5.5, 3.1, PASSED",
        "RHEL 5.5, 2.0, FAILED"
    })
    void integrationComponents(String guest, @Nullable String installed, Outcome outcome) {
        GuestJudgement judgement =
                RULES.judge(new GuestSystem(guest, GuestArchitecture.X64, installed), 1, R2);

        assertThat(result(judgement, "guest-listed").outcome()).isEqualTo(Outcome.PASSED);
        assertThat(result(judgement, "integration-components").outcome()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        "RHEL 6.0, 1, PASSED",
        "RHEL 6.0, 4, PASSED",
        "RHEL 6.0, 5, FAILED",
        "RHEL 6.1, 4, PASSED",
        "RHEL 6.1, 5, FAILED",
        "CentOS 6.0, 4, PASSED",
        "CentOS 6.0, 64, FAILED",
        "RHEL 5.5, 8, NOT_APPLICABLE",
        "SLES 11, 8, NOT_APPLICABLE"
    })
    void vcpuLimit(String guest, int vcpus, Outcome outcome) {
        for (GuestArchitecture architecture : GuestArchitecture.values()) {
            GuestJudgement judgement =
                    RULES.judge(new GuestSystem(guest, architecture, "3.1"), vcpus, R2);

            assertThat(result(judgement, "vcpu-limit").outcome()).isEqualTo(outcome);
            assertThat(judgement.answer() == Listing.UNSUPPORTED)
                    .isEqualTo(outcome == Outcome.FAILED);
            assertThat(judgement.maxVcpus())
                    .isEqualTo(outcome == Outcome.NOT_APPLICABLE ? null : Integer.valueOf(4));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Windows Server 2008, Standard, 2, PASSED",
        "Windows Server 2008, Enterprise, 1, PASSED",
        "Windows Server 2008, Datacenter, 0, PASSED",
        "Windows Server 2008, Datacenter, 3, FAILED",
        "Windows Server 2008, Web, 1, FAILED",
        "Windows Server 2008, , 1, NOT_STATED",
        "Hyper-V Server 2008, , 2, PASSED",
        "Hyper-V Server 2008, , 3, FAILED",
        "Hyper-V Server 2008, , , NOT_STATED",
        "Windows Server 2008 R2, Standard, 2, PASSED",
        "Windows Server 2008 R2, Enterprise, 2, PASSED",
        "Windows Server 2008 R2, Datacenter, 0, PASSED",
        "Windows Server 2008 R2, Datacenter, 3, FAILED",
        "Hyper-V Server 2008 R2, , 2, PASSED",
        "Hyper-V Server 2008 R2, , 3, FAILED",
        "Windows Server 2012, Datacenter, 0, NOT_LISTED"
    })
    void hostsOfComponents31(
            String product, @Nullable String edition, @Nullable Long pack, Outcome outcome) {
        Hypervisor host = hyperV(product, edition, pack);
        GuestSystem rhel6 = new GuestSystem("RHEL 6.0", GuestArchitecture.X64, "3.1");
        GuestSystem rhel5 = new GuestSystem("RHEL 5.5", GuestArchitecture.X64, "2.1");

        assertThat(result(RULES.judge(rhel6, 1, host), "integration-components-host").outcome())
                .isEqualTo(outcome);
        assertThat(result(RULES.judge(rhel5, 1, host), "integration-components-host").outcome())
                .isEqualTo(Outcome.NOT_APPLICABLE);
    }

    /** A host that the support matrix refuses may still be one of this matrix. */
    @Test
    void theMatrixOfComponentsIsOneOfItsOwn() {
        Hypervisor standard = hyperV("Windows Server 2008 R2", "Standard", 1L);

        assertThat(Rules.of(SupportMatrix.class).judge(standard).listing())
                .isEqualTo(Listing.UNSUPPORTED);
        assertThat(
                        RULES.judge(
                                        new GuestSystem("RHEL 6.0", GuestArchitecture.X64, "3.1"),
                                        4,
                                        standard)
                                .answer())
                .isEqualTo(Listing.SUPPORTED);
    }

    @ParameterizedTest
    @CsvSource({
        "Windows Server 2008, RHEL 5.5, X86, 1, PASSED, 1",
        "Windows Server 2008, RHEL 5.5, X86, 2, FAILED, 1",
        "Windows Server 2008, RHEL 5.5, X64, 2, PASSED,",
        "Windows Server 2008, RHEL 5.5, , 2, NOT_STATED,",
        "Windows Server 2008, RHEL 5.5, , 1, PASSED,",
        "Windows Server 2008, RHEL 6.0, X86, 2, FAILED, 1",
        "Windows Server 2008, RHEL 6.0, X64, 2, PASSED, 4",
        "Hyper-V Server 2008, SLES 11, X86, 2, FAILED, 1",
        "Hyper-V Server 2008, SLES 11, X86, 1, PASSED, 1",
        "Windows Server 2008, Debian GNU/Linux 6, X86, 2, FAILED, 1",
        "Windows Server 2008, Windows Server 2003, X86, 2, NOT_APPLICABLE,",
        "Windows Server 2008 R2, RHEL 5.5, X86, 8, NOT_APPLICABLE,",
        "Windows Server 2008 R2, RHEL 6.0, X86, 4, NOT_APPLICABLE, 4",
        "Hyper-V Server 2008 R2, SLES 11, X86, 4, NOT_APPLICABLE,"
    })
    void noSmpFor32BitLinux(
            String host,
            String guest,
            @Nullable GuestArchitecture architecture,
            int vcpus,
            Outcome outcome,
            @Nullable Integer max) {
        GuestJudgement judgement =
                RULES.judge(
                        new GuestSystem(guest, architecture, "3.1"),
                        vcpus,
                        hyperV(host, "Datacenter", 1L));

        assertThat(result(judgement, "no-smp-for-32-bit-linux").outcome()).isEqualTo(outcome);
        assertThat(judgement.maxVcpus()).isEqualTo(max);
    }

    @Test
    void whatIsNoLinuxGuestPasses() {
        GuestJudgement judgement =
                RULES.judge(new GuestSystem("Windows Server 2003", null, null), 4, NOT_R2);

        assertThat(judgement.answer()).isEqualTo(Listing.SUPPORTED);
    }

    @Test
    void aLinuxGuestOnNoListIsNotListed() {
        GuestJudgement judgement =
                RULES.judge(new GuestSystem("RHEL 6.2", GuestArchitecture.X64, "3.1"), 1, R2);

        assertThat(judgement.answer()).isEqualTo(Listing.NOT_LISTED);
        assertThat(result(judgement, "guest-listed").action()).contains("RHEL 6.1", "SLES 11");
    }

    @Test
    void otherHypervisorsHaveNoIntegrationComponents() {
        GuestJudgement judgement =
                RULES.judge(
                        new GuestSystem("RHEL 6.0", GuestArchitecture.X86, null),
                        64,
                        new Hypervisor(
                                HypervisorKind.KVM, "libvirt", "9", null, null, null, null, false));

        assertThat(judgement.answer()).isEqualTo(Listing.SUPPORTED);
        assertThat(judgement.rules()).hasSize(1);
    }

    private static RuleResult result(GuestJudgement judgement, String rule) {
        return judgement.rules().stream()
                .filter(any -> any.rule().equals(rule))
                .findAny()
                .orElseThrow();
    }

    private static Hypervisor hyperV(
            String product, @Nullable String edition, @Nullable Long pack) {
        return new Hypervisor(
                HypervisorKind.HYPER_V, product, null, edition, "full", pack, null, false);
    }
}
