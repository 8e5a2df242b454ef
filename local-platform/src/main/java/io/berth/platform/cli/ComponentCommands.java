package io.berth.platform.cli;

import io.berth.platform.ComponentName;
import io.berth.platform.PlatformClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Orders to one component, for trying out what an outage does. */
final class ComponentCommands {
    private ComponentCommands() {}

    /** One order: who it is for, and the report when it is carried out. */
    abstract static class Order implements Callable<Integer> {
        @Parameters(paramLabel = "COMPONENT", description = "A component of 'berth status'.")
        private String component = "";

        @Spec private CommandSpec spec = CommandSpec.create();

        @Override
        public final Integer call() {
            ComponentName name = new ComponentName(component);
            String done = carryOut(PlatformClient.connect(), name);
            spec.commandLine().getOut().printf("%s: %s%n", name, done);
            return Berth.OK;
        }

        /** Gives the order and says what has happened. */
        abstract String carryOut(PlatformClient platform, ComponentName name);
    }

    @Command(name = "start", description = "Starts a component and returns when it is ready.")
    static final class Start extends Order {
        @Override
        String carryOut(PlatformClient platform, ComponentName name) {
            platform.startComponent(name);
            return "ready";
        }
    }

    @Command(name = "stop", description = "Stops a component in order; it stays down.")
    static final class Stop extends Order {
        @Override
        String carryOut(PlatformClient platform, ComponentName name) {
            platform.stopComponent(name);
            return "stopped, until: berth start " + name;
        }
    }

    @Command(
            name = "kill",
            description = "Kills a component (SIGKILL); the supervisor starts it again.")
    static final class Kill extends Order {
        @Option(names = "--hold", description = "It stays down until it is started.")
        private boolean hold;

        @Override
        String carryOut(PlatformClient platform, ComponentName name) {
            if (hold) {
                platform.killAndHoldComponent(name);
                return "killed, until: berth start " + name;
            }
            platform.killComponent(name);
            return "killed; it will be started again";
        }
    }

    @Command(name = "pause", description = "Freezes a component (SIGSTOP).")
    static final class Pause extends Order {
        @Override
        String carryOut(PlatformClient platform, ComponentName name) {
            platform.pauseComponent(name);
            return "frozen, until: berth resume " + name;
        }
    }

    @Command(name = "resume", description = "Lets a frozen component go on.")
    static final class Resume extends Order {
        @Override
        String carryOut(PlatformClient platform, ComponentName name) {
            platform.resumeComponent(name);
            return "goes on";
        }
    }
}
