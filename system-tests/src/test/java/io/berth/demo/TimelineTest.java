package io.berth.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Timeline timeline =
            new Timeline(new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> START, false);

    @Test
    void namesAPhaseOnceAndAlignsWhatFollows() {
        timeline.tell("crash", "first");
        timeline.tell(START.plusMillis(5_020), "crash", "second");
        timeline.tell(START.plusMillis(61_500), "zombie", "third");

        assertThat(bytes.toString(StandardCharsets.UTF_8).lines().toList())
                .containsExactly(
                        "UTC              elapsed  phase     what",
                        "",
                        "12:00:00.000     0.000 s  crash     first",
                        "12:00:05.020     5.020 s            second",
                        "",
                        "12:01:01.500    61.500 s  zombie    third");
    }

    @Test
    void keepsEverythingForPrograms() {
        timeline.tell(START.plusMillis(20), "check", "done");
        timeline.figure("replacedVms", 9);

        JsonNode json = timeline.toJson();
        assertThat(json.path("figures").path("replacedVms").asLong()).isEqualTo(9);
        assertThat(json.path("timeline").path(0).path("phase").asText()).isEqualTo("check");
        assertThat(json.path("timeline").path(0).path("elapsedMillis").asLong()).isEqualTo(20);
        assertThat(json.path("startedAt").asText()).isEqualTo("2026-01-01T12:00:00Z");
    }
}
