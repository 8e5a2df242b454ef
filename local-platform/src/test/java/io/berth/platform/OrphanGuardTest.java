package io.berth.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OrphanGuardTest {
    /** Starts a child under guard, tells its id, and dies without any clean-up. */
    static final class DyingParent {
        private DyingParent() {}

        public static void main(String[] args) throws Exception {
            Process child = new ProcessBuilder("sleep", "600").start();
            OrphanGuard.attach(child.toHandle());
            System.out.println(child.pid());
            System.out.flush();
            Runtime.getRuntime().halt(1);
        }
    }

    @Test
    void aChildDoesNotOutliveAParentThatIsTornAway() throws Exception {
        Process parent =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                DyingParent.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String pid = parent.inputReader(StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
        ProcessHandle.of(Long.parseLong(pid))
                .ifPresent(child ->
                        assertThat(child.onExit().orTimeout(20, TimeUnit.SECONDS))
                                .succeedsWithin(Duration.ofSeconds(20)));
        assertThat(parent.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
}
