package io.berth.keyvault.container;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The container of the keys. */
@ConfigMapping(prefix = "berth.keyvault.container")
public interface ContainerConfig {
    /** The distinguished name of the container; the same for all instances. */
    @WithDefault("CN=VMMDKM,CN=System,DC=berth,DC=local")
    String path();

    /**
     * Whether an administrator makes the container; otherwise the vault does at its first start.
     */
    @WithDefault("false")
    boolean precreated();
}
