package io.berth.monitoring.domain.tip;

import static io.berth.contracts.inventory.Offload.IPV4_CHECKSUM;
import static io.berth.contracts.inventory.Offload.LARGE_SEND_IPV4;
import static io.berth.contracts.inventory.Offload.TCP_CHECKSUM_IPV4;
import static io.berth.contracts.inventory.Offload.UDP_CHECKSUM_IPV6;
import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.inventory.Offload;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tip about checksum offloads proves or withdraws itself. */
class LossTipTest {
    private static final List<Offload> ON =
            List.of(IPV4_CHECKSUM, TCP_CHECKSUM_IPV4, LARGE_SEND_IPV4);
    private static final List<Offload> OFF = List.of(LARGE_SEND_IPV4);
    private static final Loss LOSSY = new Loss(8_000, 250);
    private static final Loss SOUND = new Loss(8_000, 4);

    private @Nullable LossTip tip;

    private @Nullable TipState report(List<Offload> on, Loss measured) {
        LossTip before = tip;
        tip = LossTip.after(before, on, measured);
        return tip == null ? null : tip.state();
    }

    private LossTip tip() {
        assertThat(tip).isNotNull();
        return Objects.requireNonNull(tip);
    }

    private void propose() {
        report(ON, LOSSY);
        report(ON, LOSSY);
        assertThat(report(ON, LOSSY)).isEqualTo(TipState.PROPOSED);
    }

    /** The example of the class. */
    @Test
    void namesExactlyTheChecksumsThatAreOnAndProvesItself() {
        assertThat(report(ON, LOSSY)).isEqualTo(TipState.WATCHED);
        assertThat(report(ON, LOSSY)).isEqualTo(TipState.WATCHED);
        assertThat(report(ON, LOSSY)).isEqualTo(TipState.PROPOSED);
        assertThat(tip().offloads()).containsExactly(IPV4_CHECKSUM, TCP_CHECKSUM_IPV4);
        assertThat(tip().before()).isEqualTo(new Loss(24_000, 750));
        assertThat(tip().text("n1", "nic 1"))
                .isEqualTo(
                        "Guests lose 3.1 % of 24000 packets on adapter nic 1 of host n1; switch off"
                                + " IPV4_CHECKSUM, TCP_CHECKSUM_IPV4");

        assertThat(report(OFF, SOUND))
                .as("the report may span the change")
                .isEqualTo(TipState.MEASURING);
        report(OFF, SOUND);
        report(OFF, SOUND);
        assertThat(report(OFF, SOUND)).isEqualTo(TipState.PROVEN);
        assertThat(tip().text("n1", "nic 1"))
                .isEqualTo(
                        "Switching off IPV4_CHECKSUM, TCP_CHECKSUM_IPV4 of adapter nic 1 of host n1"
                            + " has helped: guests lost 3.1 % of 24000 packets before and 0.1 % of"
                            + " 24000 packets since");
        assertThat(report(OFF, SOUND)).isEqualTo(TipState.PROVEN);
    }

    @Test
    void withdrawsItselfWhenItDidNotHelpAndDoesNotComeBack() {
        propose();
        for (int i = 0; i <= LossTip.MEASURED_REPORTS; i++) {
            report(OFF, LOSSY);
        }
        assertThat(tip().state()).isEqualTo(TipState.WITHDRAWN);
        assertThat(tip().reason()).isEqualTo(LossTip.Reason.DID_NOT_HELP);
        assertThat(tip().text("n1", "nic 1")).endsWith("they may be switched on again");

        for (int i = 0; i < 10; i++) {
            assertThat(report(ON, LOSSY)).isEqualTo(TipState.WITHDRAWN);
        }
        assertThat(report(List.of(UDP_CHECKSUM_IPV6), LOSSY))
                .as("another offload is another suspect")
                .isEqualTo(TipState.WATCHED);
    }

    @Test
    void withdrawsItselfWhenTheLossEndsWithoutIt() {
        propose();
        for (int i = 1; i < LossTip.QUIET_REPORTS; i++) {
            assertThat(report(ON, SOUND)).isEqualTo(TipState.PROPOSED);
        }
        assertThat(report(ON, SOUND)).isEqualTo(TipState.WITHDRAWN);
        assertThat(tip().reason()).isEqualTo(LossTip.Reason.WENT_BY_ITSELF);
        assertThat(report(ON, LOSSY)).isEqualTo(TipState.WATCHED);
    }

    @Test
    void goesBackWhenOnlySomeAreOffOrOneIsOnAgain() {
        propose();
        assertThat(report(List.of(IPV4_CHECKSUM), LOSSY)).isEqualTo(TipState.PROPOSED);
        assertThat(report(OFF, SOUND)).isEqualTo(TipState.MEASURING);
        assertThat(report(List.of(TCP_CHECKSUM_IPV4), SOUND)).isEqualTo(TipState.PROPOSED);
    }

    @Test
    void oneBadReportAFewPacketsOrAnAdapterWithoutChecksumsIsNoTip() {
        assertThat(report(ON, LOSSY)).isEqualTo(TipState.WATCHED);
        assertThat(report(ON, SOUND)).isNull();
        assertThat(report(ON, new Loss(LossTip.MIN_PACKETS - 1, 500))).isNull();
        for (int i = 0; i < 10; i++) {
            assertThat(report(OFF, LOSSY)).isNull();
        }
    }

    @Test
    void nothingIsLostTwiceNorOverflows() {
        assertThat(new Loss(10, 99)).isEqualTo(new Loss(10, 10));
        Loss huge = new Loss(Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(huge.plus(huge).percent()).isBetween(0.0, 100.0);
    }

    /** Whatever is reported: only legal steps, and proven only with less loss than before. */
    @Test
    void randomReportsMakeOnlyLegalSteps() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            LossTip known = null;
            for (int step = 0; step < 200; step++) {
                List<Offload> on = new ArrayList<>(OFF);
                if (random.nextInt(3) > 0) {
                    on.add(IPV4_CHECKSUM);
                }
                if (random.nextInt(3) > 0) {
                    on.add(TCP_CHECKSUM_IPV4);
                }
                Loss loss = new Loss(random.nextInt(20_000), random.nextInt(400));
                LossTip next = LossTip.after(known, on, loss);
                if (next != null && known != null && next.state() != known.state()) {
                    assertThat(known.state().next())
                            .as("seed %d, step %d", seed, step)
                            .contains(next.state());
                }
                if (next != null && next.state() == TipState.PROVEN) {
                    assertThat(next.after().percent()).isLessThan(next.before().percent());
                }
                known = next;
            }
        }
    }
}
