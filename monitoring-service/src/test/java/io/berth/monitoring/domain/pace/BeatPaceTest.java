package io.berth.monitoring.domain.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BeatPaceTest {
    private final BeatPace pace = new BeatPace(3);

    private int passing(String host, int beats, long millis) {
        int passed = 0;
        for (int i = 0; i < beats; i++) {
            if (pace.admits(host, millis)) {
                passed++;
            }
        }
        return passed;
    }

    @Test
    void soManyPassWithinASecondAndAsManyInTheNext() {
        assertThat(passing("mad", 10, 5_000)).isEqualTo(3);
        assertThat(passing("mad", 10, 5_999)).isZero();
        assertThat(passing("mad", 10, 6_000)).isEqualTo(3);
    }

    @Test
    void oneHostTakesNothingFromAnother() {
        passing("mad", 1_000, 5_000);
        assertThat(passing("sane", 2, 5_001)).isEqualTo(2);
    }

    @Test
    void aStepOfTheClockStartsAnotherSecond() {
        passing("mad", 10, 5_000);
        assertThat(passing("mad", 10, 1_000)).isEqualTo(3);
        assertThat(passing("mad", 10, -1)).isEqualTo(3);
        assertThat(passing("mad", 10, Long.MAX_VALUE)).isEqualTo(3);
        assertThat(passing("mad", 10, Long.MIN_VALUE)).isEqualTo(3);
    }

    @Test
    void anOffenderIsToldOnceAMinute() {
        assertThat(pace.tells("mad", 60_000)).isTrue();
        assertThat(pace.tells("mad", 119_999)).isFalse();
        assertThat(pace.tells("other", 119_999)).isTrue();
        assertThat(pace.tells("mad", 120_000)).isTrue();
    }

    @Test
    void manyOffendersTakeNoMoreMemoryThanTheBound() {
        for (int i = 0; i <= BeatPace.MAX_TOLD; i++) {
            assertThat(pace.tells("mad-" + i, 0)).isTrue();
        }
        assertThat(pace.tells("mad-0", 0)).as("forgotten, so told again").isTrue();
        assertThat(pace.tells("mad-" + BeatPace.MAX_TOLD, 0)).isFalse();
    }

    @Test
    void moreHostsThanTheBoundPassUncounted() {
        for (int i = 0; i < BeatPace.MAX_HOSTS; i++) {
            pace.admits("host-" + i, 0);
        }
        assertThat(passing("one-more", 10, 0)).isEqualTo(10);
        assertThat(passing("host-7", 10, 0)).isEqualTo(2);
    }

    @Test
    void nobodyCanBeSilencedByConfiguration() {
        assertThatThrownBy(() -> new BeatPace(0)).hasMessageContaining("at least 1");
    }
}
