package io.berth.replica.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.CycleNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThinningTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 12:40,12:10,11:59,11:30,10:58,09:59 | 12:40",
                "1 | 12:40,12:10,11:59,11:30,10:58,09:59 | 12:40,11:59",
                "2 | 12:40,12:10,11:59,11:30,10:58,09:59 | 12:40,11:59,10:58",
                "3 | 09:59,10:58,11:30,12:40 | 12:40,11:30,10:58,09:59",
                "24 | 12:40,09:59 | 12:40,09:59",
                "2 | 12:00,09:59 | 12:00"
            })
    void keepsTheNewestAndOneOfEachHourBefore(int beside, String points, String kept) {
        assertThat(Thinning.kept(points(points), beside)).isEqualTo(points(kept));
    }

    @Test
    void nothingComesOfNothing() {
        assertThat(Thinning.kept(List.of(), 24)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 24})
    void thinningEachTimeIsThinningOnce(int beside) {
        SplittableRandom random = new SplittableRandom(beside);
        List<RecoveryPoint> all = new ArrayList<>();
        List<RecoveryPoint> kept = List.of();
        Instant now = Samples.START;
        for (int i = 1; i <= 500; i++) {
            now = now.plusSeconds(1 + random.nextInt(1200));
            RecoveryPoint point = new RecoveryPoint(new CycleNumber(i), now);
            all.add(point);
            List<RecoveryPoint> next = new ArrayList<>(kept);
            next.add(point);
            kept = Thinning.kept(next, beside);

            assertThat(kept).hasSizeLessThanOrEqualTo(beside + 1).contains(point);
        }
        assertThat(kept).isEqualTo(Thinning.kept(all, beside));
    }

    private static List<RecoveryPoint> points(String times) {
        return Stream.of(times.split(",", -1))
                .map(time -> Instant.parse("2026-03-01T" + time + ":00Z"))
                .map(time -> new RecoveryPoint(new CycleNumber(1), time))
                .toList();
    }
}
