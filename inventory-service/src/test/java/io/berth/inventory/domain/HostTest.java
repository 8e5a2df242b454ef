package io.berth.inventory.domain;

import static io.berth.inventory.domain.Verdicts.accepted;
import static io.berth.inventory.domain.Verdicts.only;
import static io.berth.inventory.domain.Verdicts.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import io.berth.contracts.inventory.Hypervisor;
import io.berth.contracts.inventory.HypervisorKind;
import io.berth.contracts.inventory.SupportStanding;
import io.berth.inventory.domain.support.SupportMatrix;
import io.berth.inventory.rulebook.Rulebook;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostTest {
    private static final SupportMatrix MATRIX =
            Rulebook.load(Optional.empty()).read(SupportMatrix.class);
    private static final HostGroupId GROUP = new HostGroupId("lab");
    private static final SiteId SITE = new SiteId("north");
    private static final HostDraft DRAFT =
            new HostDraft(
                    new HostId("h1"),
                    HostBuild.of(new HostSize(8, MiB.ofGiB(32))),
                    ReserveOverride.NONE,
                    false);

    @Test
    void aStandAloneHostIsPlacedAmongThoseOfItsGroup() {
        Host host = accepted(Host.standalone(DRAFT, GROUP, SITE, true, false, 0, MATRIX));

        assertThat(host.domain()).isEqualTo(new DomainId("standalone.lab"));
        assertThat(host.state(EffectiveReserve.UNSET).cluster()).isNull();
    }

    @Test
    void reportsATakenIdAndAnUnknownGroupAtOnce() {
        assertThat(refused(Host.standalone(DRAFT, GROUP, SITE, false, true, 0, MATRIX)))
                .extracting(located -> located.refusal().wording().code())
                .containsExactly("host-already-exists", "unknown-host-group");
    }

    @Test
    void aGroupHoldsNoMoreThanARosterCanCarry() {
        accepted(Host.standalone(DRAFT, GROUP, SITE, true, false, 4095, MATRIX));
        only(
                Host.standalone(DRAFT, GROUP, SITE, true, false, 4096, MATRIX),
                InventoryRefusal.TooMany.class);
    }

    @Test
    void keepsNoMoreForItselfThanItHas() {
        Host host = accepted(Host.standalone(DRAFT, GROUP, SITE, true, false, 0, MATRIX));

        assertThat(accepted(host.withReserve(ReserveOverride.of(5, MiB.ofGiB(32)))).revision())
                .isEqualTo(new Revision(2));
        assertThat(
                        only(
                                        host.withReserve(ReserveOverride.of(5, MiB.ofGiB(33))),
                                        InventoryRefusal.ReserveExceedsHost.class)
                                .has())
                .isEqualTo(MiB.ofGiB(32).value());
    }

    @Test
    void isTakenAsTheSupportMatrixSaysAndCarriesTheMarkWhereItWasForced() {
        Hypervisor listed =
                new Hypervisor(
                        HypervisorKind.KVM, "libvirt", "9.0.0", null, null, null, null, false);
        Hypervisor old =
                new Hypervisor(
                        HypervisorKind.KVM, "libvirt", "8.10.0", null, null, null, null, false);

        assertThat(accepted(standalone(listed, false)).standing())
                .isEqualTo(SupportStanding.SUPPORTED);
        assertThat(refused(standalone(old, false)))
                .extracting(Located::pointer, located -> located.refusal().wording().code())
                .containsExactly(tuple("/hypervisor", "unsupported-hypervisor"));
        Host forced = accepted(standalone(old, true));
        assertThat(forced.standing()).isEqualTo(SupportStanding.FORCED_UNSUPPORTED);
        assertThat(forced.state(EffectiveReserve.UNSET).standing())
                .isEqualTo(SupportStanding.FORCED_UNSUPPORTED);
        HostBuild better = new HostBuild(forced.build().size(), listed, null);
        assertThat(accepted(forced.rebuilt(better, false, MATRIX)).standing())
                .isEqualTo(SupportStanding.SUPPORTED);
        refused(forced.rebuilt(forced.build(), false, MATRIX));
    }

    private static Verdict<Host> standalone(Hypervisor hypervisor, boolean force) {
        HostDraft draft =
                new HostDraft(
                        new HostId("h1"),
                        new HostBuild(new HostSize(8, MiB.ofGiB(32)), hypervisor, null),
                        ReserveOverride.NONE,
                        force);
        return Host.standalone(draft, GROUP, SITE, true, false, 0, MATRIX);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "4097,1", "1,0"})
    void hasCoresAndMemoryWithinBounds(int cores, long memory) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostSize(cores, new MiB(memory)))
                .withMessageMatching("(cores|memory) is .*");
    }
}
