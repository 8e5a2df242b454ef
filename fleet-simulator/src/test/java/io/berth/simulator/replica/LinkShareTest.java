package io.berth.simulator.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.berth.contracts.ids.RelationshipId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkShareTest {
    private static final RelationshipId A = new RelationshipId("a");
    private static final RelationshipId B = new RelationshipId("b");

    private final LinkShare link = new LinkShare(100);

    @Test
    void theExampleOfTheComment() {
        link.begin(A, 200);
        assertThat(link.nextEnd()).contains(Duration.ofSeconds(2));
        assertThat(link.advance(Duration.ofSeconds(1))).isEmpty();
        link.begin(B, 50);
        assertThat(link.nextEnd()).contains(Duration.ofSeconds(2));
        assertThat(link.advance(Duration.ofSeconds(2))).containsExactly(B);
        assertThat(link.nextEnd()).contains(Duration.ofMillis(2500));
        assertThat(link.advance(Duration.ofMillis(2500))).containsExactly(A);
        assertThat(link.nextEnd()).isEmpty();
    }

    @Test
    void aLateLookFindsTheSameEnds() {
        link.begin(A, 200);
        assertThat(link.advance(Duration.ofSeconds(1))).isEmpty();
        link.begin(B, 50);
        assertThat(link.advance(Duration.ofSeconds(60))).containsExactly(B, A);
    }

    @Test
    void whatIsGivenUpLeavesItsShareToTheOthers() {
        link.begin(A, 200);
        link.begin(B, 200);
        assertThat(link.advance(Duration.ofSeconds(1))).isEmpty();
        link.end(B);
        assertThat(link.nextEnd()).contains(Duration.ofMillis(2500));
    }

    @Test
    void nothingToSendIsSentAtOnce() {
        link.begin(A, 0);
        assertThat(link.nextEnd()).contains(Duration.ZERO);
        assertThat(link.advance(Duration.ZERO)).containsExactly(A);
    }

    @Test
    void aLinkThatCarriesNothingIsRefused() {
        assertThatThrownBy(() -> new LinkShare(0)).hasMessageContaining("0 bytes a second");
    }

    /** A link that is never idle has sent rate times time when its last transfer ends. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noBandwidthIsLostOrInvented(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Set<RelationshipId> ended = new HashSet<>();
        long total = 0;
        Duration now = Duration.ZERO;
        for (int i = 0; i < 200; i++) {
            long bytes = 1 + random.nextLong(10_000);
            link.begin(new RelationshipId("r" + i), bytes);
            total += bytes;
            Duration next = link.nextEnd().orElseThrow();
            boolean toTheEnd = random.nextBoolean();
            now = toTheEnd ? next : now.plus(next.minus(now).dividedBy(2));
            ended.addAll(link.advance(now));
        }
        for (Optional<Duration> next = link.nextEnd(); next.isPresent(); next = link.nextEnd()) {
            now = next.get();
            ended.addAll(link.advance(now));
        }
        assertThat(ended).hasSize(200);
        assertThat(now.toMillis() / 1000.0)
                .as("seed %d", seed)
                .isCloseTo(total / 100.0, within(1.0));
    }
}
