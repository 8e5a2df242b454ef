package io.berth.platform.cli;

import io.berth.platform.PlatformClient;
import io.berth.platform.PlatformException;
import io.berth.platform.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** With which token a command asks a service; for the local platform one is made. */
final class TokenOption {
    @Option(
            names = "--token",
            defaultValue = "${env:BERTH_TOKEN}",
            paramLabel = "TOKEN",
            description =
                    "Of a role that may do this; needed for a platform elsewhere. Better given as"
                            + " BERTH_TOKEN, which no list of processes shows.")
    private @Nullable String token;

    /**
     * The one that was given, else one of the local platform.
     *
     * @param elsewhere whether a platform was named that is not the local one
     * @throws PlatformException when none was given for a platform elsewhere
     */
    String bearer(Role role, boolean elsewhere) {
        String given = token;
        if (given != null && !given.isBlank()) {
            return given;
        }
        if (elsewhere) {
            throw new PlatformException(
                    "A platform elsewhere wants a token of its own: --token or BERTH_TOKEN."
                            + " With compose: docker compose run --rm token "
                            + role.claim());
        }
        return PlatformClient.connect().token(role);
    }
}
