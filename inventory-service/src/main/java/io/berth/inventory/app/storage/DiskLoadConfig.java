package io.berth.inventory.app.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of the history of disk load. */
@ConfigMapping(prefix = "berth.inventory.disk-load")
public interface DiskLoadConfig {
    /** Of each stretch of time and disk one row is kept: that of the busiest report. */
    @WithDefault("PT5M")
    Duration stretch();

    /** How long rows are kept. */
    @WithDefault("P7D")
    Duration keep();

    /** How often old rows are looked for. */
    @WithDefault("PT10M")
    Duration forgetEvery();
}
