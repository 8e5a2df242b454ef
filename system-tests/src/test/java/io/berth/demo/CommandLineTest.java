package io.berth.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Wrong usage is told before anything is started. */
class CommandLineTest {
    private final StringWriter err = new StringWriter();

    @Test
    void anUnknownSabotageIsRefusedWithTheAllowedOnes() {
        assertThat(execute(new DemoCommand(), "--sabotage", "bribe")).isEqualTo(2);
        assertThat(err.toString()).contains("bribe").contains("withhold and double");
    }

    @Test
    void anUnknownDrillIsRefusedWithTheAllowedOnes() {
        assertThat(execute(new DrillCommand(), "fire")).isEqualTo(2);
        assertThat(err.toString())
                .contains("fire")
                .contains("kill, checker, monitor, compose, vault and replica");
    }

    @Test
    void anUnknownOptionIsWrongUsage() {
        assertThat(execute(new DemoCommand(), "--twice")).isEqualTo(2);
        assertThat(err.toString()).contains("--twice").contains("--once");
    }

    private int execute(Object command, String... args) {
        CommandLine line = DemoCommand.commandLine(command);
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }
}
