package io.berth.checker.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.checker.CheckerMain;
import io.berth.checker.Domain;
import io.berth.checker.Host;
import io.berth.checker.Question;
import io.berth.checker.Question.Crash;
import io.berth.checker.Question.QuietPhase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

    @TempDir Path folder;

    @Test
    void comesBackAsItWasWritten() throws IOException {
        Job job =
                new Job(
                        "127.0.0.1:1",
                        "a.",
                        Map.of("hosts.reports", List.of(3L, 4L)),
                        URI.create("http://127.0.0.1:2"),
                        null,
                        URI.create("http://127.0.0.1:3"),
                        Path.of("secrets.json"),
                        new Question(
                                Set.of(new Domain("c1"), new Domain("c2")),
                                List.of(new Crash(new Host("h1"), NOW)),
                                List.of(
                                        new QuietPhase(
                                                "hold",
                                                NOW,
                                                NOW.plusSeconds(9),
                                                Set.of(new Host("h2"), new Host("h3")),
                                                Duration.ofSeconds(8),
                                                new Domain("c1")),
                                        new QuietPhase(
                                                "outage",
                                                NOW,
                                                NOW.plusSeconds(9),
                                                Set.of(),
                                                Duration.ofSeconds(6),
                                                null)),
                                true,
                                false,
                                new Question.Replication(
                                        Duration.ofSeconds(60), Duration.ofSeconds(2)),
                                Duration.ofMillis(3970),
                                Duration.ofSeconds(5),
                                Duration.ofMillis(2)));
        Path file = folder.resolve("job.json");
        job.write(file);

        assertThat(Job.read(file)).isEqualTo(job);
    }

    @Test
    void namesTheFieldThatIsWrong() throws IOException {
        Path file = folder.resolve("job.json");
        Files.writeString(file, "{\"bootstrap\": 5}");

        assertThatThrownBy(() -> Job.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bootstrap is not a text");
    }

    @Test
    void theProgramSaysThatItCouldNotJudge() throws IOException {
        Path file = folder.resolve("job.json");
        Files.writeString(file, "[]");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

        assertThat(CheckerMain.run(new String[] {file.toString()}, "", out)).isEqualTo(2);
        assertThat(CheckerMain.run(new String[0], "", out)).isEqualTo(2);
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("The checker could not judge")
                .contains("usage: CheckerMain");
    }
}
