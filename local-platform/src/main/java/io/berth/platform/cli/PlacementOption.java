package io.berth.platform.cli;

import io.berth.platform.ComponentName;
import io.berth.platform.PlatformClient;
import io.berth.platform.RestApi;
import io.berth.platform.Role;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which placement a command asks, and with which token; that of the local platform by default. */
final class PlacementOption {
    @Option(
            names = "--placement-url",
            paramLabel = "URL",
            description = "Placement of a platform elsewhere, as in http://127.0.0.1:8082.")
    private @Nullable String url;

    @Mixin private TokenOption token = new TokenOption();

    /**
     * Its interface.
     *
     * @param patience how long an answer may take
     * @throws io.berth.platform.PlatformException when no local platform runs, or no token was
     *     given for one elsewhere
     */
    RestApi connect(Role role, Duration patience) {
        String bearer = token.bearer(role, url != null);
        String address =
                url == null ? PlatformClient.connect().ports().url(ComponentName.PLACEMENT) : url;
        return new RestApi("Placement", address, bearer, patience);
    }
}
