package io.berth.monitoring.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code scenarios/} is a log and what must become known of it. A scenario is folded
 * in one go, and once more with the fold saved and restored before every record.
 */
class ScenarioTest {
    /** So that a lost folder of resources does not look like success. */
    private static final int AT_LEAST = 100;

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void findsWhatIsExpected(String name) throws Exception {
        Path folder = root().resolve(name);
        List<LoggedRecord> log = ScenarioLog.parse(Files.readAllLines(folder.resolve("log.txt")));
        List<String> expected =
                Files.readAllLines(folder.resolve("expected.txt")).stream()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .toList();

        List<String> found = FoldRun.of(log, offset -> false);

        assertThat(String.join("\n", found)).isEqualTo(String.join("\n", expected));
        assertThat(FoldRun.of(log, offset -> true)).isEqualTo(found);
    }

    /** An administrator finds a scenario by its first line. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void saysWhatItIsAbout(String name) throws Exception {
        assertThat(Files.readAllLines(root().resolve(name).resolve("log.txt")).getFirst())
                .matches("# .{20,}");
    }

    @Test
    void allScenariosAreThere() throws Exception {
        assertThat(scenarios()).hasSizeGreaterThanOrEqualTo(AT_LEAST);
    }

    static Stream<String> scenarios() throws IOException, URISyntaxException {
        try (Stream<Path> folders = Files.list(root())) {
            return folders
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Path root() throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(ScenarioTest.class.getResource("/scenarios")).toURI());
    }
}
