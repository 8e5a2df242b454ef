package io.berth.monitoring.domain.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuarantineRulesTest {
    private static final Instant FAILURE = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aFailureIsPastOnceItIsCountedNoMore() {
        QuarantineRules rules = QuarantineRules.DEFAULT;
        Duration hour = Duration.ofHours(1);

        assertThat(rules.isPast(FAILURE, FAILURE.plus(hour))).isFalse();
        assertThat(rules.isPast(FAILURE, FAILURE.plus(hour).plusMillis(1))).isTrue();
        assertThat(rules.with(List.of(0L), hour.toMillis())).containsExactly(0L, 3_600_000L);
        assertThat(rules.with(List.of(0L), hour.toMillis() + 1)).containsExactly(3_600_001L);
    }

    @Test
    void aQuarterOfTheHostsRoundedDown() {
        assertThat(List.of(1, 3, 4, 7, 8).stream().map(QuarantineRules.DEFAULT::allowed))
                .containsExactly(0, 0, 1, 1, 2);
    }
}
