package io.berth.kit.security;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a caller's token is taken as checked. */
@ConfigMapping(prefix = "berth.callers")
public interface CallersConfig {
    /**
     * Most tokens whose signature is not checked again at each request; some hundred bytes each.
     */
    @WithDefault("10000")
    int remembered();

    /**
     * For how long, and never beyond the token's own end: a key that is no longer trusted counts
     * for so much longer. Zero: each request's token is checked.
     */
    @WithDefault("PT1M")
    Duration rememberedFor();
}
