package io.berth.platform.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.platform.PlatformException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final List<String> told = new ArrayList<>();
    private final Queue<Instant> times = new ArrayDeque<>();

    @Test
    void tellsEachReasonOnceAndWhenItIsOver() {
        Queue<Optional<String>> answers =
                new ArrayDeque<>(
                        List.of(
                                Optional.of("refused"),
                                Optional.of("refused"),
                                Optional.of("starting up"),
                                Optional.empty()));
        seconds(0, 1, 2, 3, 7);

        patience().await("Kafka at kafka:9092", answers::remove);

        assertThat(told)
                .containsExactly(
                        "waiting for Kafka at kafka:9092, at most 10 s: refused",
                        "waiting for Kafka at kafka:9092, at most 10 s: starting up",
                        "Kafka at kafka:9092 answers after 7 s");
    }

    @Test
    void givesUpAtTheLimitWithTheLastReason() {
        seconds(0, 4, 10);

        assertThatThrownBy(() ->
                        patience().await("Kafka at kafka:9092", () -> Optional.of("no answer")))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("did not answer within 10 s: no answer");
    }

    @Test
    void doesNotWaitForWhatWaitingDoesNotCure() {
        seconds(0);

        assertThatThrownBy(() ->
                        patience()
                                .await(
                                        "PostgreSQL",
                                        () -> {
                                            throw new PlatformException("wrong password");
                                        }))
                .hasMessage("wrong password");
        assertThat(told).isEmpty();
    }

    private Patience patience() {
        return new Patience(Duration.ofSeconds(10), Duration.ZERO, times::remove, told::add);
    }

    private void seconds(long... seconds) {
        for (long second : seconds) {
            times.add(Instant.EPOCH.plusSeconds(second));
        }
    }
}
