package io.berth.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.ids.CycleNumber;
import io.berth.contracts.ids.RelationshipId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CycleBookTest {
    private static final Instant ZERO = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final RelationshipId ID = new RelationshipId("r1");

    private final CycleBook book = new CycleBook();

    private static Instant at(double seconds) {
        return ZERO.plusMillis((long) (1000 * seconds));
    }

    private boolean order(long number, double seconds) {
        return book.ordered(ID, new CycleNumber(number), "o" + number, at(seconds));
    }

    private void end(long number) {
        book.completed(ID, new CycleNumber(number), "e" + number, number == 1);
    }

    @Test
    void countsWhatIsLostAndWhatIsDoubled() {
        assertThat(order(1, 0)).isTrue();
        assertThat(order(1, 0.1)).as("the same record, published twice").isFalse();
        end(1);
        end(1);
        order(3, 60);
        assertThat(book.gaps()).isEqualTo(1);
        assertThat(book.doubled()).isZero();
        assertThat(book.open(at(60))).isZero();
        assertThat(book.open(at(61))).isEqualTo(1);
        assertThat(book.copied()).isEqualTo(1);

        book.ordered(ID, new CycleNumber(3), "another", at(60.2));
        book.completed(ID, new CycleNumber(1), "yet another", false);
        assertThat(book.doubled()).isEqualTo(2);
        assertThat(book.orders()).isEqualTo(3);
    }

    @Test
    void tellsHowLateEachSlotWasServedAndWhichWasNot() {
        order(1, 7.5);
        order(2, 37.001);
        order(3, 97.25);

        CycleBook.Served served = book.served(Map.of(ID, at(67)), EVERY, at(5), at(130));
        assertThat(served.lateMillis()).containsExactly(500.0, 1.0, 250.0);
        assertThat(served.missed()).as("the slot at 67").isEqualTo(1);
    }

    @Test
    void asksOnlyForSlotsInTheStretch() {
        order(1, 7);

        CycleBook.Served served = book.served(Map.of(ID, at(-53)), EVERY, at(7), at(66.9));
        assertThat(served.lateMillis()).containsExactly(0.0);
        assertThat(served.missed()).isZero();
    }
}
