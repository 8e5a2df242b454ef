package io.berth.inventory.app.updates;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of update compliance. */
@ConfigMapping(prefix = "berth.inventory.updates")
public interface UpdatesConfig {
    /** How long a scan of a host says something; after that its compliance is unknown. */
    @WithDefault("P7D")
    Duration scanValid();
}
