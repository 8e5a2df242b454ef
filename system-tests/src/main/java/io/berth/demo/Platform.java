package io.berth.demo;

import io.berth.platform.ComponentName;
import io.berth.platform.PlatformClient;
import io.berth.platform.Role;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a demo plays: the addresses of the services, tokens for them and, on the machine where they
 * run as its own processes, the power to stop and kill them.
 */
sealed interface Platform permits LocalPlatform, AttachedPlatform {
    /** Bootstrap servers for a Kafka client. */
    String bootstrap();

    /**
     * Where a service's REST interface is, without a trailing slash.
     *
     * @throws DemoException when nobody said
     */
    String url(ComponentName service);

    /** Where the instances of the key vault are; a second one need not run yet. */
    List<String> keyvaults();

    /** A token that is valid for an hour. */
    String token(Role role, String principal);

    /** A token of somebody. */
    default String token(Role role) {
        return token(role, "demo-" + role.claim());
    }

    /** Where job and verdict of the last check are kept. */
    Path folder();

    /** Orders to the processes; empty where others run them. */
    Optional<PlatformClient> power();
}
