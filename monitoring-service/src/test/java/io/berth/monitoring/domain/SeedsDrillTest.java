package io.berth.monitoring.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SeedsDrillTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);

    @Test
    void takesEachSeedOnce() {
        SeedsDrill.work(3, 9, 3, out);

        assertThat(told.toString(StandardCharsets.UTF_8).lines().toList())
                .startsWith("good 3", "good 6", "good 9")
                .hasSize(4);
    }

    @Test
    void dividesTheSeedsAmongProcesses() throws IOException, InterruptedException {
        int status = new SeedsDrill(11, 5, 2, out).run();

        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains("Seeds 11 to 15 in 2 processes.")
                .contains("5 good, 0 failed");
        assertThat(status).isZero();
    }
}
