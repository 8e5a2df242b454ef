package io.berth.platform.cli;

import io.berth.platform.PlatformException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of a local platform. */
@Command(
        name = "berth",
        description = "Runs the whole of Berth on this machine, without Docker.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            TokenCommand.class,
            FeedCommand.class,
            ReplayCommand.class,
            WhatIfCommand.class,
            ComponentCommands.Start.class,
            ComponentCommands.Stop.class,
            ComponentCommands.Kill.class,
            ComponentCommands.Pause.class,
            ComponentCommands.Resume.class,
            HelpCommand.class
        },
        footer = {
            "",
            "The launcher adds: demo, drill, bench, test, build.",
            "",
            "Environment: BERTH_HOME  state folder (default: .berth in the project)",
            "             BERTH_PORT_BASE  first port (default: 8080)",
            "             JAVA_HOME  a JDK 25 or later"
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Berth implements Runnable {
    /** Everything is as asked. */
    static final int OK = 0;

    /** Something is wrong; the message says what. */
    static final int FAILED = 1;

    /** No platform runs. */
    static final int NOT_RUNNING = 3;

    /** The answer is that something would be otherwise. */
    static final int DIFFERS = 4;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do.");
    }

    /** Ends with 0 when all is well, 1 on failure, 2 on wrong usage, 3 when no platform runs. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The whole of it, ready to be executed. */
    static CommandLine commandLine() {
        return new CommandLine(new Berth())
                .setExecutionExceptionHandler((problem, command, parsed) -> {
                    if (problem instanceof PlatformException) {
                        command.getErr().println("berth: " + problem.getMessage());
                        return FAILED;
                    }
                    throw problem;
                });
    }
}
