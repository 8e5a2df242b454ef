package io.berth.monitoring.domain.tip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.contracts.ids.DomainId;
import io.berth.contracts.ids.HostId;
import io.berth.contracts.ids.OperationId;
import io.berth.contracts.ids.Principal;
import io.berth.contracts.ids.VmId;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tip to move a VM away from a hot host proves or withdraws itself. */
class HotHostTipTest {
    private static final DomainId DOMAIN = new DomainId("c1");
    private static final HotHostTip.Move MOVE =
            new HotHostTip.Move(new VmId("db-7"), new HostId("node-04"), "{}");
    private static final HotHostTip.Applied ADA =
            new HotHostTip.Applied(new Principal("ada"), new OperationId("op-1"));

    private static @Nullable HotHostTip means(
            @Nullable HotHostTip known, double cpuPercent, int number) {
        HotHostTip tip = known;
        for (int i = 0; i < number; i++) {
            tip = HotHostTip.after(tip, DOMAIN, cpuPercent).orElse(null);
        }
        return tip;
    }

    private static HotHostTip some(@Nullable HotHostTip tip) {
        return Optional.ofNullable(tip).orElseThrow();
    }

    private static HotHostTip proposed() {
        HotHostTip watched = some(means(null, 91, HotHostTip.HOT_MEANS));
        assertThat(watched.wantsAnAnswer()).isTrue();
        return watched.proposed(MOVE);
    }

    /** The example of the class. */
    @Test
    void provesItselfWhenTheHostCoolsDown() {
        assertThat(some(means(null, 91, HotHostTip.HOT_MEANS - 1)).wantsAnAnswer()).isFalse();
        HotHostTip tip = proposed();
        assertThat(tip.text("n1", ""))
                .isEqualTo("Host n1 is hot: 91 %; moving VM db-7 to node-04 would relieve it");
        HotHostTip applied = tip.applied(ADA);
        assertThat(applied.state()).isEqualTo(TipState.MEASURING);
        HotHostTip proven = some(means(applied, 68, HotHostTip.COOL_MEANS));
        assertThat(proven.state()).isEqualTo(TipState.PROVEN);
        assertThat(proven.text("n1", ""))
                .isEqualTo(
                        "On host n1, moving VM db-7 to node-04 has helped: 91 % before and 68 %"
                                + " now");
    }

    @Test
    void withdrawsItselfWhenTheHostStaysHot() {
        HotHostTip over = some(means(proposed().applied(ADA), 90, HotHostTip.GIVEN_MEANS));
        assertThat(over.state()).isEqualTo(TipState.WITHDRAWN);
        assertThat(over.reason()).isEqualTo(HotHostTip.Reason.DID_NOT_HELP);
    }

    @Test
    void withdrawsItselfWhenTheHeatEndsWithoutIt() {
        HotHostTip tip = some(means(proposed(), 74, HotHostTip.COOL_MEANS - 1));
        assertThat(tip.state()).isEqualTo(TipState.PROPOSED);
        assertThat(some(means(tip, 76, 1)).streak()).isZero();
        HotHostTip over = some(means(tip, 74, 1));
        assertThat(over.state()).isEqualTo(TipState.WITHDRAWN);
        assertThat(over.reason()).isEqualTo(HotHostTip.Reason.WENT_BY_ITSELF);
        assertThat(some(means(over, 95, 1)).state()).isEqualTo(TipState.WATCHED);
    }

    @Test
    void aMomentOfHeatIsNoTip() {
        assertThat(means(null, 84.9, 50)).isNull();
        assertThat(means(means(null, 99, HotHostTip.HOT_MEANS - 1), 80, 1)).isNull();
    }

    @Test
    void onlyWhatIsProposedIsApplied() {
        HotHostTip watched = some(means(null, 91, 1));
        assertThatThrownBy(() -> watched.applied(ADA)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> proposed().proposed(MOVE))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void randomLoadsMakeOnlyLegalSteps() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            HotHostTip tip = null;
            double load = 50;
            for (int step = 0; step < 300; step++) {
                load = Math.clamp(load + random.nextGaussian() * 8, 0, 100);
                HotHostTip next = HotHostTip.after(tip, DOMAIN, load).orElse(null);
                if (next != null && next.wantsAnAnswer() && random.nextBoolean()) {
                    next = next.proposed(MOVE);
                } else if (next != null
                        && next.state() == TipState.PROPOSED
                        && random.nextInt(5) == 0) {
                    next = next.applied(ADA);
                }
                if (tip != null && next != null && tip.state() != next.state()) {
                    assertThat(tip.state().next())
                            .as("seed %d, step %d", seed, step)
                            .contains(next.state());
                }
                tip = next;
            }
        }
    }
}
