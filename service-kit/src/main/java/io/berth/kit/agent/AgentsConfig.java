package io.berth.kit.agent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Which agents a service takes at their word. */
@ConfigMapping(prefix = "berth.agents")
public interface AgentsConfig {
    /**
     * The certificates of the authorities of agents, in PEM; two while one replaces the other. Read
     * again when the file changes. Without it, tokens that agents sign themselves are refused.
     */
    Optional<Path> caFile();

    /** Longest life of a token that an agent signs, so that a stolen one is soon worth nothing. */
    @WithDefault("PT5M")
    Duration longestToken();

    /** How much the clock of an agent may be off. */
    @WithDefault("PT30S")
    Duration clockSkew();

    /**
     * Most tokens whose signature is not checked again at each request; some hundred bytes each.
     */
    @WithDefault("20000")
    int remembered();
}
