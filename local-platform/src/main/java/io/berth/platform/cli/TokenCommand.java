package io.berth.platform.cli;

import io.berth.contracts.ids.HostId;
import io.berth.platform.Installation;
import io.berth.platform.InstallationKeys;
import io.berth.platform.Role;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a token. */
@Command(
        name = "token",
        description = "Prints a bearer token of this installation, and nothing else.")
final class TokenCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "ROLE",
            description = "viewer, operator, administrator, agent or service.")
    private String role = "";

    @Option(names = "--principal", description = "Who acts (default: local-ROLE).")
    private @Nullable String principal;

    @Option(
            names = "--host",
            paramLabel = "ID",
            description =
                    "The host that an agent's token speaks for; short for --principal host:ID.")
    private @Nullable String host;

    @Option(
            names = "--valid",
            defaultValue = "PT12H",
            paramLabel = "DURATION",
            description = "ISO-8601 (default: ${DEFAULT-VALUE}).")
    private Duration valid = Duration.ZERO;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Role wanted = Role.of(role);
        InstallationKeys keys = InstallationKeys.loadOrCreate(Installation.locate().keys());
        spec.commandLine().getOut().println(keys.token(wanted, who(wanted), valid));
        return Berth.OK;
    }

    private String who(Role wanted) {
        if (host != null) {
            return "host:" + new HostId(host);
        }
        return principal == null ? "local-" + wanted.claim() : principal;
    }
}
