package io.berth.platform.deploy;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Makes the secrets that are missing. */
@Command(
        name = "secrets",
        description = "Makes the secrets that are missing, and gives each service its own.")
final class SecretsCommand implements Callable<Integer> {
    @ParentCommand private Deploy deploy = new Deploy();

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        new InstallationSecrets(deploy.volumes(), spec.commandLine().getOut()::println).prepare();
        return Deploy.OK;
    }
}
