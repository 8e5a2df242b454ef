package io.berth.platform.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.platform.supervisor.RestartPolicy.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartPolicyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final RestartPolicy POLICY = RestartPolicy.STANDARD;

    @ParameterizedTest
    @CsvSource({"1,PT1S", "2,PT2S", "3,PT4S", "4,PT8S", "5,PT16S"})
    void theDelayDoublesWithEachCrashInTheWindow(int crashes, Duration delay) {
        assertThat(POLICY.after(crashesOneSecondApart(crashes), NOW))
                .isEqualTo(new Decision.RetryAfter(delay));
    }

    @Test
    void theDelayHasABound() {
        RestartPolicy patient =
                new RestartPolicy(
                        Duration.ofSeconds(1), Duration.ofSeconds(30), 50, Duration.ofHours(1));

        assertThat(patient.after(crashesOneSecondApart(20), NOW))
                .isEqualTo(new Decision.RetryAfter(Duration.ofSeconds(30)));
    }

    @Test
    void tooManyCrashesEndIt() {
        assertThat(POLICY.after(crashesOneSecondApart(6), NOW))
                .isEqualTo(new Decision.GiveUp(6, Duration.ofMinutes(5)));
    }

    @Test
    void oldCrashesAreForgotten() {
        List<Instant> old =
                IntStream.range(0, 20).mapToObj(i -> NOW.minusSeconds(301 + i)).toList();
        List<Instant> crashes =
                IntStream.range(0, 21).mapToObj(i -> i < 20 ? old.get(i) : NOW).toList();

        assertThat(POLICY.after(crashes, NOW))
                .isEqualTo(new Decision.RetryAfter(Duration.ofSeconds(1)));
    }

    private static List<Instant> crashesOneSecondApart(int count) {
        return IntStream.range(0, count).mapToObj(NOW::minusSeconds).toList();
    }
}
