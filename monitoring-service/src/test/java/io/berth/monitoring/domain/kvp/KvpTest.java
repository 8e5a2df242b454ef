package io.berth.monitoring.domain.kvp;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.contracts.guests.KvpFlag;
import io.berth.contracts.telemetry.KvpItem;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What guests send, judged and kept exactly. */
class KvpTest {
    static Stream<Arguments> versions() {
        return Stream.of(
                Arguments.of("6.1.7601.17514", List.of(6, 1, 7601, 17514), ""),
                Arguments.of("2.6.32-71.29.1.el6.x86_64", List.of(2, 6, 32), "-71.29.1.el6.x86_64"),
                Arguments.of("6", List.of(6), ""),
                Arguments.of("6.", List.of(6), "."),
                Arguments.of("1.2.3.4.5", List.of(1, 2, 3, 4), ".5"),
                Arguments.of("", List.of(), ""),
                Arguments.of(".1", List.of(), ".1"),
                Arguments.of("v3", List.of(), "v3"),
                Arguments.of("99999999999.1", List.of(), "99999999999.1"),
                Arguments.of("1.99999999999", List.of(1), ".99999999999"),
                Arguments.of("1..2", List.of(1), "..2"),
                Arguments.of("5-rc1", List.of(5), "-rc1"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void understandsAVersionAsFarAsItMakesSense(String text, List<Integer> numbers, String rest) {
        assertThat(GuestVersion.of(text)).isEqualTo(new GuestVersion(numbers, rest));
    }

    static Stream<Arguments> items() {
        return Stream.of(
                Arguments.of("OSName", "Linux", Set.of()),
                Arguments.of("k".repeat(255), "v".repeat(1023), Set.of()),
                Arguments.of("k".repeat(256), "v", Set.of(KvpFlag.KEY_TOO_LONG)),
                Arguments.of("k", "v".repeat(1024), Set.of(KvpFlag.VALUE_TOO_LONG)),
                Arguments.of("", "v", Set.of(KvpFlag.EMPTY_KEY)),
                Arguments.of("k", "a\0b", Set.of(KvpFlag.CONTROL_CHARACTER)),
                Arguments.of("k\ud83d", "v", Set.of(KvpFlag.LONE_SURROGATE)),
                Arguments.of("k", "\ud83d\ude00", Set.of()),
                Arguments.of("OSVersion", "2.6.32-71.29.1.el6.x86_64", Set.of()),
                Arguments.of("OSVersion", "?", Set.of(KvpFlag.VERSION_NOT_UNDERSTOOD)),
                Arguments.of(
                        "",
                        "\0\udc00",
                        Set.of(
                                KvpFlag.EMPTY_KEY,
                                KvpFlag.CONTROL_CHARACTER,
                                KvpFlag.LONE_SURROGATE)));
    }

    @ParameterizedTest
    @MethodSource("items")
    void flagsWhatIsOdd(String key, String value, Set<KvpFlag> flags) {
        assertThat(KvpJudgement.flags(new KvpItem(0, key, value))).isEqualTo(flags);
    }

    @Test
    void keepsEveryTextExactly() {
        long seed = 4711;
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            char[] units = new char[random.nextInt(40)];
            for (int j = 0; j < units.length; j++) {
                units[j] = (char) random.nextInt(0x10000);
            }
            String text = new String(units);
            assertThat(KvpText.text(KvpText.bytes(text))).as("seed %d", seed).isEqualTo(text);
            assertThat(KvpText.visible(text)).as("seed %d", seed).doesNotContain("\0");
        }
    }

    @Test
    void showsOddCharactersEscaped() {
        assertThat(KvpText.visible("a\0\\\u202e\ud800b\ud83d\ude00"))
                .isEqualTo("a\\u0000\\u005C\\u202E\\uD800b\ud83d\ude00");
    }
}
