package io.berth.monitoring.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.MiB;
import io.berth.contracts.telemetry.HostLoad;
import org.junit.jupiter.api.Test;

/** Use is a mean; a link carries what it was last measured to carry. */
class LoadSumTest {
    private final LoadSum sum = new LoadSum();

    @Test
    void useIsAMeanAndTheLinkIsTheNewestFigure() {
        sum.add(new HostLoad(10, new MiB(1000), 10_000L));
        sum.add(new HostLoad(30, new MiB(2000), 800L));
        sum.add(new HostLoad(20, new MiB(3000)));
        assertThat(sum.meanCpuPercent()).isEqualTo(20);
        assertThat(sum.meanMemory()).isEqualTo(new MiB(2000));
        assertThat(sum.migrationLinkMbit()).isEqualTo(800);
    }

    @Test
    void aFigureIsNotCarriedOverIntoTheNextSum() {
        sum.add(new HostLoad(10, new MiB(1000), 10_000L));
        sum.reset();
        sum.add(new HostLoad(10, new MiB(1000)));
        assertThat(sum.migrationLinkMbit()).isNull();
        assertThat(sum.samples()).isEqualTo(1);
    }
}
