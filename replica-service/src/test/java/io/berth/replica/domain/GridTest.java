package io.berth.replica.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.RelationshipId;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GridTest {
    private static final Grid GRID = new Grid(Samples.at(7), Frequency.EVERY_30_SECONDS);

    @ParameterizedTest
    @CsvSource({"0, 7", "6, 7", "7, 37", "36, 37", "37, 67", "80, 97"})
    void theNextSlotIsLater(long moment, long slot) {
        assertThat(GRID.firstAfter(Samples.at(moment))).isEqualTo(Samples.at(slot));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "0, 6, 0",
        "0, 7, 1",
        "7, 36, 0",
        "7, 37, 1",
        "37, 80, 1",
        "37, 97, 2",
        "50, 40, 0"
    })
    void countsTheSlotsThatPassed(long after, long upTo, long slots) {
        assertThat(GRID.slotsBetween(Samples.at(after), Samples.at(upTo))).isEqualTo(slots);
    }

    @ParameterizedTest
    @EnumSource
    void spreadsManyRelationshipsEvenlyOverTheInterval(Frequency frequency) {
        long tenth = frequency.interval().toMillis() / 10;
        long[] perTenth = new long[10];
        IntStream.range(0, 10_000)
                .mapToObj(i -> Grid.of(new RelationshipId("vm-" + i), frequency, Instant.EPOCH))
                .map(grid -> Duration.between(Instant.EPOCH, grid.start()))
                .forEach(part -> perTenth[(int) (part.toMillis() / tenth)]++);

        assertThat(LongStream.of(perTenth)).allMatch(number -> number > 850 && number < 1150);
    }

    @Test
    void isTheSameForTheSameId() {
        Grid one = Grid.of(new RelationshipId("r"), Frequency.DEFAULT, Samples.START);

        assertThat(Grid.of(new RelationshipId("r"), Frequency.DEFAULT, Samples.START))
                .isEqualTo(one);
        assertThat(one.start())
                .isBetween(Samples.START, Samples.START.plus(Frequency.DEFAULT.interval()));
    }
}
