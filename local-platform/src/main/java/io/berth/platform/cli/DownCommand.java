package io.berth.platform.cli;

import io.berth.platform.Installation;
import io.berth.platform.PlatformClient;
import io.berth.platform.supervisor.RunFile;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stops the platform; what it stored stays. */
@Command(name = "down", description = "Stops everything; data and keys stay.")
final class DownCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Installation installation = Installation.locate();
        if (RunFile.ofRunning(installation).isEmpty()) {
            out.printf("No platform runs in %s.%n", installation.home());
            return Berth.OK;
        }
        long begun = System.nanoTime();
        PlatformClient.connect(installation).down(PATIENCE);
        out.printf("Stopped after %.1f s.%n", (System.nanoTime() - begun) / 1e9);
        return Berth.OK;
    }
}
