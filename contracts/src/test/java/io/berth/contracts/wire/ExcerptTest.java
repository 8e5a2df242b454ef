package io.berth.contracts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void aShortTextStaysAsItIs() {
        assertThat(Excerpt.of("größer 文字 🐉", 20)).isEqualTo("größer 文字 🐉");
    }

    @Test
    void whatCannotBeStoredOrShownIsReplaced() {
        assertThat(Excerpt.of("a\0b\nc\u0085d\ud83de\udc09f", 20))
                .isEqualTo("a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf");
    }

    @Test
    void aLongTextIsCutAndMarked() {
        assertThat(Excerpt.of("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Excerpt.of("abcdefg", 6)).isEqualTo("abcde…");
    }

    @Test
    void aCutNeverHalvesASurrogatePair() {
        assertThat(Excerpt.of("ab🐉cd", 4)).isEqualTo("ab\ufffd…");
    }
}
