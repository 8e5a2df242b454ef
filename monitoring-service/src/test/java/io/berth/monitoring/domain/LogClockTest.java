package io.berth.monitoring.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Log time over one more record, after one at 10.0 s under leader 3. */
class LogClockTest {
    static Stream<Arguments> records() {
        return Stream.of(
                Arguments.of("the same moment", 10_000, 3, 10_000, false),
                Arguments.of("half a second", 10_500, 3, 10_500, false),
                Arguments.of("exactly the cap", 11_000, 3, 11_000, false),
                Arguments.of("just above the cap", 11_001, 3, 11_000, true),
                Arguments.of("an hour forward", 3_610_000, 3, 11_000, true),
                Arguments.of("a millisecond back", 9_999, 3, 10_000, true),
                Arguments.of("another leader", 10_500, 4, 10_500, true),
                Arguments.of("an unknown leader", 10_500, LogMark.NO_EPOCH, 10_500, false));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void advances(String what, long timestamp, int leader, long now, boolean restarted) {
        LogClock clock = new LogClock(1_000, FoldSnapshot.empty(0));
        clock.advance(new LogMark(0, 9_000, 3));
        clock.advance(new LogMark(1, 10_000, 3));

        assertThat(clock.advance(new LogMark(2, timestamp, leader))).isEqualTo(10_000);

        assertThat(clock.now()).as(what).isEqualTo(now);
        assertThat(clock.restartedAt()).as(what).isEqualTo(restarted ? now : 9_000);
    }
}
