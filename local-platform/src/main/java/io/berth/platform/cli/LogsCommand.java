package io.berth.platform.cli;

import io.berth.platform.ComponentName;
import io.berth.platform.Installation;
import io.berth.platform.PlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows the end of logs. */
@Command(name = "logs", description = "Shows the end of one component's log, or of all.")
final class LogsCommand implements Callable<Integer> {
    private static final String SUPERVISOR = "supervisor";

    @Parameters(
            arity = "0..1",
            paramLabel = "COMPONENT",
            description = "A component of 'berth status', or supervisor.")
    private @Nullable String component;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on as the log grows.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "40",
            paramLabel = "N",
            description = "How many lines (default: ${DEFAULT-VALUE}).")
    private int lines;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Installation installation = Installation.locate();
        List<Path> logs =
                Stream.concat(
                                Stream.of(SUPERVISOR),
                                ComponentName.ALL.stream().map(ComponentName::value))
                        .filter(name -> component == null || component.equals(name))
                        .map(installation::log)
                        .filter(Files::exists)
                        .toList();
        if (logs.isEmpty()) {
            throw new PlatformException(
                    component == null
                            ? "There are no logs in %s yet."
                                    .formatted(installation.log(SUPERVISOR).resolveSibling(""))
                            : "%s has no log. Logs are in %s."
                                    .formatted(
                                            component,
                                            installation.log(SUPERVISOR).resolveSibling("")));
        }
        List<String> command = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
        if (follow) {
            command.add("-F");
        }
        logs.forEach(log -> command.add(log.toString()));
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
