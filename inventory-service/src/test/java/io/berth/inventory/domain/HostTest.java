package io.berth.inventory.domain;

import static io.berth.inventory.domain.Verdicts.accepted;
import static io.berth.inventory.domain.Verdicts.only;
import static io.berth.inventory.domain.Verdicts.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostGroupId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.SiteId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostTest {
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
        Host host = accepted(Host.standalone(DRAFT, GROUP, SITE, true, false, 0));

        assertThat(host.domain()).isEqualTo(new DomainId("standalone.lab"));
        assertThat(host.state(EffectiveReserve.UNSET).cluster()).isNull();
    }

    @Test
    void reportsATakenIdAndAnUnknownGroupAtOnce() {
        assertThat(refused(Host.standalone(DRAFT, GROUP, SITE, false, true, 0)))
                .extracting(located -> located.refusal().wording().code())
                .containsExactly("host-already-exists", "unknown-host-group");
    }

    @Test
    void aGroupHoldsNoMoreThanARosterCanCarry() {
        accepted(Host.standalone(DRAFT, GROUP, SITE, true, false, 4095));
        only(
                Host.standalone(DRAFT, GROUP, SITE, true, false, 4096),
                InventoryRefusal.TooMany.class);
    }

    @Test
    void keepsNoMoreForItselfThanItHas() {
        Host host = accepted(Host.standalone(DRAFT, GROUP, SITE, true, false, 0));

        assertThat(accepted(host.withReserve(ReserveOverride.of(5, MiB.ofGiB(32)))).revision())
                .isEqualTo(new Revision(2));
        assertThat(
                        only(
                                        host.withReserve(ReserveOverride.of(5, MiB.ofGiB(33))),
                                        InventoryRefusal.ReserveExceedsHost.class)
                                .has())
                .isEqualTo(MiB.ofGiB(32).value());
    }

    @ParameterizedTest
    @CsvSource({"0,1", "4097,1", "1,0"})
    void hasCoresAndMemoryWithinBounds(int cores, long memory) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HostSize(cores, new MiB(memory)))
                .withMessageMatching("(cores|memory) is .*");
    }
}
