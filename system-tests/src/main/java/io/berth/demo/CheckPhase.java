package io.berth.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.berth.checker.CheckerMain;
import io.berth.checker.edge.Secrets;
import io.berth.contracts.wire.EventCodec;
import io.berth.platform.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Runs the checker as a process of its own; its exit status is the verdict. */
final class CheckPhase {
    private static final String NAME = "check";

    private final Stage stage;
    private final Path folder;

    /**
     * @param folder where job and verdict are kept
     */
    CheckPhase(Stage stage, Path folder) {
        this.stage = stage;
        this.folder = folder;
    }

    /**
     * What came of it.
     *
     * @param status 0 when every promise was kept, 1 when one was broken, 2 when it could not judge
     * @param verdict as the checker wrote it; an empty object when it could not judge
     */
    record Outcome(int status, JsonNode verdict) {}

    /** Runs it and tells every line that it prints. */
    Outcome run() {
        stage.settle();
        try {
            Files.createDirectories(folder);
            Path job = folder.resolve("job.json");
            Path verdict = folder.resolve("verdict.json");
            Path secrets = folder.resolve("planted-secrets.json");
            Files.deleteIfExists(verdict);
            boolean planted = !stage.secrets().isEmpty();
            if (planted) {
                Secrets.write(stage.secrets(), secrets);
            }
            stage.job(planted ? secrets : null).write(job);
            Instant from = stage.timeline().now();
            stage.timeline()
                    .tell(from, NAME, "the checker reads Kafka and REST, in its own process");
            int status;
            try {
                status = process(job, verdict);
            } finally {
                Files.deleteIfExists(secrets);
            }
            stage.timeline()
                    .tell(
                            NAME,
                            "exit status %d after %s"
                                    .formatted(
                                            status,
                                            EstatePhase.seconds(from, stage.timeline().now())));
            JsonNode written =
                    Files.exists(verdict)
                            ? EventCodec.JSON.readTree(Files.readAllBytes(verdict))
                            : RestApi.object();
            return new Outcome(status, written);
        } catch (IOException e) {
            throw new DemoException("The checker could not be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("interrupted", e);
        }
    }

    private int process(Path job, Path verdict) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder =
                new ProcessBuilder(
                        List.of(
                                java,
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CheckerMain.class.getName(),
                                job.toString(),
                                verdict.toString()));
        builder.environment().put("BERTH_TOKEN", stage.platform().token(Role.VIEWER));
        builder.redirectErrorStream(true);
        Process process = builder.start();
        process.getOutputStream().close();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> stage.timeline().tell(NAME, line));
        }
        return process.waitFor();
    }
}
