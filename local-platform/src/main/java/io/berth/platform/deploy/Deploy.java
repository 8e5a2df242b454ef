package io.berth.platform.deploy;

import io.berth.platform.PlatformException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line of the image {@code berth/tools}. */
@Command(
        name = "deploy",
        mixinStandardHelpOptions = true,
        description = "Prepares a container installation of Berth.",
        subcommands = {SecretsCommand.class, SetupCommand.class},
        synopsisSubcommandLabel = "COMMAND")
public final class Deploy implements Runnable {
    /** Everything is as asked. */
    static final int OK = 0;

    private static final int FAILED = 1;

    @Option(
            names = "--home",
            defaultValue = "${env:BERTH_HOME:-/var/lib/berth}",
            paramLabel = "FOLDER",
            scope = ScopeType.INHERIT,
            description = "Where the volumes are mounted (default: ${DEFAULT-VALUE}).")
    private Path home = Path.of("/var/lib/berth");

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do.");
    }

    Volumes volumes() {
        return new Volumes(home.toAbsolutePath().normalize());
    }

    /** Ends with 0 when all is well, 1 on failure, 2 on wrong usage. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Deploy())
                .setExecutionExceptionHandler((problem, command, parsed) -> {
                    if (problem instanceof PlatformException) {
                        command.getErr().println("berth: " + problem.getMessage());
                        return FAILED;
                    }
                    if (problem instanceof UncheckedIOException) {
                        command.getErr()
                                .printf(
                                        "berth: %s: %s. Is the volume mounted, and does it belong"
                                            + " to the user of this container? A volume gets its"
                                            + " owner when it is first mounted; remove it if it was"
                                            + " made by something else.%n",
                                        problem.getMessage(), problem.getCause());
                        return FAILED;
                    }
                    throw problem;
                });
    }
}
