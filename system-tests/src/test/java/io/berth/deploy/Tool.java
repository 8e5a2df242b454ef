package io.berth.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program of Prometheus: from the path, or from the image that compose uses, if a container
 * engine has it. Nothing is downloaded.
 *
 * @param command up to the program's own arguments
 * @param files where the folder that was given is for the program
 */
record Tool(List<String> command, String files) {
    private static final String IMAGE = "prom/prometheus:v3.5.0";
    private static final String IN_CONTAINER = "/files";
    private static final int ANSWER_SECONDS = 60;

    Tool {
        command = List.copyOf(command);
    }

    /** What a program printed. */
    record Ended(int status, String output) {}

    /** For JUnit's conditions. */
    static boolean promtoolIsHere() {
        return onPath("promtool") || imageIsHere();
    }

    /** For JUnit's conditions. */
    static boolean prometheusIsHere() {
        return onPath("prometheus") || imageIsHere();
    }

    /**
     * A program.
     *
     * @param name {@code promtool} or {@code prometheus}
     * @param folder that it reads, and writes to if it must
     * @param options for the engine, if it is taken from an image
     */
    static Tool find(String name, Path folder, String... options) {
        if (onPath(name)) {
            return new Tool(List.of(name), folder.toString());
        }
        List<String> command = new ArrayList<>(List.of("docker", "run", "--rm"));
        command.addAll(List.of(options));
        command.addAll(
                List.of("-v", folder + ":" + IN_CONTAINER + ":ro", "--entrypoint", name, IMAGE));
        return new Tool(command, IN_CONTAINER);
    }

    /** The whole command line. */
    List<String> with(List<String> arguments) {
        return Stream.concat(command.stream(), arguments.stream()).toList();
    }

    /** Runs it to its end. */
    Ended run(List<String> arguments) {
        return run(new ProcessBuilder(with(arguments)))
                .orElseThrow(() -> new IllegalStateException("cannot run " + command));
    }

    private static boolean onPath(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    }

    private static boolean imageIsHere() {
        return run(new ProcessBuilder("docker", "image", "inspect", "--format", "{{.Id}}", IMAGE))
                .map(ended -> ended.status() == 0)
                .orElse(false);
    }

    private static Optional<Ended> run(ProcessBuilder builder) {
        Process process;
        try {
            process = builder.redirectErrorStream(true).start();
        } catch (IOException notInstalled) {
            return Optional.empty();
        }
        try {
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return Optional.of(new Ended(process.exitValue(), output));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read from " + builder.command(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            return Optional.empty();
        }
    }
}
