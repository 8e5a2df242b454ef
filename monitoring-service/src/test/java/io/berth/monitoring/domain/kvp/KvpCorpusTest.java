package io.berth.monitoring.domain.kvp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Versions of real systems and hostile texts, as they are and mutated; a failing mutation is run
 * again with {@code -Dberth.monitoring.kvp-seed=<seed>}.
 */
class KvpCorpusTest {
    private static final int MUTATIONS = 5_000;
    private static final String SEED = "berth.monitoring.kvp-seed";

    static List<String> versions() throws IOException {
        return lines("/kvp/versions.txt");
    }

    static List<String> hostile() throws IOException {
        return lines("/kvp/hostile.txt").stream().map(KvpCorpusTest::unescaped).toList();
    }

    private static List<String> lines(String file) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(KvpCorpusTest.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("# ") && !line.isEmpty())
                    .toList();
        }
    }

    private static String unescaped(String line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            if (line.startsWith("\\u", i)) {
                text.append((char) Integer.parseInt(line, i + 2, i + 6, 16));
                i += 5;
            } else {
                text.append(line.charAt(i));
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void versionsOfRealSystemsAreUnderstood(String text) {
        GuestVersion version = GuestVersion.of(text);
        if (Character.isDigit(text.charAt(0))) {
            assertThat(version.numbers()).isNotEmpty();
        }
        String numbers = String.join(".", version.numbers().stream().map(String::valueOf).toList());
        assertThat(numbers + version.rest()).isEqualTo(text);
        KvpFuzz.check("OSVersion", text);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileTextsHarmNobody(String text) {
        KvpFuzz.check(text, text);
        KvpFuzz.check("OSVersion", text);
        KvpFuzz.check(text, "2.6.32-71.29.1.el6.x86_64" + text);
    }

    @Test
    void mutationsHarmNobody() throws IOException {
        List<String> corpus = new ArrayList<>(versions());
        corpus.addAll(hostile());
        Long only = Long.getLong(SEED);
        long first = only == null ? 1 : only;
        long last = only == null ? MUTATIONS : only;
        for (long seed = first; seed <= last; seed++) {
            Random random = new Random(seed);
            String key = mutated(corpus, random);
            String value = mutated(corpus, random);
            try {
                KvpFuzz.check(key, value);
            } catch (RuntimeException e) {
                throw new AssertionError("again with -D" + SEED + "=" + seed, e);
            }
        }
    }

    private static String mutated(List<String> corpus, Random random) {
        StringBuilder text = new StringBuilder(any(corpus, random));
        for (int i = random.nextInt(4); i > 0; i--) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(6)) {
                case 0 -> text.insert(at, any(corpus, random));
                case 1 -> text.insert(at, (char) random.nextInt(0x10000));
                case 2 -> text.setLength(at);
                case 3 -> text.reverse();
                case 4 -> text.append(any(corpus, random).repeat(random.nextInt(100)));
                default -> {
                    if (at < text.length()) {
                        text.setCharAt(at, (char) random.nextInt(256));
                    }
                }
            }
        }
        return text.toString();
    }

    private static String any(List<String> corpus, Random random) {
        return corpus.get(random.nextInt(corpus.size()));
    }
}
