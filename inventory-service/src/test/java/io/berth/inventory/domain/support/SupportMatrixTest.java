package io.berth.inventory.domain.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.inventory.domain.FaultyRule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupportMatrixTest {
    private static final SupportMatrix MATRIX = Rules.of(SupportMatrix.class);

    @ParameterizedTest
    @CsvSource({
        "Windows Server 2008 R2, Enterprise, full, 0, SUPPORTED, windows-server-2008-r2",
        "Windows Server 2008 R2, Enterprise, core, 1, SUPPORTED, windows-server-2008-r2",
        "Windows Server 2008 R2, Datacenter, full, 1, SUPPORTED, windows-server-2008-r2",
        "Windows Server 2008 R2, Datacenter, core, 0, SUPPORTED, windows-server-2008-r2",
        "Windows Server 2008 R2, Datacenter, core, 2, NOT_LISTED,",
        "Windows Server 2008 R2, Datacenter, core, 99, NOT_LISTED,",
        "Windows Server 2008 R2, Datacenter, core, , NOT_LISTED,",
        "Windows Server 2008 R2, Datacenter, nano, 1, NOT_LISTED,",
        "Windows Server 2008 R2, Datacenter, , 1, NOT_LISTED,",
        "Windows Server 2008 R2, Web, full, 1, NOT_LISTED,",
        "Windows Server 2008 R2, , full, 1, NOT_LISTED,",
        "Windows Server 2008 R2, Standard, full, 1, UNSUPPORTED, windows-server-2008-r2-standard",
        "Windows Server 2008 R2, Standard, , , UNSUPPORTED, windows-server-2008-r2-standard",
        "Windows Server 2008, Enterprise, full, 0, SUPPORTED, windows-server-2008",
        "Windows Server 2008, Enterprise, core, 1, SUPPORTED, windows-server-2008",
        "Windows Server 2008, Datacenter, full, 1, SUPPORTED, windows-server-2008",
        "Windows Server 2008, Datacenter, full, 2, NOT_LISTED,",
        "Windows Server 2008, Standard, core, 1, UNSUPPORTED, windows-server-2008-standard",
        "Hyper-V Server 2008 R2, , , , SUPPORTED, hyper-v-server-2008-r2",
        "Hyper-V Server 2008 R2, , , 1, SUPPORTED, hyper-v-server-2008-r2",
        "Hyper-V Server 2008, , , , UNSUPPORTED, hyper-v-server-2008",
        "Hyper-V Server 2008, Datacenter, core, 1, UNSUPPORTED, hyper-v-server-2008",
        "Windows Server 2003, Enterprise, full, 1, NOT_LISTED,",
        "Windows Server 2012, Datacenter, full, 0, NOT_LISTED,",
        "windows  SERVER 2008r2, DATACENTER, Core, 1, SUPPORTED, windows-server-2008-r2",
        "Windows\u00a0Server\u00a02008\tR2, Datacenter, core, 1, SUPPORTED, windows-server-2008-r2",
        "Windows Server 2008 R2., Datacenter, core, 1, NOT_LISTED,",
        "Windows Server 2008-R2, Datacenter, core, 1, NOT_LISTED,",
        "Windows Server 2008 R2 Datacenter, , core, 1, NOT_LISTED,"
    })
    void hyperV(
            String product,
            @Nullable String edition,
            @Nullable String installation,
            @Nullable Long servicePack,
            Listing answer,
            @Nullable String row) {
        expect(
                new Hypervisor(
                        HypervisorKind.HYPER_V,
                        product,
                        null,
                        edition,
                        installation,
                        servicePack,
                        null,
                        false),
                answer,
                row);
    }

    @ParameterizedTest
    @CsvSource({
        "ESXi 4.1, , vCenter Server 4.1, SUPPORTED, esx-under-vcenter-4.1",
        "ESX 4.1, , vCenter Server 4.1, SUPPORTED, esx-under-vcenter-4.1",
        "ESXi 3.5, , vCenter Server 4.1, SUPPORTED, esx-under-vcenter-4.1",
        "ESX 3.5, , vCenter Server 4.1, SUPPORTED, esx-under-vcenter-4.1",
        "ESXi, 4.1, VCENTER server 4.1, SUPPORTED, esx-under-vcenter-4.1",
        "VMware ESXi, 4.1, VMware vCenter Server 4.1, SUPPORTED, esx-under-vcenter-4.1",
        "ESXi, 4.1.0, vCenter Server 4.1, NOT_LISTED,",
        "ESXi 4.1, , , UNSUPPORTED, esx-without-vcenter-4.1",
        "ESX 3.5, , vCenter Server 4.0, UNSUPPORTED, esx-without-vcenter-4.1",
        "ESXi 4.1, , vCenter Server 5.0, UNSUPPORTED, esx-without-vcenter-4.1",
        "ESXi 4.1, , vCenter Server 4.10, UNSUPPORTED, esx-without-vcenter-4.1",
        "ESXi 4.0, , , UNSUPPORTED, esx-without-vcenter-4.1",
        "ESXi 4.0, , vCenter Server 4.1, NOT_LISTED,",
        "ESXi 5.0, , vCenter Server 4.1, NOT_LISTED, vsphere-5",
        "ESXi 5.0, , vCenter Server 5.0, NOT_LISTED, vsphere-5",
        "ESXi, 5.0, , NOT_LISTED, vsphere-5",
        "vSphere 5, , , NOT_LISTED, vsphere-5",
        "vSphere, 5, vCenter Server 5.0, NOT_LISTED, vsphere-5"
    })
    void esx(
            String product,
            @Nullable String version,
            @Nullable String managedBy,
            Listing answer,
            @Nullable String row) {
        expect(
                new Hypervisor(
                        HypervisorKind.ESX, product, version, null, null, null, managedBy, false),
                answer,
                row);
    }

    @ParameterizedTest
    @CsvSource({
        "XenServer 5.6 FP1, , , true, SUPPORTED, xenserver-5.6-fp1",
        "XenServer 5.6 FP1, , pool-1, true, SUPPORTED, xenserver-5.6-fp1",
        "XenServer, 5.6 FP1, , true, SUPPORTED, xenserver-5.6-fp1",
        "Citrix XenServer 5.6 Feature Pack 1, , , true, SUPPORTED, xenserver-5.6-fp1",
        "XenServer 5.6 FP1, , , false, UNSUPPORTED, xenserver-without-suite",
        "XenServer 5.6 FP1, , pool-1, false, UNSUPPORTED, xenserver-without-suite",
        "XenServer 6.0, , , false, UNSUPPORTED, xenserver-without-suite",
        "XenServer 5.6, , , true, NOT_LISTED,",
        "XenServer 5.6 SP2, , , true, NOT_LISTED,",
        "XenServer 6.0, , , true, NOT_LISTED,"
    })
    void xenServer(
            String product,
            @Nullable String version,
            @Nullable String pool,
            boolean suite,
            Listing answer,
            @Nullable String row) {
        expect(
                new Hypervisor(
                        HypervisorKind.XENSERVER, product, version, null, null, null, pool, suite),
                answer,
                row);
    }

    @ParameterizedTest
    @CsvSource({
        "libvirt, 8.10.0, UNSUPPORTED, libvirt-older",
        "libvirt, 8.99.99, UNSUPPORTED, libvirt-older",
        "libvirt, 0.9.13, UNSUPPORTED, libvirt-older",
        "libvirt, 1, UNSUPPORTED, libvirt-older",
        "libvirt, 9, SUPPORTED, libvirt-9",
        "libvirt, 9.0.0, SUPPORTED, libvirt-9",
        "libvirt, 9.0.0-10.el9_2, SUPPORTED, libvirt-9",
        "libvirt, v9.1, SUPPORTED, libvirt-9",
        "libvirt, libvirt 10.1, SUPPORTED, libvirt-9",
        "libvirt, 10.1, SUPPORTED, libvirt-9",
        "LibVirt, 11.3.0, SUPPORTED, libvirt-9",
        "libvirt, 100, SUPPORTED, libvirt-9",
        "libvirt, 8.0.0-9.fc38, UNSUPPORTED, libvirt-older",
        "libvirt, , NOT_LISTED,",
        "libvirt, nine, NOT_LISTED,",
        "QEMU, 9.0.0, NOT_LISTED,"
    })
    void kvm(String product, @Nullable String version, Listing answer, @Nullable String row) {
        expect(
                new Hypervisor(HypervisorKind.KVM, product, version, null, null, null, null, false),
                answer,
                row);
    }

    /** The same names under another kind of hypervisor mean nothing. */
    @ParameterizedTest
    @CsvSource({"ESX, Windows Server 2008 R2", "KVM, Hyper-V Server 2008 R2", "HYPER_V, libvirt"})
    void aRowIsOfOneKind(HypervisorKind kind, String product) {
        SupportAnswer answer =
                MATRIX.judge(
                        new Hypervisor(
                                kind,
                                product,
                                "9",
                                "Datacenter",
                                "core",
                                1L,
                                "vCenter Server 4.1",
                                true));

        assertThat(answer.listing()).isEqualTo(Listing.NOT_LISTED);
    }

    @Test
    void aRefusalByNameSaysTheRuleAndWhatToDo() {
        SupportRefusal refusal =
                MATRIX.judge(
                                new Hypervisor(
                                        HypervisorKind.HYPER_V,
                                        "Windows Server 2008 R2",
                                        null,
                                        "Standard",
                                        "core",
                                        1L,
                                        null,
                                        false))
                        .refusal()
                        .orElseThrow();

        assertThat(refusal.wording().code()).isEqualTo("unsupported-hypervisor");
        assertThat(refusal.wording().detail())
                .isEqualTo(
                        "Windows Server 2008 R2 Standard (core, service pack 1) is refused:"
                                + " Windows Server 2008 R2 Standard is not supported.");
        assertThat(refusal.wording().hint())
                .contains("Enterprise or Datacenter", "administrator may force it");
        assertThat(refusal.values().asMap())
                .containsEntry("row", "windows-server-2008-r2-standard");
    }

    @Test
    void whatIsNotListedIsToldHowNearItIs() {
        SupportRefusal refusal =
                MATRIX.judge(
                                new Hypervisor(
                                        HypervisorKind.HYPER_V,
                                        "Windows Server 2008 R2",
                                        null,
                                        "Datacenter",
                                        null,
                                        2L,
                                        null,
                                        false))
                        .refusal()
                        .orElseThrow();

        assertThat(refusal.wording().code()).isEqualTo("hypervisor-not-listed");
        assertThat(refusal.wording().detail())
                .isEqualTo(
                        "Windows Server 2008 R2 Datacenter (service pack 2) is not listed:"
                                + " installation is not stated, listed is full or core,"
                                + " servicePack is 2, listed is at most 1.");
        assertThat(refusal.wording().hint()).contains("Hyper-V Server 2008 R2");
    }

    @Test
    void theFirstRowThatFitsAnswers() {
        SupportMatrix.Row narrow = row("narrow", Listing.UNSUPPORTED, "libvirt");
        SupportMatrix.Row wide = row("wide", Listing.SUPPORTED, null);
        Hypervisor host =
                new Hypervisor(HypervisorKind.KVM, "libvirt", "9", null, null, null, null, false);

        assertThat(new SupportMatrix(List.of(narrow, wide)).judge(host).listing())
                .isEqualTo(Listing.UNSUPPORTED);
        assertThat(new SupportMatrix(List.of(wide, narrow)).judge(host).listing())
                .isEqualTo(Listing.SUPPORTED);
    }

    @Test
    void aRowThatNeverAnswersIsAFault() {
        assertThatThrownBy(() ->
                        new SupportMatrix(
                                List.of(
                                        row("one", Listing.SUPPORTED, "libvirt"),
                                        row("two", Listing.UNSUPPORTED, "libvirt"))))
                .isInstanceOfSatisfying(
                        FaultyRule.class, fault -> assertThat(fault.pointer()).isEqualTo("/rows/1"))
                .hasMessageContaining("this one is idle");
    }

    private static SupportMatrix.Row row(String id, Listing answer, @Nullable String product) {
        return new SupportMatrix.Row(
                id,
                HypervisorKind.KVM,
                answer,
                product == null
                        ? null
                        : new ProductPattern(List.of(product), null, null, null, null),
                null,
                null,
                null,
                "a rule",
                null);
    }

    private static void expect(Hypervisor host, Listing listing, @Nullable String row) {
        SupportAnswer answer = MATRIX.judge(host);

        assertThat(answer.listing()).isEqualTo(listing);
        switch (answer) {
            case SupportAnswer.Supported supported -> {
                assertThat(supported.row().id()).isEqualTo(row);
                assertThat(answer.refusal()).isEmpty();
                assertThat(answer.standing()).isEqualTo(SupportStanding.SUPPORTED);
            }
            case SupportAnswer.Unsupported unsupported -> {
                assertThat(unsupported.row().id()).isEqualTo(row);
                assertThat(answer.refusal())
                        .containsInstanceOf(SupportRefusal.UnsupportedHypervisor.class);
                assertThat(answer.standing()).isEqualTo(SupportStanding.FORCED_UNSUPPORTED);
            }
            case SupportAnswer.NotListed notListed -> {
                assertThat(notListed.row() == null ? null : notListed.row().id()).isEqualTo(row);
                assertThat(answer.refusal())
                        .containsInstanceOf(SupportRefusal.HypervisorNotListed.class);
                assertThat(answer.standing()).isEqualTo(SupportStanding.FORCED_NOT_LISTED);
            }
        }
    }
}
