package io.berth.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequireTest {
    @Test
    void aNumberOutOfRangeIsNamedWithTheRange() {
        assertThatThrownBy(() -> Require.range("cores", 0, 1, 4))
                .hasMessage("cores is 0; allowed is 1 to 4");
        assertThatThrownBy(() -> Require.range("score", Double.NaN, 0, 1))
                .hasMessage("score is NaN; allowed is 0.0 to 1.0");
    }

    @Test
    void aTextThatNoDatabaseHoldsIsRefused() {
        assertThat(Require.text("detail", "größer\n🐉", 20)).isEqualTo("größer\n🐉");
        for (String bad : List.of("a\0", "\ud83d", "a\ud83db", "\udc09", "\udc09\ud83d")) {
            assertThatThrownBy(() -> Require.text("detail", bad, 20))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot be stored");
        }
    }

    @Test
    void aRawTextMayHoldAnythingWithinItsBound() {
        assertThat(Require.rawText("value", "a\0\ud83d", 3)).hasSize(3);
        assertThatThrownBy(() -> Require.rawText("value", "abcd", 3))
                .hasMessage("value has 4 characters; at most 3 are allowed");
    }

    @Test
    void aListIsCopiedBoundedAndWithoutGaps() {
        List<String> source = new ArrayList<>(List.of("a"));
        List<String> copy = Require.list("nodes", source, 1);
        source.add("b");

        assertThat(copy).containsExactly("a");
        assertThatThrownBy(() -> Require.list("nodes", source, 1))
                .hasMessage("nodes has 2 entries; at most 1 are allowed");
        assertThatThrownBy(() -> Require.list("nodes", Arrays.asList("a", null), 2))
                .hasMessage("nodes[] is missing");
    }

    @Test
    void aSetNamesWhatStandsTwice() {
        assertThatThrownBy(() -> Require.distinct("nodes", List.of("a", "b", "a"), 9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nodes names a twice");
    }
}
