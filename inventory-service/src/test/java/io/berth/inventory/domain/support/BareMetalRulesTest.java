package io.berth.inventory.domain.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.inventory.GuestArchitecture;
import io.berth.inventory.domain.support.BareMetalPlan.Driver;
import io.berth.inventory.domain.support.BareMetalPlan.Image;
import io.berth.inventory.domain.support.BareMetalPlan.PxeProvider;
import io.berth.inventory.domain.support.Readiness.Item;
import io.berth.inventory.domain.support.Readiness.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BareMetalRulesTest {
    private static final BareMetalRules RULES = Rules.of(BareMetalRules.class);
    private static final BmcRules BMC = Rules.of(BmcRules.class);
    private static final String R2 = "Windows Server 2008 R2";
    private static final PxeProvider PXE = new PxeProvider("Windows Deployment Services", R2);
    private static final Image IMAGE = new Image("VHD", true, R2);
    private static final Driver DRIVER = new Driver("e1q", R2, GuestArchitecture.X64);

    @Test
    void aHostIsReadyWhenEveryItemIsPresent() {
        Readiness readiness =
                RULES.judge(new BareMetalPlan(PXE, "IPMI 2.0", IMAGE, DRIVER, DRIVER), BMC);

        assertThat(readiness.ready()).isTrue();
        assertThat(readiness.items())
                .extracting(Item::item)
                .containsExactly(
                        "pxe-provider",
                        "bmc-protocol",
                        "host-image",
                        "nic-driver",
                        "storage-driver");
        assertThat(readiness.items())
                .allSatisfy(item -> {
                    assertThat(item.status()).isEqualTo(Status.PRESENT);
                    assertThat(item.action()).isNull();
                });
    }

    @Test
    void allThatIsMissingIsToldWithWhatToDo() {
        Readiness readiness = RULES.judge(new BareMetalPlan(null, null, null, null, null), BMC);

        assertThat(readiness.ready()).isFalse();
        assertThat(readiness.items())
                .hasSize(5)
                .allSatisfy(item -> {
                    assertThat(item.status()).isEqualTo(Status.MISSING);
                    assertThat(item.found()).isNull();
                    assertThat(item.action()).isNotBlank();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "Windows Deployment Services, Windows Server 2008 R2, PRESENT",
        "WDS, windows server 2008 r2, PRESENT",
        "WDS, Windows Server 2008, WRONG",
        "WDS, Windows Server 2012, WRONG",
        "WDS, , WRONG",
        "pxelinux, Windows Server 2008 R2, WRONG"
    })
    void pxeProvider(String name, @Nullable String system, Status status) {
        expect(
                new BareMetalPlan(new PxeProvider(name, system), null, null, null, null),
                "pxe-provider",
                status);
    }

    @ParameterizedTest
    @CsvSource({"IPMI 1.5, PRESENT", "Redfish, PRESENT", "IPMI 3.0, WRONG", "SNMP, WRONG"})
    void bmcProtocol(String protocol, Status status) {
        expect(new BareMetalPlan(null, protocol, null, null, null), "bmc-protocol", status);
    }

    @ParameterizedTest
    @CsvSource({
        "VHD, true, PRESENT",
        "vhd, true, PRESENT",
        "VHD, false, WRONG",
        "VHD, , WRONG",
        "VHDX, true, WRONG",
        "WIM, true, WRONG",
        ", true, WRONG"
    })
    void hostImage(@Nullable String format, @Nullable Boolean generalised, Status status) {
        expect(
                new BareMetalPlan(null, null, new Image(format, generalised, null), null, null),
                "host-image",
                status);
    }

    @ParameterizedTest
    @CsvSource({
        "Windows Server 2008 R2, X64, PRESENT",
        "Windows Server 2008 R2, , PRESENT",
        ", , PRESENT",
        "Windows Server 2008 R2, X86, WRONG",
        "Windows Server 2003, X64, WRONG"
    })
    void drivers(@Nullable String system, @Nullable GuestArchitecture architecture, Status status) {
        Driver driver = new Driver("driver", system, architecture);

        expect(new BareMetalPlan(null, null, IMAGE, driver, null), "nic-driver", status);
        expect(new BareMetalPlan(null, null, IMAGE, null, driver), "storage-driver", status);
    }

    private static void expect(BareMetalPlan plan, String name, Status status) {
        Item item =
                RULES.judge(plan, BMC).items().stream()
                        .filter(any -> any.item().equals(name))
                        .findAny()
                        .orElseThrow();

        assertThat(item.status()).isEqualTo(status);
        assertThat(item.found()).isNotNull();
        assertThat(item.action() == null).isEqualTo(status == Status.PRESENT);
    }
}
