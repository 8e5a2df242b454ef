package io.berth.inventory.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of the inventory service beyond those that every service has. */
@ConfigMapping(prefix = "berth.inventory")
public interface InventoryConfig {
    /** How often what exists is counted for the metrics. */
    @WithDefault("PT10S")
    Duration countEvery();
}
