package io.berth.benchmarks.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A program of another project, run with a file that describes the fleet to it. */
final class Program {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private Program() {}

    /** Where a program is; null when it is not installed. */
    static @Nullable Path find(String name) {
        return Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** A temporary file with this text, deleted when this JVM ends. */
    static Path file(String suffix, CharSequence text) {
        try {
            Path file = Files.createTempFile("berth-peers", suffix);
            file.toFile().deleteOnExit();
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs it to its end.
     *
     * @return the lines that it wrote, errors among them
     * @throws IllegalStateException when it fails or takes longer than ten minutes
     */
    static List<String> run(List<String> command) {
        try {
            Path output = file(".out", "");
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command.getFirst() + " took longer than " + LIMIT);
            }
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            Files.delete(output);
            if (process.exitValue() != 0) {
                throw new IllegalStateException(
                        "%s ended with %d: %s"
                                .formatted(
                                        command.getFirst(),
                                        process.exitValue(),
                                        lines.stream().limit(1).toList()));
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
