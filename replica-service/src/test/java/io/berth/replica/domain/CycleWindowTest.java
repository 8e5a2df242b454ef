package io.berth.replica.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CycleWindowTest {
    private static final Instant NOON = Samples.START;

    @Test
    void countsTheLastHour() {
        CycleWindow window =
                CycleWindow.startingAt(NOON)
                        .completedAt(NOON)
                        .missedAt(NOON.plusSeconds(60), 3)
                        .completedAt(NOON.plus(Duration.ofMinutes(30)));

        assertThat(window.completions()).isEqualTo(2);
        assertThat(window.misses()).isEqualTo(3);
        assertThat(window.at(NOON.plus(Duration.ofMinutes(59))).completions()).isEqualTo(2);
        assertThat(window.at(NOON.plus(Duration.ofMinutes(60))).completions()).isEqualTo(1);
        assertThat(window.at(NOON.plus(Duration.ofDays(30))).misses()).isZero();
    }

    @Test
    void aClockThatStepsBackChangesNothing() {
        CycleWindow window = CycleWindow.startingAt(NOON).completedAt(NOON);

        assertThat(window.completedAt(NOON.minus(Duration.ofHours(3))).completions()).isEqualTo(2);
    }

    @Test
    void neverOverflows() {
        CycleWindow window = CycleWindow.startingAt(NOON);
        for (int i = 0; i < 10; i++) {
            window = window.missedAt(NOON, Long.MAX_VALUE);
        }

        assertThat(window.misses()).isPositive();
    }

    @Test
    void refusesAnythingButAnHour() {
        assertThatThrownBy(() -> new CycleWindow(0, List.of(1), List.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("12");
    }

    @Test
    void agreesWithCountingOneByOne() {
        SplittableRandom random = new SplittableRandom(7);
        CycleWindow window = CycleWindow.startingAt(NOON);
        Deque<Instant> completed = new ArrayDeque<>();
        Instant now = NOON;
        for (int i = 0; i < 2000; i++) {
            now = now.plusSeconds(random.nextInt(400));
            window = window.completedAt(now);
            completed.add(now);
            Instant hourAgo = now.minus(Duration.ofHours(1));
            Instant shorter = now.minus(Duration.ofMinutes(55));

            assertThat(window.completions())
                    .as("within 55 and 60 minutes, at step %d", i)
                    .isBetween(
                            completed.stream().filter(t -> t.isAfter(shorter)).count(),
                            completed.stream().filter(t -> t.isAfter(hourAgo)).count());
        }
    }
}
