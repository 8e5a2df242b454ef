package io.berth.mover.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** In virtual time: who waits moves the clock. */
class PaceTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Rate MEGABYTE = new Rate(1_000_000);

    private long now;

    /** Writes like a socket does; how many bytes left until then. */
    private long write(Pace pace, long bytes, long until) {
        long done = 0;
        while (done < bytes && now < until) {
            long wait = pace.delay(now);
            if (wait > 0) {
                now += Math.min(wait, until - now);
                continue;
            }
            int slice = (int) Math.min(bytes - done, pace.slice());
            pace.take(slice, now);
            done += slice;
        }
        return done;
    }

    @Test
    void whatIsAlwaysBusyKeepsToItsRateWithinFivePercent() {
        for (long seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            now = random.nextLong(SECOND);
            Rate rate = new Rate(random.nextLong(Timeouts.SLOWEST, 1_250_000_000));
            Pace pace = new Pace(rate, now);
            long seconds = random.nextLong(5, 60);
            long begun = now;
            long bytes = 0;
            while (now < begun + seconds * SECOND) {
                bytes += write(pace, random.nextInt(1, 2_000_000), begun + seconds * SECOND);
            }
            assertThat((double) bytes / seconds / rate.bytesPerSecond())
                    .as("seed %d, %s over %d s", seed, rate, seconds)
                    .isBetween(0.95, 1.05);
        }
    }

    /** A target that makes a checkpoint safe takes nothing meanwhile. */
    @Test
    void stallsOfATargetAreMadeUpFor() {
        for (int millis : new int[] {10, 120, 240}) {
            now = 0;
            Pace pace = new Pace(MEGABYTE, now);
            long bytes = 0;
            while (now < 20 * SECOND) {
                bytes += write(pace, 500_000, 20 * SECOND);
                now += millis * 1_000_000L;
            }
            assertThat(bytes / (now / 1e9) / 1e6).as("%d ms", millis).isBetween(0.95, 1.05);
        }
    }

    @Test
    void pausesSaveUpNoMoreThanOneBucket() {
        for (long seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            now = 0;
            Pace pace = new Pace(MEGABYTE, now);
            for (int burst = 0; burst < 50; burst++) {
                now += random.nextLong(10 * SECOND);
                long from = now;
                long bytes = write(pace, random.nextInt(1, 500_000), Long.MAX_VALUE);
                double allowed = (now - from) / 1e9 * 1e6 + 250_000 + pace.slice();
                assertThat((double) bytes).as("seed %d", seed).isLessThanOrEqualTo(allowed + 1);
            }
        }
    }

    @Test
    void aRateMayChangeOnTheWay() {
        for (long seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            now = 0;
            Pace pace = new Pace(MEGABYTE, now);
            double allowed = 0;
            long bytes = 0;
            for (int step = 0; step < 20; step++) {
                Rate rate = new Rate(random.nextLong(100_000, 100_000_000));
                pace.change(rate, now);
                long seconds = random.nextLong(3, 20);
                bytes += write(pace, Long.MAX_VALUE, now + seconds * SECOND);
                allowed += (double) seconds * rate.bytesPerSecond();
            }
            assertThat(bytes / allowed).as("seed %d", seed).isBetween(0.95, 1.05);
        }
    }

    @Test
    void transfersShareALink() {
        Pace pace = new Pace(MEGABYTE, now);
        long bytes = 0;
        for (int turn = 0; now < 20 * SECOND; turn++) {
            bytes += write(pace, turn % 3 == 0 ? 5_000 : 300, 20 * SECOND);
        }
        assertThat(bytes / 20e6).isBetween(0.95, 1.05);
    }

    @Test
    void withoutAThrottleNobodyWaits() {
        Pace pace = new Pace(Rate.UNLIMITED, now);
        pace.take(Integer.MAX_VALUE, now);
        assertThat(pace.delay(now)).isZero();
        pace.change(MEGABYTE, now);
        assertThat(pace.delay(now)).isZero();
        pace.take(500_000, now);
        assertThat(pace.delay(now)).isEqualTo(SECOND / 2);
    }

    @Test
    void aThrottleBelowTheTargetsPatienceIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rate(7_999))
                .withMessageContaining("8000")
                .withMessageContaining("7999");
    }
}
