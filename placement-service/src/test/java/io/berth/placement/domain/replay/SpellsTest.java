package io.berth.placement.domain.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.placement.domain.replay.Spells.Spell;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpellsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final Spells spells = new Spells();

    private static Instant at(long minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    @Test
    void itLastsFromTheFirstMomentToTheOneThatSaysOtherwise() {
        spells.at(at(0), false);
        spells.at(at(5), true);
        spells.at(at(7), true);
        spells.at(at(20), false);
        spells.at(at(30), true);
        spells.close(at(40));
        assertThat(spells.spells())
                .containsExactly(new Spell(at(5), at(20)), new Spell(at(30), null));
        assertThat(spells.count()).isEqualTo(2);
        assertThat(spells.total()).isEqualTo(Duration.ofMinutes(25));
    }

    @Test
    void whatNeverWasHasNoSpell() {
        spells.at(at(0), false);
        spells.close(at(40));
        assertThat(spells.count()).isZero();
        assertThat(spells.total()).isZero();
    }

    @Test
    void moreThanAreKeptStillCount() {
        for (int i = 0; i <= Spells.MAX_SPELLS; i++) {
            spells.at(at(2L * i), true);
            spells.at(at(2L * i + 1), false);
        }
        assertThat(spells.spells()).hasSize(Spells.MAX_SPELLS);
        assertThat(spells.count()).isEqualTo(Spells.MAX_SPELLS + 1);
        assertThat(spells.total()).isEqualTo(Duration.ofMinutes(Spells.MAX_SPELLS + 1));
    }
}
