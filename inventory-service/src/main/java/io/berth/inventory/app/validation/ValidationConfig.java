package io.berth.inventory.app.validation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The settings of cluster validation. */
@ConfigMapping(prefix = "berth.inventory.validation")
public interface ValidationConfig {
    /** How long nodes have to report their facts where a request does not say. */
    @WithDefault("PT2M")
    Duration answerWithin();

    /** Most runs that wait at once; each may ask all nodes of a cluster to try their networks. */
    @WithDefault("50")
    int maxRunning();

    /** How often this instance looks for runs that can be judged. */
    @WithDefault("PT1S")
    Duration judgeEvery();

    /** How often this instance looks whether validated clusters have changed. */
    @WithDefault("PT30S")
    Duration recheckEvery();
}
