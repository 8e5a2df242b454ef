package io.berth.simulator.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.MiB;
import io.berth.contracts.ids.VmId;
import io.berth.contracts.inventory.RestartPriority;
import io.berth.contracts.inventory.VmSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CopySizesTest {
    private static final CopySizes SIZES = new CopySizes(7);
    private static final VmId VM = new VmId("vm");
    private static final long MIB = 1L << 20;

    @Test
    void theWholeIsAnEighthOfTheMemory() {
        assertThat(SIZES.whole(vm(4096))).isEqualTo(512 * MIB);
    }

    @Test
    void changesGrowWithTimeAndNeverExceedTheWhole() {
        long perMinute = SIZES.changes(VM, vm(65_536), Duration.ofMinutes(1));
        assertThat(perMinute).isBetween(60 * 8L << 10, 60 * MIB);
        assertThat(SIZES.changes(VM, vm(65_536), Duration.ofMinutes(2)))
                .isBetween(2 * perMinute - 1, 2 * perMinute + 1);
        assertThat(SIZES.changes(VM, vm(64), Duration.ofDays(1))).isEqualTo(8 * MIB);
    }

    @Test
    void aClockThatWentBackMeansNoChanges() {
        assertThat(SIZES.changes(VM, vm(64), Duration.ofHours(-1))).isZero();
    }

    @Test
    void eachVmHasItsOwnPaceAndKeepsIt() {
        Duration minute = Duration.ofMinutes(1);
        assertThat(SIZES.changes(VM, vm(65_536), minute))
                .isEqualTo(new CopySizes(7).changes(VM, vm(65_536), minute))
                .isNotEqualTo(SIZES.changes(new VmId("other"), vm(65_536), minute));
    }

    private static VmSpec vm(long mib) {
        return new VmSpec(1, 50, new MiB(mib), false, RestartPriority.LOW, null);
    }
}
