package io.berth.kit.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class KnownTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private final KnownTokens<String> known = new KnownTokens<>(2);

    @Test
    void isKnownUntilItsTimeIsOver() {
        known.remember("a", 1, "Anna", LATER);
        assertThat(known.find("a", 1, LATER.minusNanos(1))).contains("Anna");
        assertThat(known.find("a", 1, LATER)).isEmpty();
        assertThat(known.find("a", 1, NOW)).as("forgotten, not hidden").isEmpty();
    }

    @Test
    void isUnknownWhenSomethingElseIsTrusted() {
        known.remember("a", 1, "Anna", LATER);
        assertThat(known.find("a", 2, NOW)).isEmpty();
    }

    @Test
    void isKnownByEachOfItsCharacters() {
        known.remember("header.claims.signature", 1, "Anna", LATER);
        assertThat(known.find("header.claims.signaturf", 1, NOW)).isEmpty();
        assertThat(known.find("header.claims.", 1, NOW)).isEmpty();
        assertThat(known.find("header.claims.signature", 1, NOW)).contains("Anna");
    }

    @Test
    void theOneNotUsedForLongestGoesFirst() {
        known.remember("a", 1, "Anna", LATER);
        known.remember("b", 1, "Ben", LATER);
        assertThat(known.find("a", 1, NOW)).contains("Anna");
        known.remember("c", 1, "Cleo", LATER);
        assertThat(known.find("b", 1, NOW)).isEmpty();
        assertThat(known.find("a", 1, NOW)).contains("Anna");
        assertThat(known.find("c", 1, NOW)).contains("Cleo");
    }

    @Test
    void roomForNoneHoldsNone() {
        KnownTokens<String> none = new KnownTokens<>(0);
        none.remember("a", 1, "Anna", LATER);
        assertThat(none.find("a", 1, NOW)).isEmpty();
    }
}
